package dev.relaymanager.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of its own in a home where everything that Git could read is set against us. */
class HostileHomeTest {
  @TempDir Path temp;
  private GitCommand remote;
  private Path home;
  private Path bin;

  /** What the program does: fetches, reads, and publishes. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) {
      RepositoryAddress address = RepositoryAddress.parse(arguments[0]);
      try (Mirror mirror = Mirror.open(Path.of(arguments[1]), address, Optional.empty())) {
        Revision revision = mirror.fetch("main");
        byte[] file = mirror.tree(revision).read("a.yaml", 100).orElseThrow();
        FolderTree.of(Path.of(arguments[1]));
        ReportResult result =
            mirror
                .reports("relay/reports", new CommitAuthor("relayctl", "relayctl@example.com"))
                .publish(new Report("p", Map.of("p/s.md", file), "Report", Instant.EPOCH));
        System.out.println(result.getClass().getSimpleName());
      }
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    remote = GitCommand.bare(temp.resolve("remote.git"));
    remote.cloneTo(temp.resolve("work")).write("a.yaml", "the content").push("one");
    home = Files.createDirectory(temp.resolve("home"));
    bin = Files.createDirectory(temp.resolve("bin"));
    for (String tool : new String[] {"git", "gpg", "ssh", "sh", "bash"}) {
      executable(bin.resolve(tool), "#!/bin/sh\necho " + tool + " >> " + temp.resolve("started"));
    }
    Path hooks = Files.createDirectory(home.resolve("hooks"));
    for (String hook : new String[] {"pre-push", "reference-transaction", "post-commit"}) {
      executable(hooks.resolve(hook), "#!/bin/sh\necho " + hook + " >> " + temp.resolve("started"));
    }
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private String configuration() {
    return """
        [user]
          name = Mallory
          email = mallory@example.com
          signingkey = 12345678
        [commit]
          gpgsign = true
        [core]
          hooksPath = %s
          repositoryFormatVersion = 99
          bare = false
          worktree = %s
          logAllRefUpdates = always
        [url "file:///nowhere/"]
          insteadOf = /
          pushInsteadOf = /
        [http]
          proxy = http://127.0.0.1:1
        [transfer]
          hideRefs = refs/heads
        [receive]
          denyNonFastForwards = true
        [protocol]
          allow = never
        """
        .formatted(home.resolve("hooks"), temp);
  }

  private String run(Path state) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Duser.home=" + home,
            "-cp",
            System.getProperty("java.class.path"),
            Probe.class.getName(),
            remote.folder.toString(),
            state.toString());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "HOME", home.toString(),
                "XDG_CONFIG_HOME", home.resolve("xdg").toString(),
                "PATH", bin.toString(),
                "GIT_DIR", temp.resolve("nowhere").toString(),
                "GIT_SSH", bin.resolve("ssh").toString(),
                "GIT_AUTHOR_NAME", "Mallory",
                "GIT_CONFIG_GLOBAL", home.resolve(".gitconfig").toString()));
    Process process = builder.redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), output);
    return output;
  }

  private void nothingWasTouched() throws IOException {
    assertFalse(
        Files.exists(temp.resolve("started")),
        () -> {
          try {
            return "started: " + Files.readString(temp.resolve("started"));
          } catch (IOException failure) {
            return failure.toString();
          }
        });
    try (Stream<Path> left = Files.walk(home)) {
      assertTrue(
          left.noneMatch(path -> path.toString().contains("jgit")), "something was written home");
    }
  }

  @Test
  void settingsOfTheUserHaveNoEffect() throws Exception {
    Files.writeString(home.resolve(".gitconfig"), configuration());
    Files.createDirectories(home.resolve("xdg/git"));
    Files.writeString(home.resolve("xdg/git/config"), configuration());
    assertEquals("Pushed", run(temp.resolve("state")));
    assertEquals(
        "relayctl <relayctl@example.com> relayctl N",
        remote.git("log", "-1", "--format=%an <%ae> %cn %G?", "relay/reports"));
    assertEquals("the content", remote.git("show", "relay/reports:p/s.md"));
    try (Stream<Path> logs = Files.walk(temp.resolve("state/mirror.git/logs"))) {
      assertTrue(logs.noneMatch(Files::isRegularFile));
    }
    nothingWasTouched();
  }

  @Test
  void aConfigurationThatCannotBeReadDoesNoHarm() throws Exception {
    Files.writeString(home.resolve(".gitconfig"), "[core\nthis is not\n  = a configuration");
    assertEquals("Pushed", run(temp.resolve("state")));
    nothingWasTouched();
  }

  @Test
  void hooksLaidIntoTheMirrorDoNotRun() throws Exception {
    assertEquals("Pushed", run(temp.resolve("state")));
    Path hooks = Files.createDirectories(temp.resolve("state/mirror.git/hooks"));
    executable(hooks.resolve("pre-push"), "#!/bin/sh\necho hook >> " + temp.resolve("started"));
    remote.cloneTo(temp.resolve("again")).write("a.yaml", "other").push("two");
    assertEquals("Pushed", run(temp.resolve("state")));
    nothingWasTouched();
  }
}

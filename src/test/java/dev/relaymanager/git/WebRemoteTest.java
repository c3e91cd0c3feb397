package dev.relaymanager.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.git.GitException.Kind;
import dev.relaymanager.git.ReportResult.Pushed;
import dev.relaymanager.git.ReportResult.Reason;
import dev.relaymanager.git.ReportResult.Refused;
import dev.relaymanager.seal.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Git's own server over HTTP. */
class WebRemoteTest {
  private static final String TOKEN = "tok-en-that-is-invented";
  private static final CommitAuthor AUTHOR = new CommitAuthor("relayctl", "relayctl@example.com");

  @TempDir Path temp;
  private GitCommand remote;
  private GitCommand work;
  private GitServer server;

  @BeforeEach
  void serve() throws IOException {
    Path root = Files.createDirectory(temp.resolve("served"));
    remote = GitCommand.bare(root.resolve("remote.git"));
    work = remote.cloneTo(temp.resolve("work"));
    work.write("a.yaml", "1").push("one");
    server = new GitServer(root);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Mirror open(String url, Optional<Credentials> credentials) {
    return Mirror.open(temp.resolve("state"), RepositoryAddress.parse(url), credentials);
  }

  private Mirror open() {
    return open(server.url("remote.git"), Optional.empty());
  }

  private static Optional<Credentials> credentials(String token) {
    return Optional.of(new Credentials("bot", Secret.of(token)));
  }

  private static GitException failure(Kind kind, Runnable action) {
    GitException failure = assertThrows(GitException.class, action::run);
    assertEquals(kind, failure.kind(), failure.getMessage());
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertFalse(trace.toString().contains(TOKEN), "the token leaked");
    return failure;
  }

  private static Report report(String text) {
    return new Report(
        "prod",
        Map.of("prod/status.md", text.getBytes(StandardCharsets.UTF_8)),
        "Report",
        Instant.parse("2026-11-02T00:00:00Z"));
  }

  @Test
  void aPollWithoutNewsIsOneQuestion() {
    try (Mirror mirror = open()) {
      assertEquals("one", mirror.fetch("main").subject());
      server.requests.clear();
      mirror.fetch("main");
      assertEquals(
          List.of(
              "GET /remote.git/info/refs?service=git-upload-pack",
              "POST /remote.git/git-upload-pack"),
          server.requests);
    }
  }

  @Test
  void userNameAndTokenOpenAPrivateRepository() {
    server.requirePassword("bot", TOKEN);
    remote.git("config", "http.receivepack", "true");
    try (Mirror mirror = open(server.url("remote.git"), credentials(TOKEN))) {
      assertEquals("one", mirror.fetch("main").subject());
      assertInstanceOf(
          Pushed.class, mirror.reports("relay/reports", AUTHOR).publish(report("fine")));
    }
    assertEquals("fine", remote.git("show", "relay/reports:prod/status.md"));
    try (Stream<Path> files = Files.walk(temp.resolve("state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(TOKEN), "the token is in " + file);
      }
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void refusedCredentialsAreToldApart() {
    server.requirePassword("bot", "another");
    try (Mirror mirror = open(server.url("remote.git"), credentials(TOKEN))) {
      failure(Kind.CREDENTIALS_REFUSED, () -> mirror.fetch("main"));
    }
    try (Mirror mirror = open()) {
      failure(Kind.CREDENTIALS_REFUSED, () -> mirror.fetch("main"));
    }
  }

  @Test
  void otherAnswersOfAServerAreToldApart() {
    Map<Integer, Kind> kinds =
        Map.of(403, Kind.NOT_PERMITTED, 404, Kind.NOT_A_REPOSITORY, 500, Kind.UNREACHABLE);
    kinds.forEach(
        (status, kind) -> {
          server.filter =
              exchange -> {
                GitServer.answer(exchange, status, "no");
                return true;
              };
          try (Mirror mirror = open()) {
            failure(kind, () -> mirror.fetch("main"));
          }
        });
    server.filter =
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          GitServer.answer(exchange, 200, "<html>Welcome</html>");
          return true;
        };
    try (Mirror mirror = open()) {
      failure(Kind.NOT_A_REPOSITORY, () -> mirror.fetch("main"));
    }
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (Mirror mirror = open("http://127.0.0.1:" + port + "/x.git", Optional.empty())) {
      failure(Kind.UNREACHABLE, () -> mirror.fetch("main"));
    }
  }

  @Test
  void redirectsAreNotFollowedSoTheTokenStaysHome() throws IOException {
    try (GitServer thief = new GitServer(temp.resolve("served"))) {
      server.requirePassword("bot", TOKEN);
      GitServer.Filter password = server.filter;
      server.filter =
          exchange -> {
            if (!password.handles(exchange)) {
              exchange
                  .getResponseHeaders()
                  .add("Location", thief.url(exchange.getRequestURI().toString().substring(1)));
              GitServer.answer(exchange, 302, "");
            }
            return true;
          };
      try (Mirror mirror = open(server.url("remote.git"), credentials(TOKEN))) {
        GitException failure = failure(Kind.UNREACHABLE, () -> mirror.fetch("main"));
        assertTrue(failure.getMessage().contains("sends on"), failure.getMessage());
      }
      assertEquals(List.of(), thief.requests);
    }
  }

  @Test
  void withoutThePermissionToWriteTheReportIsRefused() {
    try (Mirror mirror = open()) {
      Refused refused =
          assertInstanceOf(
              Refused.class, mirror.reports("relay/reports", AUTHOR).publish(report("x")));
      assertEquals(Reason.NO_PERMISSION, refused.reason(), refused.problem().toString());
    }
  }

  @Test
  void aHookThatSaysNoIsNoSuccess() throws IOException {
    remote.git("config", "http.receivepack", "true");
    Path hook = remote.folder.resolve("hooks/pre-receive");
    Files.writeString(hook, "#!/bin/sh\necho 'reports are frozen' >&2\nexit 1\n");
    hook.toFile().setExecutable(true);
    AtomicInteger pauses = new AtomicInteger();
    try (Mirror mirror = open()) {
      ReportBranch branch =
          new ReportBranch(mirror, "relay/reports", AUTHOR, attempt -> pauses.incrementAndGet());
      Refused refused = assertInstanceOf(Refused.class, branch.publish(report("x")));
      assertEquals(Reason.REJECTED, refused.reason());
      String message = refused.problem().message();
      assertTrue(message.contains("pre-receive hook declined"), message);
      assertTrue(message.contains("reports are frozen"), message);
    }
    assertEquals(0, pauses.get(), "a refusal is not tried again");
    assertEquals("", remote.git("for-each-ref", "refs/heads/relay"));
  }

  @Test
  void aPushWhoseAnswerWasLostCountsOnce() {
    remote.git("config", "http.receivepack", "true");
    AtomicInteger pushes = new AtomicInteger();
    try (Mirror mirror = open()) {
      server.filter =
          exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/git-receive-pack")
                && pushes.incrementAndGet() == 1) {
              server.serveAndDropAnswer(exchange);
              return true;
            }
            return false;
          };
      Pushed pushed =
          assertInstanceOf(
              Pushed.class, mirror.reports("relay/reports", AUTHOR).publish(report("x")));
      assertEquals(pushed.commitId(), remote.git("rev-parse", "relay/reports"));
    }
    assertEquals("1", remote.git("rev-list", "--count", "relay/reports"));
  }
}

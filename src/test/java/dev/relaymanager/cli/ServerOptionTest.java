package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.api.ApiOptions;
import dev.relaymanager.api.Role;
import dev.relaymanager.api.Service;
import dev.relaymanager.api.Tokens;
import dev.relaymanager.daemon.Daemon;
import dev.relaymanager.engine.EngineSettings;
import dev.relaymanager.http.ConnectTo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same commands, here and through a daemon: same output, same exit codes. */
@Timeout(120) // a service that does not answer would be waited for
final class ServerOptionTest {
  @TempDir private Path folder;

  /** A daemon on a scene's repository, with the API. */
  private static final class Running implements AutoCloseable {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Service service;
    private final Thread thread;
    private final Path tokenFile;

    Running(Scene scene, Role role) throws IOException {
      EngineSettings settings =
          new EngineSettings(
              scene.repository().toString(),
              "main",
              scene.state(),
              scene.identityFile(),
              null,
              null,
              Files.readString(scene.authorityFile()),
              List.of(
                  new ConnectTo("api.deepseek.com", 443, "127.0.0.1", scene.host.vendor().port())),
              Duration.ofSeconds(5),
              EngineSettings.REPORT_BRANCH,
              Map.of(),
              false);
      service =
          Service.open(
              settings,
              ApiOptions.at("127.0.0.1:0"),
              new Daemon.Schedule(Duration.ofHours(1), Duration.ofHours(1)),
              "a test",
              new Service.Listeners(SilentListener.INSTANCE, cycle -> {}, newer -> {}, line -> {}),
              stop::get);
      service.cycle();
      String token =
          new Tokens(service.engine().store().apiTokens()).create("cli", role).reveal(text -> text);
      tokenFile = scene.folder().resolve("cli.token");
      Files.writeString(tokenFile, token + "\n");
      thread = Thread.ofPlatform().start(this::run);
    }

    private void run() {
      try {
        service.run(failed -> {});
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    Ran run(String command, String... more) {
      List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
      arguments.addAll(List.of("--server", service.url(), "--token-file", tokenFile.toString()));
      arguments.addAll(List.of(more));
      return Ran.of(arguments.toArray(String[]::new));
    }

    @Override
    public void close() {
      stop.set(true);
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      service.close();
    }
  }

  @Test
  void whatIsReadIsTheSame() throws Exception {
    try (Scene scene = Scene.in(folder);
        Running daemon = new Running(scene, Role.PLAN)) {
      scene.host.backDoor().byHand("DELETE", "/api/v1/admin/accounts/1", "");
      for (String command :
          List.of(
              "status",
              "plan",
              "drift",
              "keys",
              "provider batches",
              "host list",
              "host probe prod")) {
        for (String format : List.of("text", "json")) {
          Ran here = scene.run(command, "--output", format);
          Ran there = daemon.run(command, "--output", format);
          assertEquals(here.out(), there.out(), command + " " + format);
          assertEquals(here.exit(), there.exit(), command + " " + format);
        }
      }
      assertEquals(1, daemon.run("provider batches --import deepseek --output json").json().size());
      assertEquals(0, daemon.run("provider batches --host other --output json").json().size());
      daemon.run("keys", "--check").exits(1).complains("by itself");
      daemon.run("host probe", "nowhere").exits(1).complains("no Host document is called nowhere");
      assertEquals(2, daemon.run("drift", "--detailed-exitcode").exit());
      assertEquals(2, daemon.run("plan", "--detailed-exitcode").exit());
      daemon
          .run("plan", "--target", "prod/nothing")
          .exits(1)
          .complains("nothing in this plan is called prod/nothing");
      daemon.run("apply", "--yes").exits(1).complains("this needs the role apply");
      daemon.run("reconcile run", "deepseek").exits(1).complains("this needs the role apply");
    }
  }

  @Test
  void whatIsChangedIsDoneThereAndTheLockIsNoHindrance() throws Exception {
    try (Scene scene = Scene.in(folder);
        Running daemon = new Running(scene, Role.APPLY)) {
      scene.replace(Scene.IMPORT, "price: 9.90", "price: 12.50");
      scene.commit("Another price");
      scene.run("apply", "--yes").exits(4);

      Ran applied = daemon.run("apply", "--yes");

      applied.exits(0).says("prod/deepseek: batch", "succeeded", "1 to change");
      Ran nothing = daemon.run("apply", "--yes", "--output", "json").exits(0);
      assertEquals(0, nothing.json().path("batches").size());
      String batch = scene.batches().getFirst().header().id();
      Ran undone = daemon.run("rollback", "--batch", batch, "--yes", "--output", "json");
      assertEquals("rolled_back", undone.exits(0).json().path("status").stringValue());
      daemon.run("rollback", "--batch", batch, "--yes").exits(1).complains("rolled back already");
      daemon.run("rollback", "--batch", "b-none", "--yes").exits(1).complains("no batch");
      scene.replace(Scene.GRANT, Scene.USER, "nobody@example.com");
      scene.commit("A user who is not there");
      daemon.run("apply", "--yes").exits(1);
      daemon.run("provider import", "deepseek", "--host", "prod").exits(1).saysNot("a defect");
    }
  }

  @Test
  void aServiceThatIsNotThereAndATokenThatWouldCrossInClear() {
    Ran.of("status", "--server", "http://127.0.0.1:1")
        .exits(1)
        .complains("cannot be reached", "relayctl daemon --listen");
    Ran.of("status", "--server", "http://relay.example.com").exits(1).complains("not https");
    Ran.of("status", "--server", "relay").exits(1).complains("--server is no URL");
    Ran missing =
        Ran.of("status", "--server", "https://127.0.0.1:1", "--token-file", "/nowhere/token");
    missing.exits(1).complains("token file");
    assertFalse(missing.all().contains("a defect"));
    assertTrue(missing.out().isEmpty());
  }
}

package dev.relaymanager.api;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.StepResult;
import dev.relaymanager.daemon.Daemon;
import dev.relaymanager.engine.CycleResult;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.engine.EngineSettings;
import dev.relaymanager.http.ConnectTo;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.sim.SimulatedHost;
import dev.relaymanager.sim.SimulatedHostOptions;
import dev.relaymanager.sim.SimulatedVendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A service with its API, and a simulated host and vendor for it. */
final class ApiWorld implements AutoCloseable {
  /** A simulated host's caches follow within a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  static final String USER = "alice@example.com";
  static final String PASSWORD = "AlicePass123";
  static final String ADMIN_KEY = "admin-invented-for-these-tests";
  static final String GOOD_A = "sk-good-invented-team-a-5e1f";
  static final String GOOD_B = "sk-good-invented-team-b-77c0";

  final SimulatedHost host;
  final Path folder;
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  final List<CycleResult> cycles = Collections.synchronizedList(new ArrayList<>());
  private final @Nullable String repository;
  private final boolean ownsHost;
  private AtomicBoolean stop = new AtomicBoolean();
  private Service service;
  private Thread thread;

  private ApiWorld(Path folder, SimulatedHost host, boolean ownsHost, @Nullable String repository) {
    this.folder = folder;
    this.host = host;
    this.ownsHost = ownsHost;
    this.repository = repository;
    if (!Files.exists(identityFile())) {
      Identity.generate().write(identityFile());
    }
    this.service = open();
    this.thread = begin();
  }

  /** Without a repository. */
  static ApiWorld in(Path folder, String version) {
    SimulatedHost host =
        SimulatedHost.start(
            SimulatedHostOptions.of(version).withAdminKey(ADMIN_KEY).withVendorPort(0));
    host.backDoor().addUser(USER, PASSWORD);
    return new ApiWorld(folder, host, true, null);
  }

  /** On a host that stands already, with a folder or repository. */
  static ApiWorld on(Path folder, SimulatedHost host, @Nullable String repository) {
    return new ApiWorld(folder, host, false, repository);
  }

  private Service open() {
    stop = new AtomicBoolean();
    SimulatedVendor vendor = host.vendor();
    EngineSettings settings =
        new EngineSettings(
                repository,
                "main",
                state(),
                identityFile(),
                null,
                null,
                vendor.authorityPem(),
                List.of(new ConnectTo("api.deepseek.com", 443, "127.0.0.1", vendor.port())),
                PATIENCE,
                EngineSettings.REPORT_BRANCH,
                Map.of(),
                false)
            .contentWithoutRepository();
    return Service.open(
        settings,
        ApiOptions.at("127.0.0.1:0"),
        new Daemon.Schedule(Duration.ofMillis(100), Duration.ofHours(1)),
        "a test",
        new Service.Listeners(
            new Listener(), cycles::add, newer -> log.add("newer " + newer), log::add),
        stop::get);
  }

  private Thread begin() {
    Service running = service;
    return Thread.ofPlatform()
        .name("service")
        .start(
            () -> {
              try {
                running.run(failed -> log.add(failed.explanation()));
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** All that is said. */
  private final class Listener implements EngineListener {
    @Override
    public void stage(String what) {
      log.add(what);
    }

    @Override
    public void warning(String what) {
      log.add("warning: " + what);
    }

    @Override
    public void stepEnded(String batchId, StepResult result) {
      log.add(batchId + " " + result);
    }

    @Override
    public void keyTried(String batchId, ResourceKey account, KeyVerdict verdict) {
      log.add(batchId + " " + account + " " + verdict);
    }

    @Override
    public void waiting(String batchId, String what) {
      log.add("waiting for " + what);
    }
  }

  /** A client without a token. */
  Client client() {
    return new Client(service.url(), null);
  }

  Client client(@Nullable String token) {
    return new Client(service.url(), token);
  }

  Service service() {
    return service;
  }

  Path state() {
    return folder.resolve("state");
  }

  Path identityFile() {
    return folder.resolve("relay.identity");
  }

  /** Begins another service on the same state, after {@link #stop}. */
  void start() {
    service = open();
    thread = begin();
  }

  /** What calls of this service are carried out with. */
  Desk desk() {
    return service.desk();
  }

  /** Ends the service, at the next step boundary. */
  void stop() {
    stop.set(true);
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    service.close();
  }

  /** How many of a kind the host lists. */
  int total(String kind) {
    return host.backDoor()
        .byHand("GET", "/api/v1/admin/" + kind + "?page_size=1000", "")
        .at("/data/total")
        .intValue();
  }

  /** All bytes that the manager has left on disk. */
  List<Path> files() {
    try (Stream<Path> walk = Files.walk(state())) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    if (thread.isAlive()) {
      stop();
    }
    if (ownsHost) {
      host.close();
    }
  }
}

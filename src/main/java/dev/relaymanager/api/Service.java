package dev.relaymanager.api;

import dev.relaymanager.daemon.Daemon;
import dev.relaymanager.daemon.Jobs;
import dev.relaymanager.engine.CycleResult;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.engine.EngineSettings;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.git.Revision;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.RelayException;
import dev.relaymanager.report.Json;
import dev.relaymanager.seal.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A daemon with the API beside it: what comes over the API is carried out by the daemon's own
 * thread, between two cycles. {@link #run} is used by one thread; the API serves many.
 */
public final class Service implements AutoCloseable {
  private final Engine engine;
  private final HeldLease lease;
  private final Jobs jobs = new Jobs();
  private final Daemon daemon;
  private final Desk desk;
  private final BooleanSupplier stop;
  private final @Nullable ApiServer server;

  /**
   * Who hears of it.
   *
   * @param engine hears how the engine goes on
   * @param cycles hears of every cycle
   * @param newer hears of a commit that ends a cycle early
   * @param log gets lines, such as those of the audit
   */
  public record Listeners(
      EngineListener engine,
      Consumer<CycleResult> cycles,
      Consumer<Revision> newer,
      Consumer<String> log) {}

  private Service(
      EngineSettings settings,
      @Nullable ApiOptions options,
      Daemon.Schedule schedule,
      String holder,
      Listeners listeners,
      BooleanSupplier stop,
      @Nullable Secret own) {
    InstantSource clock = InstantSource.system();
    Events events = new Events(clock);
    this.stop = stop;
    this.engine = Engine.open(settings, clock, new Announcer(listeners.engine(), events));
    try {
      this.lease = engine.lock(holder);
    } catch (RuntimeException held) {
      engine.close();
      throw held;
    }
    this.desk =
        new Desk(
            engine.store(),
            lease,
            jobs,
            () -> Engine.open(settings, clock, new Announcer(listeners.engine(), events)),
            engine::identity,
            events,
            clock,
            stop,
            settings.repository(),
            settings.ref());
    try {
      this.daemon =
          new Daemon(
              engine,
              lease,
              clock,
              schedule,
              result -> {
                listeners.cycles().accept(result);
                tell(events, result);
              },
              listeners.newer());
      this.server = options == null ? null : ApiServer.start(options, desk, listeners.log(), own);
    } catch (RuntimeException refused) {
      lease.close();
      engine.close();
      throw refused;
    }
  }

  /**
   * Takes the right to write, and begins to serve.
   *
   * @param options null to follow the repository without the API
   * @param holder who asks for the right to write
   * @param stop whether it is to end
   */
  public static Service open(
      EngineSettings settings,
      @Nullable ApiOptions options,
      Daemon.Schedule schedule,
      String holder,
      Listeners listeners,
      BooleanSupplier stop) {
    return new Service(settings, options, schedule, holder, listeners, stop, null);
  }

  /**
   * One for this process alone, which follows nothing and only carries out what it is called for.
   *
   * @param own the token that it is called with
   */
  public static Service forOneself(
      EngineSettings settings,
      String holder,
      Listeners listeners,
      BooleanSupplier stop,
      Secret own) {
    return new Service(
        settings,
        ApiOptions.at("127.0.0.1:0"),
        new Daemon.Schedule(Duration.ofDays(1), Duration.ofDays(1)),
        holder,
        listeners,
        stop,
        own);
  }

  /** Carries out what it is called for, until a stop is asked for. */
  public void serve() throws InterruptedException {
    jobs.work(engine, Duration.ofDays(1), stop);
  }

  private static void tell(Events events, CycleResult result) {
    long batches = result.outcome() == null ? 0 : result.outcome().batches().size();
    boolean whole =
        result.outcome() != null
            && result.outcome().batches().stream()
                .allMatch(batch -> batch.state() == BatchState.SUCCEEDED);
    events.tell(
        "cycle",
        Json.object()
            .put("outcome", result.failure() != null ? "failed" : whole ? "done" : "partly")
            .put("batches", batches)
            .put("problems", result.problems().size()));
  }

  /** Whether the API is served. */
  public boolean isServing() {
    return server != null;
  }

  /** Where the API is. */
  public String url() {
    if (server == null) {
      throw new IllegalStateException("no API is served");
    }
    return server.url();
  }

  /** The engine, for whoever looks beside it on the thread that runs it. */
  public Engine engine() {
    return engine;
  }

  /** What calls of the API are carried out with. */
  Desk desk() {
    return desk;
  }

  /** One cycle, whether or not something is new. */
  public CycleResult cycle() {
    return daemon.cycle(stop);
  }

  /**
   * Runs until a stop is asked for or the lease is lost.
   *
   * @param failures hears why the repository could not be looked at; it is tried again
   * @return whether it ended because it was asked to
   */
  public boolean run(Consumer<RelayException> failures) throws InterruptedException {
    return daemon.run(stop, time -> jobs.work(engine, time, stop), failures);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    lease.close();
    engine.close();
  }
}

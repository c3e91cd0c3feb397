package dev.relaymanager.bench;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.StepResult;
import dev.relaymanager.engine.ApplyOptions;
import dev.relaymanager.engine.ApplyOutcome;
import dev.relaymanager.engine.CycleResult;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.engine.EngineSettings;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.engine.Planned;
import dev.relaymanager.http.ConnectTo;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ResourceKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Parts of the measuring that need a process of their own. Prints a name and milliseconds a line.
 */
final class ScaleWork {
  private static final int WARMING = 8;
  private static final int ROUNDS = 9;

  private final Path folder;
  private final String url;
  private final List<ConnectTo> detour;
  private final int accounts;

  private ScaleWork(Path folder, String url, String vendorPort, int accounts) {
    this.folder = folder;
    this.url = url;
    this.detour =
        List.of(new ConnectTo("api.deepseek.com", 443, "127.0.0.1", Integer.parseInt(vendorPort)));
    this.accounts = accounts;
  }

  /**
   * Does one part: its name, the folder, the host's address, its vendor's port, how many accounts.
   */
  public static void main(String[] arguments) throws Exception {
    ScaleWork work =
        new ScaleWork(
            Path.of(arguments[1]), arguments[2], arguments[3], Integer.parseInt(arguments[4]));
    switch (arguments[0]) {
      case "read" -> work.read();
      case "bare" -> work.bare();
      case "apply" -> work.apply();
      case "warm" -> work.warm();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private BareCalls calls() throws Exception {
    return new BareCalls(url, Files.readString(folder.resolve("ca.pem")), detour);
  }

  private void read() throws Exception {
    try (BareCalls calls = calls()) {
      say("read", calls.readPages(accounts));
    }
  }

  private void bare() throws Exception {
    try (BareCalls calls = calls()) {
      // As many at once as the host's document allows an apply.
      say("make", calls.makeAccounts(accounts, ScaleRepository.CONCURRENCY));
      say("try", calls.tryAccounts(accounts, ScaleRepository.CONCURRENCY));
    }
  }

  private void apply() throws Exception {
    long begun = System.nanoTime();
    try (Engine engine = Engine.open(settings(), InstantSource.system(), Warnings.ON_STDERR);
        HeldLease lease = engine.lock("figures")) {
      Planned planned = engine.plan(engine.load(), true, PlanOptions.STANDARD);
      say("plan", BareCalls.millisSince(begun));
      begun = System.nanoTime();
      ApplyOutcome outcome = engine.apply(planned, new ApplyOptions(Set.of(), () -> false), lease);
      say("apply", BareCalls.millisSince(begun));
      outcome.batches().stream()
          .filter(batch -> batch.state() != BatchState.SUCCEEDED)
          .findFirst()
          .ifPresent(
              batch -> {
                throw new IllegalStateException(batch.importName() + ": " + batch.detail());
              });
      engine.report(List.of());
    }
  }

  private void warm() throws Exception {
    try (BareCalls calls = calls()) {
      say("read", median(() -> calls.readPages(accounts)));
    }
    try (Engine engine = Engine.open(settings(), InstantSource.system(), Warnings.ON_STDERR);
        HeldLease lease = engine.lock("figures")) {
      say(
          "plan",
          median(
              () -> {
                long begun = System.nanoTime();
                checkEmpty(engine.plan(engine.load(), true, PlanOptions.STANDARD));
                return BareCalls.millisSince(begun);
              }));
      say(
          "cycle",
          median(
              () -> {
                long begun = System.nanoTime();
                CycleResult result = engine.cycle(new ApplyOptions(Set.of(), () -> false), lease);
                if (result.failure() != null) {
                  throw new IllegalStateException(result.problems().toString());
                }
                return BareCalls.millisSince(begun);
              }));
    }
  }

  private static void checkEmpty(Planned planned) {
    if (!planned.plan().hasNoChanges() || planned.plan().hasDrift()) {
      throw new IllegalStateException("the plan is not empty");
    }
  }

  private static long median(LongSupplier round) {
    List<Long> times = new ArrayList<>();
    for (int number = 0; number < WARMING + ROUNDS; number++) {
      times.add(round.getAsLong());
    }
    times.subList(0, WARMING).clear();
    times.sort(null);
    return times.get(ROUNDS / 2);
  }

  private EngineSettings settings() throws Exception {
    return new EngineSettings(
        folder.resolve("relay.git").toString(),
        "main",
        folder.resolve("state"),
        folder.resolve("relay.identity"),
        null,
        null,
        Files.readString(folder.resolve("ca.pem")),
        detour,
        Duration.ofSeconds(30),
        EngineSettings.REPORT_BRANCH,
        Map.of(),
        false);
  }

  private static void say(String what, long millis) {
    System.out.println(what + " " + millis);
  }

  /** Only what should not happen here is shown. */
  private enum Warnings implements EngineListener {
    ON_STDERR;

    @Override
    public void stepEnded(String batchId, StepResult result) {}

    @Override
    public void keyTried(String batchId, ResourceKey account, KeyVerdict verdict) {}

    @Override
    public void waiting(String batchId, String what) {}

    @Override
    public void stage(String what) {}

    @Override
    public void warning(String what) {
      System.err.println("warning: " + what);
    }
  }
}

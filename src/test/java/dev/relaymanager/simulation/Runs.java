package dev.relaymanager.simulation;

import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.simulation.Manager.End;
import java.util.List;
import java.util.Optional;

/** The manager's runs, disturbed and undisturbed, and what it says of itself after the last one. */
final class Runs {
  /** Runs until all that can be done is done: two plain ones, and some that try all again. */
  private static final int MOST_RUNS = 4;

  private final Dice dice;
  private final Trace trace;
  private final Surroundings surroundings;
  private final Manager manager;
  private final Disturbance disturbance;
  private Picture picture = Picture.NOTHING;

  Runs(Dice dice, Trace trace, Surroundings surroundings, Manager manager) {
    this.dice = dice;
    this.trace = trace;
    this.surroundings = surroundings;
    this.manager = manager;
    this.disturbance = new Disturbance(dice);
  }

  Picture picture() {
    return picture;
  }

  /** Goes on until all is as it has to be, or does not become so. */
  void comeToRest(Expectations expectations, boolean disturbing) {
    if (disturbing) {
      for (int times = dice.one(List.of(0, 1, 1, 2)); times > 0; times--) {
        disturbed((engine, lease) -> Operator.apply(engine, lease, PlanOptions.STANDARD));
      }
    }
    int runs = 0;
    do {
      runs++;
      apply(runs <= 2 ? PlanOptions.STANDARD : Operator.ONCE_MORE, runs == 1 && dice.chance(50));
    } while (!expectations.hasComeToRest(picture) && runs < MOST_RUNS);
    takeBackTheRest();
    List<String> faults = expectations.faults(picture);
    if (!faults.isEmpty()) {
      throw new AssertionError(String.join("\n", faults));
    }
  }

  /** Disturbed or not: whoever wants it back asks until it is. */
  void untilRolledBack(Manager.Work<String> work, Optional<String> batch) {
    if (dice.chance(60)) {
      disturbed(work);
    }
    for (int run = 0; run < MOST_RUNS; run++) {
      End<String> end = manager.run(work);
      trace.detail(String.valueOf(end));
      look();
      boolean done =
          batch.isEmpty()
              ? end instanceof End.Done<String> said && !said.result().contains("failed")
              : picture.batches().stream()
                  .filter(one -> one.header().id().equals(batch.get()))
                  .anyMatch(one -> one.state() == BatchState.ROLLED_BACK);
      if (done) {
        return;
      }
    }
    throw new AssertionError("not rolled back in " + MOST_RUNS + " runs");
  }

  /** What a failing rollback left half there is for a person to see to: plans leave it alone. */
  private void takeBackTheRest() {
    for (String batch : picture.half()) {
      trace.detail(
          String.valueOf(manager.run((engine, lease) -> Operator.rollback(engine, lease, batch))));
    }
    if (!picture.half().isEmpty()) {
      look();
    }
  }

  /** Applies undisturbed, and looks at what came of it. */
  private void apply(PlanOptions options, boolean daemon) {
    End<Picture> end =
        manager.run(
            (engine, lease) -> {
              Operator.Applied applied =
                  daemon ? Operator.cycle(engine, lease) : Operator.apply(engine, lease, options);
              trace.detail(applied.said());
              return Picture.of(engine, applied.loaded());
            });
    picture = result(end);
  }

  static <T> T result(End<T> end) {
    if (end instanceof End.Done<T> done) {
      return done.result();
    }
    throw new AssertionError("undisturbed, and yet: " + end);
  }

  private void disturbed(Manager.Work<?> work) {
    if (dice.chance(50)) {
      Doom doom = disturbance.doom();
      if (dice.chance(20)) {
        disturb();
      }
      End<?> end = manager.run(doom, work);
      trace.detail("with a crash " + doom + ": " + end);
    } else {
      disturb();
      End<?> end = manager.run(work);
      surroundings.host.clearFaults();
      trace.detail(String.valueOf(end));
    }
  }

  private void disturb() {
    List<String> faults = disturbance.faults();
    faults.forEach(fault -> surroundings.host.inject(Disturbance.rule(fault)));
    trace.detail("with faults: " + String.join("  ", faults));
  }

  private void look() {
    picture = result(manager.run((engine, lease) -> Picture.of(engine, engine.load())));
  }
}

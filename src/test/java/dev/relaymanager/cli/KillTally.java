package dev.relaymanager.cli;

import java.util.ArrayList;
import java.util.List;

/** Counts what kills came to. */
final class KillTally {
  private final List<String> details = new ArrayList<>();
  private int kills;
  private int duplicates;
  private int orphans;
  private int lost;
  private int plans;
  private int other;

  /** Kills at all points, and tries on until the process comes to its end unharmed. */
  void killEverywhere(KillRun run) {
    List<KillPoint> due = run.points();
    while (!due.isEmpty()) {
      List<KillPoint> more = new ArrayList<>();
      for (List<KillPoint> some : chunks(due, run.together())) {
        for (KillRun.Outcome outcome : run.kill(some)) {
          note(run, outcome);
          KillPoint point = outcome.point();
          if (outcome.killed() && point.number() > run.count(point.place())) {
            more.add(new KillPoint(point.place(), point.moment(), point.number() + 1));
          }
        }
      }
      due = more;
    }
  }

  /** Kills at all points, and each time once more what goes on with it. */
  void killTwiceEverywhere(KillRun run) {
    int number = 0;
    for (List<KillPoint> some : chunks(run.points(), run.together())) {
      run.killTwice(some, number).forEach(outcome -> note(run, outcome));
      number += some.size();
    }
  }

  private static List<List<KillPoint>> chunks(List<KillPoint> points, int size) {
    List<List<KillPoint>> chunks = new ArrayList<>();
    for (int from = 0; from < points.size(); from += size) {
      chunks.add(points.subList(from, Math.min(points.size(), from + size)));
    }
    return chunks;
  }

  private void note(KillRun run, KillRun.Outcome outcome) {
    Aftermath.Faults faults = outcome.faults();
    kills += outcome.killed() ? 1 : 0;
    duplicates += faults.duplicates().size();
    orphans += faults.orphans().size();
    lost += faults.lost().size();
    plans += faults.plans().size();
    other += faults.other().size();
    if (!faults.none()) {
      details.add(
          "%s, killed %s: %s\nthe killed process said:\n%s"
              .formatted(run.scenario(), outcome.point(), faults, outcome.said()));
    }
  }

  void add(KillTally more) {
    details.addAll(more.details);
    kills += more.kills;
    duplicates += more.duplicates;
    orphans += more.orphans;
    lost += more.lost;
    plans += more.plans;
    other += more.other;
  }

  /** What went wrong, each with what shows it; empty when all invariants hold. */
  List<String> details() {
    return List.copyOf(details);
  }

  int kills() {
    return kills;
  }

  /** The counts, in a line. */
  @Override
  public String toString() {
    return ("%d kills, %d duplicates, %d orphans, %d lost records, %d plans not empty,"
            + " %d other faults")
        .formatted(kills, duplicates, orphans, lost, plans, other);
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.cli.KillPoint.Moment;
import dev.relaymanager.cli.KillPoint.Place;
import java.util.ArrayList;
import java.util.List;

/** Counts what kills came to. */
final class KillTally {
  private final List<String> details = new ArrayList<>();
  private int points;
  private int kills;
  private int duplicates;
  private int orphans;
  private int lost;
  private int plans;
  private int other;

  /** Kills at all points, and tries on until the process comes to its end unharmed. */
  void killEverywhere(KillRun run) {
    for (Place place : Place.values()) {
      for (Moment moment : Moment.values()) {
        int number = 1;
        while (kill(run, new KillPoint(place, moment, number))) {
          number++;
        }
        points--; // the last one lies behind the end
      }
    }
  }

  /** Kills at so many points of each kind, spread evenly over the way. */
  void killHereAndThere(KillRun run, int each) {
    double offset = 1.0 / 8;
    for (Place place : Place.values()) {
      for (Moment moment : Moment.values()) {
        for (int i = 0; i < each; i++) {
          int number = 1 + (int) ((i + offset) * run.count(place) / each);
          if (!kill(run, new KillPoint(place, moment, number))) {
            details.add(run.scenario() + " came to its end before request or write " + number);
          }
        }
        // Each kind of point begins elsewhere, so that together they meet more of the way.
        offset += 1.0 / 4;
      }
    }
  }

  private boolean kill(KillRun run, KillPoint point) {
    KillRun.Outcome outcome = run.kill(point);
    Aftermath.Faults faults = outcome.faults();
    points++;
    kills += outcome.killed() ? 1 : 0;
    duplicates += faults.duplicates().size();
    orphans += faults.orphans().size();
    lost += faults.lost().size();
    plans += faults.plans().size();
    other += faults.other().size();
    if (!faults.none()) {
      details.add(
          "%s, killed %s: %s\nthe killed process said:\n%s"
              .formatted(run.scenario(), point, faults, outcome.said()));
    }
    return outcome.killed();
  }

  void add(KillTally more) {
    details.addAll(more.details);
    points += more.points;
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

  /** The counts, in a line. Points are those that the work came by. */
  @Override
  public String toString() {
    return ("%d points, %d kills, %d duplicates, %d orphans, %d lost records, %d plans not empty,"
            + " %d other faults")
        .formatted(points, kills, duplicates, orphans, lost, plans, other);
  }
}

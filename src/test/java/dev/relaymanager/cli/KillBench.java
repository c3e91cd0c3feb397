package dev.relaymanager.cli;

import dev.relaymanager.apply.FaultyStore;
import dev.relaymanager.apply.LossyApply;
import dev.relaymanager.store.StoreFaults;
import dev.relaymanager.store.TwoWriters;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code bench/kill} runs: prints what it counts, and exits with 1 when an invariant breaks.
 */
final class KillBench {
  private static final String ANSWERS = "answers";
  private static final String STORE = "store";
  private static final String WRITERS = "writers";
  private static final List<String> ALL =
      Stream.concat(KillWork.ALL.stream().map(KillWork::name), Stream.of(ANSWERS, STORE, WRITERS))
          .toList();

  private static final String USAGE =
      "usage: bench/kill [--small] [--host-version VERSION] [--together NUMBER] [--only PART,…];"
          + " parts: "
          + String.join(", ", ALL);

  private static final int MOST_SHOWN = 20;

  private final PrintStream out = System.out;
  private final List<String> details = new ArrayList<>();
  private final Path folder;
  private boolean small;
  private String version = "0.1.126";
  private int together = 1;
  private final Set<String> parts = new LinkedHashSet<>(ALL);

  private KillBench(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    KillBench bench = new KillBench(Files.createTempDirectory("relay-kill"));
    if (!bench.understands(List.of(arguments))) {
      System.err.println(USAGE);
      System.exit(RelayCtl.USAGE);
    }
    System.exit(bench.run() ? 0 : 1);
  }

  private boolean understands(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      switch (arguments.get(i)) {
        case "--small" -> {
          small = true;
          together = KillWork.TOGETHER;
        }
        case "--together" -> {
          together = Integer.parseInt(value);
          i++;
        }
        case "--host-version" -> {
          version = value;
          i++;
        }
        case "--only" -> {
          parts.retainAll(List.of(value.split(",")));
          i++;
        }
        default -> {
          return false;
        }
      }
    }
    return !parts.isEmpty();
  }

  private boolean run() throws IOException, InterruptedException {
    KillTally all = new KillTally();
    List<KillWork> works =
        (small ? KillWork.SMALL : KillWork.ALL)
            .stream().filter(work -> parts.contains(work.name())).toList();
    System.err.printf(
        "SIGKILL before and after each request to a host (sub2api %s, simulated) and each commit;"
            + " one process for %s%n",
        version, together == 1 ? "each" : "up to " + together);
    Beside.each(together == 1 ? 1 : KillWork.BESIDE, works, this::kill)
        .forEach(result -> all.add(result.tally()));
    details.addAll(all.details());
    if (parts.contains(ANSWERS)) {
      loseAnswers(small ? 100 : 500);
    }
    if (parts.contains(STORE)) {
      failStatements();
    }
    if (parts.contains(WRITERS)) {
      startTwo(small ? 100 : 1_000);
    }
    details.stream().limit(MOST_SHOWN).forEach(detail -> out.println("\n" + detail));
    if (details.size() > MOST_SHOWN) {
      out.printf("%nand %d more%n", details.size() - MOST_SHOWN);
    }
    out.printf("kill: %s: %s%n", all, details.isEmpty() ? "all invariants hold" : "BROKEN");
    return details.isEmpty();
  }

  private KillWork.Result kill(KillWork work) {
    KillWork.Result result = work.run(folder, version, small, together);
    out.println(result);
    return result;
  }

  private void loseAnswers(int accounts) {
    LossyApply.Result result = LossyApply.run(version, folder.resolve("lossy"), accounts);
    out.printf(
        "lost answers: %d accounts made, changed and deleted, %d answers lost, %d requests refused:"
            + " %d duplicates, %d changes pending, runs ended %s%n",
        result.accounts(),
        result.lost(),
        result.refused(),
        result.duplicates(),
        result.pending(),
        result.states());
    if (!result.holds(accounts)) {
      details.add("lost answers: " + result);
    }
  }

  private void failStatements() {
    int failures = 0;
    int wrong = 0;
    for (StoreFaults.Kind kind : StoreFaults.Kind.values()) {
      boolean befell = true;
      for (int number = 1; befell; number += small ? 10 : 1) {
        FaultyStore.Result result =
            FaultyStore.run(folder.resolve(kind + "-" + number), kind, number);
        befell = result.befell();
        failures += befell ? 1 : 0;
        wrong += result.wrong().size();
        details.addAll(result.wrong());
      }
    }
    out.printf(
        "store faults: %d statements failed once (%s): %d times an invariant broke%n",
        failures,
        Arrays.stream(StoreFaults.Kind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .collect(Collectors.joining(", ")),
        wrong);
  }

  private void startTwo(int rounds) throws IOException, InterruptedException {
    TwoWriters.Result result = TwoWriters.run(folder.resolve("two"), rounds);
    out.printf(
        "two writers: %d starts at once: both let in %d times, neither %d times%n",
        result.rounds(), result.both(), result.none());
    if (result.both() + result.none() > 0) {
      details.add("two writers: " + result);
    }
  }
}

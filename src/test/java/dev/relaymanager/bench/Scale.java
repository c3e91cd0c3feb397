package dev.relaymanager.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Prints what applying and planning so many accounts takes, beside what the host itself takes. */
final class Scale implements AutoCloseable {
  private static final int COLD_RUNS = 3;

  /** As {@code bin/relayctl} starts Java for its daemon; the first rounds serve to warm it. */
  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED");

  /** What it adds for every other command. */
  private static final String COMMAND = "-XX:TieredStopAtLevel=1";

  /** The daemon's as well; the simulated host takes what it needs. */
  private static final String HEAP = "-Xmx512m";

  private final int accounts;
  private final Path root;
  private final List<String> faults;
  private final Path folder = Files.createTempDirectory("relay-scale-");
  private Watched host;
  private String url;
  private String vendorPort;

  private Scale(int accounts, Path root, List<String> faults) throws IOException {
    this.accounts = accounts;
    this.root = root;
    this.faults = faults;
  }

  /** How many accounts; then rules of faults for the simulated host, to slow it down. */
  public static void main(String[] arguments) throws Exception {
    List<String> all = List.of(arguments);
    try (Scale scale =
        new Scale(Integer.parseInt(all.getFirst()), Path.of(""), all.subList(1, all.size()))) {
      scale.run();
    }
  }

  private void run() throws Exception {
    System.out.printf(
        "%,d accounts in %d imports, %d processors%n",
        accounts, ScaleRepository.IMPORTS, Runtime.getRuntime().availableProcessors());
    applyFromEmpty("a daemon's first apply", List.of());
    stopHost();
    for (String made : List.of("relay.git", "author", "relay.identity", "state")) {
      delete(folder.resolve(made));
    }
    applyFromEmpty("relayctl apply", List.of(COMMAND));

    Measured read = best("read", "bare reading of the pages, cold");
    Watched.Took without = null;
    for (int run = 0; run < COLD_RUNS; run++) {
      delete(folder.resolve("state/cache"));
      without = faster(without, relayctl("plan", "--quiet"));
    }
    print("relayctl plan, no cache", without);
    requests();
    Watched.Took cold = relayctl("plan", "--quiet");
    Map<String, Long> counts = requests();
    show(counts);
    for (int run = 1; run < COLD_RUNS; run++) {
      cold = faster(cold, relayctl("plan", "--quiet"));
    }
    print("relayctl plan, cache filled", cold);
    Measured warm = work("warm", "warm rounds, all of them", List.of());
    System.out.printf(
        "  a round, median: reading the pages %,d ms, plan %,d ms, daemon's cycle %,d ms%n",
        warm.times().get("read"), warm.times().get("plan"), warm.times().get("cycle"));
    print("relayctl --version", best(List.of("--version")));
    print("relayctl validate, 10 files", validate());
    System.out.printf(
        "%,d accounts, no change: warm %,d ms (pages alone %,d), cold %,d ms (no cache %,d; pages"
            + " alone %,d, as a process %,d), CPU %,d ms, peak %,d MiB, %d requests %s%n",
        accounts,
        warm.times().get("plan"),
        warm.times().get("read"),
        cold.wall(),
        without.wall(),
        read.times().get("read"),
        read.took().wall(),
        cold.cpu(),
        Math.max(cold.peak(), without.peak()),
        counts.values().stream().mapToLong(Long::longValue).sum(),
        counts);
  }

  /** Compares with bare loops in a Java that was started alike. */
  private void applyFromEmpty(String title, List<String> flags) throws Exception {
    startHost();
    Map<String, Long> bare = work("bare", "the host alone: made, then tried", flags).times();
    stopHost();
    startHost();
    ScaleRepository.create(
        folder.resolve("relay.git"), folder.resolve("relay.identity"), url, accounts);
    requests();
    long applied = work("apply", title + " from empty", flags).times().get("apply");
    show(requests());
    long alone = bare.get("make") + bare.get("try");
    System.out.printf(
        "  accounts made and tried in %,d ms, by bare loops with as many requests at once in %,d ms:"
            + " %.2f times%n",
        applied, alone, (double) applied / Math.max(1, alone));
  }

  private record Measured(Watched.Took took, Map<String, Long> times) {}

  private Measured work(String part, String title, List<String> flags) throws Exception {
    List<String> command = new ArrayList<>(java());
    command.add(1, HEAP);
    command.addAll(1, flags);
    command.addAll(
        List.of(
            ScaleWork.class.getName(),
            part,
            folder.toString(),
            url,
            vendorPort,
            String.valueOf(accounts)));
    Watched.Took took = Watched.run(command, Map.of());
    print(title, took);
    Map<String, Long> times = new HashMap<>();
    for (String line : took.lines()) {
      String[] words = line.split(" ");
      times.put(words[0], Long.parseLong(words[1]));
      System.out.printf("  %-10s %,7d ms%n", words[0], Long.parseLong(words[1]));
    }
    return new Measured(took, times);
  }

  private Measured best(String part, String title) throws Exception {
    Measured best = work(part, title, List.of(COMMAND));
    for (int run = 1; run < COLD_RUNS; run++) {
      Measured other = work(part, title, List.of(COMMAND));
      best = other.took().wall() < best.took().wall() ? other : best;
    }
    return best;
  }

  private Watched.Took best(List<String> arguments) throws Exception {
    Watched.Took best = null;
    for (int run = 0; run < COLD_RUNS; run++) {
      best = faster(best, relayctl(arguments.toArray(String[]::new)));
    }
    return best;
  }

  private static Watched.Took faster(Watched.Took one, Watched.Took other) {
    return one == null || other.wall() < one.wall() ? other : one;
  }

  private Watched.Took relayctl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(root.resolve("bin/relayctl").toString()));
    command.addAll(List.of(arguments));
    return Watched.run(
        command,
        Map.of(
            "RELAY_REPO", folder.resolve("relay.git").toString(),
            "RELAY_STATE", folder.resolve("state").toString(),
            "RELAY_IDENTITY", folder.resolve("relay.identity").toString()));
  }

  /** A small repository, as a team begins with. */
  private Watched.Took validate() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    for (int number = 0; number < 10; number++) {
      Files.writeString(
          small.resolve("host-" + number + ".yaml"),
          """
          apiVersion: relay-manager/v1
          kind: Host
          metadata: {name: host-%1$d}
          spec:
            baseUrl: https://host-%1$d.example.com
            auth: {adminKey: {env: ADMIN_KEY_%1$d}}
            limits: {concurrency: 8, requestsPerSecond: 50}
          """
              .formatted(number));
    }
    return best(List.of("validate", "--repo", small.toString()));
  }

  private void startHost() throws IOException {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of(ScaleHost.class.getName(), folder.resolve("ca.pem").toString()));
    command.addAll(faults);
    host = Watched.start(command, Map.of());
    url = host.line();
    vendorPort = host.line();
  }

  private void stopHost() {
    System.out.printf("the simulated host: %,d ms CPU, %,d MiB%n", host.cpu(), host.peak());
    host.close();
  }

  private static List<String> java() {
    List<String> java =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    java.addAll(FLAGS);
    java.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return java;
  }

  /** The requests to the host since the last look, by route. */
  private Map<String, Long> requests() throws IOException {
    host.order("counts");
    Map<String, Long> counts = new TreeMap<>();
    for (String line = host.line(); !ScaleHost.isEnd(line); line = host.line()) {
      int blank = line.indexOf(' ');
      counts.put(line.substring(blank + 1), Long.valueOf(line.substring(0, blank)));
    }
    return counts;
  }

  private static void show(Map<String, Long> counts) {
    counts.forEach((route, count) -> System.out.printf("  %,7d %s%n", count, route));
  }

  private static void print(String title, Watched.Took took) {
    System.out.printf("%-45s %s%n", title, took);
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> tree = Files.walk(path)) {
        for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (host != null) {
      host.close();
    }
    delete(folder);
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.Palette;
import dev.relaymanager.report.StatusView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the vendors' keys by import: which account holds it, whether it works, and when that",
      "was last proven. Never shows a key. Without --check it asks nobody and needs no repository."
    },
    footer = {
      "",
      "Health: fine; busy (its limit is reached, or the vendor overloaded); empty (no balance);",
      "dead (refused); unproven (nothing could be told); untried.",
      "",
      "Examples:",
      "  relayctl keys",
      "  relayctl keys --import deepseek --health dead,empty --output json",
      "  relayctl keys --check --repo .          tries each at its vendor first: one call a key"
    })
final class KeysCommand implements Callable<Integer> {
  private static final String UNTRIED = "untried";

  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private ImportFilter filter = new ImportFilter();

  @Option(
      names = "--health",
      split = ",",
      paramLabel = "HEALTH",
      description = "Only keys of this health; several with commas.")
  private Set<String> health = Set.of();

  @Option(names = "--check", description = "Try them first, each with one call at its vendor.")
  private boolean check;

  @Override
  public Integer call() {
    Optional<Remote> remote = server.remote(output, repository.hostHttp());
    if (remote.isPresent()) {
      try (Remote service = remote.get()) {
        return remote(service);
      }
    }
    try (Engine engine = repository.engine(output.talk())) {
      if (check) {
        engine.tryKeys(
            engine.plan(engine.load(), false, PlanOptions.STANDARD),
            part -> filter.includes(part.host(), part.importName()));
      }
      List<Line> lines = new ArrayList<>();
      for (StatusView.ImportView one : engine.status().imports()) {
        if (filter.includes(one.host(), one.name())) {
          one.keys().forEach(key -> lines.add(new Line(one.host() + "/" + one.name(), key)));
        }
      }
      return show(lines);
    }
  }

  private int remote(Remote service) {
    if (check) {
      throw new InvalidInputException(
          Problem.of(
              "no-check",
              "a service tries keys by itself when their proof is old",
              "leave out --check, or --server; relayctl reconcile run --server … tries what is due"));
    }
    List<Line> lines = new ArrayList<>();
    for (JsonNode key : service.all("/api/keys")) {
      String host = key.path("host_id").stringValue("");
      String name = key.path("import").stringValue("");
      String shown = key.path("health").stringValue("");
      String proven = key.path("proven_at").stringValue(null);
      if (filter.includes(host, name)) {
        lines.add(
            new Line(
                host + "/" + name,
                new StatusView.KeyView(
                    key.path("id").stringValue(""),
                    key.path("account").stringValue(""),
                    key.path("mask").stringValue(""),
                    key.path("fingerprint").stringValue(""),
                    shown.equals(UNTRIED) ? "" : shown,
                    key.path("evidence").stringValue(""),
                    proven == null ? null : Instant.parse(proven))));
      }
    }
    return show(lines);
  }

  private int show(List<Line> lines) {
    lines.removeIf(line -> !health.isEmpty() && !health.contains(line.health()));
    if (output.json()) {
      output.print(json(lines));
    } else {
      output.print(text(lines, output.palette(), Instant.now()));
    }
    return 0;
  }

  /** A key of an import on a host. */
  private record Line(String where, StatusView.KeyView key) {
    String health() {
      return key.verdict().isEmpty() ? UNTRIED : key.verdict();
    }
  }

  private static ArrayNode json(List<Line> lines) {
    ArrayNode list = Json.array();
    for (Line line : lines) {
      StatusView.KeyView key = line.key();
      list.addObject()
          .put("import", line.where())
          .put("id", key.id())
          .put("account", key.account())
          .put("mask", key.mask())
          .put("fingerprint", key.fingerprint())
          .put("health", line.health())
          .put("evidence", key.detail())
          .put("proven_at", key.provenAt() == null ? null : key.provenAt().toString());
    }
    return list;
  }

  private static String text(List<Line> lines, Palette palette, Instant now) {
    if (lines.isEmpty()) {
      return "No keys.\n";
    }
    StringBuilder text = new StringBuilder();
    String where = "";
    for (Line line : lines) {
      StatusView.KeyView key = line.key();
      if (!line.where().equals(where)) {
        where = line.where();
        text.append(where).append('\n');
      }
      String held = key.account().isEmpty() ? "no account" : key.account();
      text.append(
          "  %-20s %-8s %-10s %s %-28s %s%n"
              .formatted(
                  key.id(),
                  key.mask(),
                  key.fingerprint(),
                  painted(line.health(), palette),
                  held,
                  key.provenAt() == null ? "" : ago(key.provenAt(), now)));
      if (!key.detail().isEmpty() && !line.health().equals("fine")) {
        text.append("    ").append(key.detail()).append('\n');
      }
    }
    return text.toString();
  }

  private static String painted(String health, Palette palette) {
    String padded = "%-8s".formatted(health);
    return switch (health) {
      case "fine" -> palette.green(padded);
      case "dead", "empty" -> palette.red(padded);
      default -> palette.yellow(padded);
    };
  }

  private static String ago(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.toDays() > 1) {
      return age.toDays() + " days ago";
    }
    if (age.toHours() > 1) {
      return age.toHours() + " hours ago";
    }
    return age.toMinutes() > 1 ? age.toMinutes() + " minutes ago" : "just now";
  }
}

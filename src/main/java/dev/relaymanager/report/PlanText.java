package dev.relaymanager.report;

import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.Value;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.Drift;
import dev.relaymanager.plan.FieldChange;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.plan.Obstacle;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan for people to read, with OpenTofu's symbols. Not safe for use by several threads. */
public final class PlanText {
  private final Palette palette;
  private final StringBuilder text = new StringBuilder();

  private PlanText(Palette palette) {
    this.palette = palette;
  }

  /** All of it: what was changed on the hosts, what would be done, what stands in the way. */
  public static String of(Plan plan, Palette palette) {
    PlanText text = new PlanText(palette);
    plan.imports().stream()
        .filter(part -> !part.isEmpty() || !part.notes().isEmpty())
        .forEach(part -> text.part(part, true));
    text.unread(plan);
    text.text.append(text.summary(plan)).append('\n');
    return text.text.toString();
  }

  /** The same, with what the guard would refuse of it. */
  public static String of(Plan plan, List<Refusal> refusals, Palette palette) {
    StringBuilder text = new StringBuilder(of(plan, palette));
    for (Refusal refusal : refusals) {
      text.append(palette.red("The guard would refuse this"))
          .append(
              " (rule %s): %s%s%n"
                  .formatted(
                      refusal.rule(),
                      refusal.message(),
                      refusal.allow().isEmpty()
                          ? "."
                          : "; to allow it: --allow " + refusal.allow()));
    }
    return text.toString();
  }

  /** Only what was changed on the hosts. */
  public static String driftOf(Plan plan, Palette palette) {
    PlanText text = new PlanText(palette);
    plan.imports().stream()
        .filter(part -> !part.drift().isEmpty())
        .forEach(part -> text.part(part, false));
    text.unread(plan);
    long drifted = plan.imports().stream().mapToLong(part -> part.drift().size()).sum();
    text.text.append(
        drifted == 0 && !plan.unread().isEmpty()
            ? "No drift found, but not every host could be read.\n"
            : drifted == 0
                ? "No drift: the hosts are as recorded.\n"
                : palette.bold("Drift: " + drifted + (drifted == 1 ? " resource" : " resources"))
                    + " changed on the hosts since we recorded them.\n");
    return text.text.toString();
  }

  /** {@code Plan: 3 to add, 1 to change, 0 to destroy.} */
  public static String totals(Plan plan) {
    Plan.Totals totals = plan.totals();
    String line =
        "Plan: %d to add, %d to change, %d to destroy"
            .formatted(totals.create(), totals.update(), totals.delete());
    if (totals.adopt() > 0) {
      line += ", " + totals.adopt() + " to adopt";
    }
    if (totals.forget() > 0) {
      line += ", " + totals.forget() + " to forget";
    }
    return line + ".";
  }

  private String summary(Plan plan) {
    if (plan.hasObstacles()) {
      long count = plan.imports().stream().mapToLong(part -> part.obstacles().size()).sum();
      return palette.red(
          totals(plan)
              + " "
              + count
              + (count == 1 ? " obstacle has" : " obstacles have")
              + " to be cleared first.");
    }
    if (plan.hasNoChanges() && !plan.unread().isEmpty()) {
      return palette.yellow("No changes planned, but not every host could be read.");
    }
    if (plan.hasNoChanges()) {
      if (plan.hasDrift()) {
        return palette.yellow("No changes planned; drift is reported and left as it is.");
      }
      boolean remarks = plan.imports().stream().anyMatch(part -> !part.notes().isEmpty());
      return remarks || !plan.unread().isEmpty()
          ? palette.yellow("No changes planned; see above.")
          : palette.green("No changes. The hosts are as the repository declares.");
    }
    return palette.bold(totals(plan));
  }

  private void part(ImportPlan part, boolean withChanges) {
    text.append(palette.bold(part.name())).append(describe(part.desired())).append('\n');
    part.drift().forEach(this::drift);
    if (withChanges) {
      part.changes().forEach(this::change);
      part.obstacles().forEach(this::obstacle);
      part.notes().forEach(note -> text.append("  # ").append(note).append('\n'));
    }
    text.append('\n');
  }

  private static String describe(@Nullable DesiredImport desired) {
    if (desired == null) {
      return "  (declared no more)";
    }
    return "  (%s, %s from %s %s)"
        .formatted(
            desired.mode().name().toLowerCase(Locale.ROOT),
            desired.providerId(),
            desired.packId(),
            desired.packVersion());
  }

  private void change(Change change) {
    switch (change) {
      case Change.Create create -> {
        head(palette.green("+"), create, create.after(), "");
        fields(create.after());
      }
      case Change.Adopt adopt -> {
        head(palette.yellow("~"), adopt, adopt.after(), " adopts #" + adopt.live().id());
        changes(adopt.fields());
      }
      case Change.Update update -> {
        head(palette.yellow("~"), update, update.after(), " #" + update.live().id());
        if (update.movedFrom() != null) {
          text.append("      was ").append(update.movedFrom().withinHost()).append('\n');
        }
        changes(update.fields());
      }
      case Change.Delete delete -> {
        String impact = delete.impact().toString();
        head(
            palette.red("-"),
            delete,
            delete.before(),
            " #"
                + delete.hostId()
                + (impact.isEmpty() ? "" : "  " + palette.red(impact))
                + (delete.undo() == Change.Undo.IRREVERSIBLE
                    ? palette.red("  (no way back)")
                    : ""));
      }
      case Change.Forget forget ->
          head(".", forget, forget.before(), " #" + forget.hostId() + "  only our record goes");
    }
  }

  private void head(String symbol, Change change, ResourceSpec spec, String more) {
    text.append(
        "  %s %-12s %s%s  %s%n"
            .formatted(
                symbol,
                change.key().type().label(),
                spec.name(),
                more,
                palette.dim("# " + change.why())));
  }

  private void fields(ResourceSpec spec) {
    int width = spec.fields().keySet().stream().mapToInt(String::length).max().orElse(1);
    for (Map.Entry<String, Value> field : spec.fields().entrySet()) {
      if (field.getKey().equals("name") || field.getKey().equals("user")) {
        continue;
      }
      if (field.getValue() instanceof Value.Entries entries && entries.entries().size() > 1) {
        text.append("      ").append(field.getKey()).append('\n');
        entries(entries);
        continue;
      }
      text.append("      ").append(pad(field.getKey(), width)).append("  ");
      text.append(field.getValue().show()).append('\n');
    }
  }

  private void changes(Map<String, FieldChange> fields) {
    int width = fields.keySet().stream().mapToInt(String::length).max().orElse(1);
    fields.forEach(
        (name, change) -> {
          if (FieldText.isByEntry(change)) {
            text.append("      ").append(name).append('\n');
            FieldText.entries(change, palette)
                .forEach(line -> text.append("          ").append(line).append('\n'));
          } else {
            text.append("      ").append(pad(name, width)).append("  ");
            text.append(FieldText.of(change)).append('\n');
          }
        });
  }

  private void drift(Drift drift) {
    String follows = drift.corrected() ? "will be put right" : "left as it is";
    switch (drift) {
      case Drift.Gone gone ->
          text.append(
              "  %s %-12s %s #%d  %s  %s%n"
                  .formatted(
                      palette.red("!"),
                      gone.key().type().label(),
                      gone.name(),
                      gone.hostId(),
                      palette.red("is gone from the host"),
                      palette.dim("# " + follows)));
      case Drift.Changed changed -> {
        text.append(
            "  %s %-12s %s #%d  %s  %s%n"
                .formatted(
                    palette.yellow("!"),
                    changed.key().type().label(),
                    changed.name(),
                    changed.hostId(),
                    palette.yellow("was changed on the host"),
                    palette.dim("# " + follows)));
        changes(changed.fields());
      }
    }
  }

  private void obstacle(Obstacle obstacle) {
    text.append("  ").append(palette.red("x")).append(' ');
    if (obstacle.place() != null) {
      text.append(obstacle.place()).append(": ");
    }
    text.append(obstacle.message()).append('\n');
    text.append("      ").append(obstacle.fix()).append('\n');
  }

  private void unread(Plan plan) {
    plan.unread()
        .forEach(
            (host, reason) ->
                text.append(palette.red("x"))
                    .append(" host ")
                    .append(host)
                    .append(" could not be read, nothing is planned for it: ")
                    .append(reason)
                    .append("\n\n"));
  }

  private void entries(Value.Entries entries) {
    int width = entries.entries().keySet().stream().mapToInt(String::length).max().orElse(1);
    entries
        .entries()
        .forEach(
            (name, entry) ->
                text.append("          ")
                    .append(pad(name, width))
                    .append("  ")
                    .append(entry.show())
                    .append('\n'));
  }

  private static String pad(String name, int width) {
    return name + " ".repeat(Math.max(0, width - name.length()));
  }
}

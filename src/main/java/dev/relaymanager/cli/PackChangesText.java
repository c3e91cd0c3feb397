package dev.relaymanager.cli;

import dev.relaymanager.pack.PackChange;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.Palette;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/** In what two packs differ, with the signs of a plan. */
final class PackChangesText {
  private PackChangesText() {}

  static String text(List<PackChange> changes, Palette palette) {
    StringBuilder text = new StringBuilder();
    String provider = "";
    for (PackChange change : changes) {
      if (change.field().isEmpty()) {
        text.append("  ")
            .append(change.before() == null ? palette.green("+ ") : palette.red("- "))
            .append(change.provider())
            .append("  (")
            .append(change.before() == null ? change.after() : change.before())
            .append(")\n");
        continue;
      }
      if (!change.provider().equals(provider)) {
        provider = change.provider();
        text.append("  ").append(palette.yellow("~ ")).append(provider).append('\n');
      }
      String indent = provider.isEmpty() ? "  " : "      ";
      text.append(indent).append(line(change, palette)).append('\n');
    }
    return text.toString();
  }

  private static String line(PackChange change, Palette palette) {
    if (change.before() == null) {
      return palette.green("+ ") + change.field() + "  " + change.after();
    }
    if (change.after() == null) {
      return palette.red("- ") + change.field() + "  " + change.before();
    }
    return palette.yellow("~ ") + change.field() + "  " + change.before() + " → " + change.after();
  }

  static ArrayNode json(List<PackChange> changes) {
    ArrayNode list = Json.array();
    for (PackChange change : changes) {
      list.addObject()
          .put("provider_id", change.provider())
          .put("field", change.field())
          .put("before", change.before())
          .put("after", change.after());
    }
    return list;
  }
}

package dev.relaymanager.cli;

import tools.jackson.databind.JsonNode;

/** What an import or a change of access would do, for people. */
final class PreviewText {
  private PreviewText() {}

  /** Prints it, and tells what to exit with. */
  static int print(OutputOptions output, JsonNode preview) {
    JsonNode plan = preview.path("plan");
    boolean blocked = !plan.path("obstacles").isEmpty() || !preview.path("refusals").isEmpty();
    if (output.json()) {
      output.print(preview);
      return blocked ? 1 : 0;
    }
    output.print(
        "%s/%s%n"
            .formatted(
                preview.path("host_id").stringValue(""), preview.path("import").stringValue("")));
    if (preview.has("keys")) {
      output.print(
          "keys: %d given, %d distinct%n"
              .formatted(
                  preview.at("/keys/given").intValue(), preview.at("/keys/distinct").intValue()));
    }
    for (JsonNode change : plan.path("resource_changes")) {
      output.print(
          "  %-7s %s%n"
              .formatted(
                  change.at("/change/actions/0").stringValue(""),
                  change.path("address").stringValue("")));
    }
    for (JsonNode obstacle : plan.path("obstacles")) {
      output.print(
          "  ! %s: %s (%s)%n"
              .formatted(
                  obstacle.path("address").stringValue(""),
                  obstacle.path("message").stringValue(""),
                  obstacle.path("fix").stringValue("")));
    }
    preview
        .path("refusals")
        .forEach(
            refusal ->
                output.print("The guard would refuse this: " + refusal.stringValue("") + "\n"));
    output.print(
        "Plan: %d to add, %d to change, %d to destroy.%n"
            .formatted(
                plan.at("/summary/add").intValue(),
                plan.at("/summary/change").intValue(),
                plan.at("/summary/destroy").intValue()));
    return blocked ? 1 : 0;
  }
}

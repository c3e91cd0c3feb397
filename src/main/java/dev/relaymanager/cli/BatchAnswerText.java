package dev.relaymanager.cli;

import tools.jackson.databind.JsonNode;

/** What a batch over the API has come to, for people. */
final class BatchAnswerText {
  private BatchAnswerText() {}

  /** Prints it, and tells what to exit with. */
  static int print(OutputOptions output, JsonNode answer) {
    String status = text(answer, "status");
    if (output.json()) {
      output.print(answer);
    } else {
      output.print(
          "batch %s %s%n".formatted(text(answer, "batch_id"), output.palette().bold(status)));
      if (answer.has("provider_status")) {
        output.print(
            "provider %s, access %s%n"
                .formatted(text(answer, "provider_status"), text(answer, "access_closure_status")));
      }
      text(answer, "detail").lines().forEach(line -> output.print("  " + line + "\n"));
    }
    return switch (status) {
      case "succeeded", "pending", "previewed", "running" -> 0;
      case "partially_succeeded" -> 5;
      default -> 1;
    };
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).stringValue("");
  }
}

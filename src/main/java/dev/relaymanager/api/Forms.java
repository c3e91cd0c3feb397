package dev.relaymanager.api;

import dev.relaymanager.report.Json;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers that a command prints too: as JSON, or as the text that a person would read; what
 * relayctl would exit with goes along.
 */
public final class Forms {
  static final String TEXT = "text/plain";

  /** The JSON that a command prints where the API itself answers with another one. */
  public static final String COMMAND = "application/vnd.relayctl+json";

  static final String EXIT_CODE = "Relay-Exit-Code";

  private Forms() {}

  static boolean wants(Call call, String type) {
    String accepted = call.header("Accept").orElse("").toLowerCase(Locale.ROOT);
    return List.of(accepted.split("[,;]")).stream().anyMatch(one -> one.strip().equals(type));
  }

  /** As the caller wants it. */
  static Answer.Whole of(
      Call call, Supplier<ObjectNode> json, Supplier<String> text, int exitCode) {
    return of(call, Answer.JSON, json, text, exitCode);
  }

  /** The same of what the API answers otherwise unless it is asked for. */
  static Answer.Whole ofCommand(
      Call call, Supplier<ObjectNode> json, Supplier<String> text, int exitCode) {
    return of(call, COMMAND, json, text, exitCode);
  }

  private static Answer.Whole of(
      Call call, String type, Supplier<ObjectNode> json, Supplier<String> text, int exitCode) {
    Answer.Whole answer =
        wants(call, TEXT)
            ? Answer.text(TEXT + ";charset=utf-8", text.get())
            : Answer.text(type, Json.text(json.get()));
    return answer.with(EXIT_CODE, String.valueOf(exitCode));
  }
}

package dev.relaymanager.sim;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The shapes around the host's answers (contract.md 1.1, 2.1, 6.1 and 6.2). */
final class Envelope {
  private Envelope() {}

  static Reply ok(JsonNode data) {
    return Reply.json(200, success(data));
  }

  static Reply created(JsonNode data) {
    return Reply.json(201, success(data));
  }

  static Reply message(String text) {
    return ok(Json.object().put("message", text));
  }

  private static ObjectNode success(JsonNode data) {
    ObjectNode body = Json.object().put("code", 0).put("message", "success");
    body.set("data", data);
    return body;
  }

  /** A handler's refusal; reason and metadata stay out where there are none. */
  static Reply refused(
      int status, String message, @Nullable String reason, @Nullable Map<String, String> metadata) {
    ObjectNode body = Json.object().put("code", status).put("message", message);
    if (reason != null) {
      body.put("reason", reason);
    }
    if (metadata != null) {
      ObjectNode entries = body.putObject("metadata");
      metadata.forEach(entries::put);
    }
    return Reply.json(status, body);
  }

  /** What stands before the handlers refuses with a code in letters. */
  static Reply barred(int status, String code, String message) {
    return Reply.json(status, Json.object().put("code", code).put("message", message));
  }

  /** The gateway's refusal, in the form that clients of chat completions read. */
  static Reply gatewayError(int status, String type, String message) {
    ObjectNode body = Json.object();
    body.putObject("error").put("message", message).put("type", type);
    return Reply.json(status, body);
  }
}

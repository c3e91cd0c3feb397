package dev.relaymanager.sim;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the fake vendor answers: an OpenAI-compatible one that has chat completions and a list of
 * models, and no Responses. The key's first letters say what it is worth.
 *
 * <ul>
 *   <li>{@code sk-bad…} or no key: 401; {@code sk-poor…}: 402; {@code sk-deny…}: 403; {@code
 *       sk-limit…}: 429 with {@code Retry-After: 2}; {@code sk-down…}: 500
 *   <li>{@code sk-slow…}: works, late; any other key works
 * </ul>
 *
 * <p>Thread-safe.
 */
final class VendorRules {
  private static final List<String> LISTED = List.of("deepseek-chat", "deepseek-reasoner");
  private static final List<String> SPOKEN =
      List.of("deepseek-chat", "deepseek-reasoner", "moonshot-v1-8k", "qwen-plus", "glm-4");

  /** A path such as {@code /v4/v1/…}: hosts build it for vendors whose base ends in a version. */
  private static final Pattern TWO_VERSIONS = Pattern.compile(".*/v\\d+/v\\d+/.*");

  private final Set<String> listed = new LinkedHashSet<>(LISTED);
  private final Set<String> spoken = new LinkedHashSet<>(SPOKEN);
  private final Duration slow;

  VendorRules(Set<String> moreModels, Duration slow) {
    listed.addAll(moreModels);
    spoken.addAll(moreModels);
    this.slow = slow;
  }

  Reply answer(String path, String key, byte[] body) {
    if (key.isEmpty() || key.startsWith("sk-bad")) {
      return error(401, "this key is not known", "authentication_error", "invalid_request_error");
    }
    if (key.startsWith("sk-limit")) {
      return error(429, "too many calls", "rate_limit", "rate_limit").with("Retry-After", "2");
    }
    if (key.startsWith("sk-poor")) {
      return error(402, "no balance left", "unknown_error", "invalid_request_error");
    }
    if (key.startsWith("sk-deny")) {
      return error(403, "not allowed from here", "permission_error", "forbidden");
    }
    if (key.startsWith("sk-down")) {
      return error(500, "out of order", "server_error", "server_error");
    }
    if (key.startsWith("sk-slow")) {
      Waits.sleep(slow);
    }
    if (!TWO_VERSIONS.matcher(path).matches()) {
      if (path.endsWith("/models")) {
        return Reply.text(200, "application/json", models().toString());
      }
      if (path.endsWith("/chat/completions")) {
        return chat(key, body);
      }
    }
    ObjectNode missing = Json.object();
    missing.putObject("error").put("message", "no such path");
    return Reply.text(404, "application/json", missing.toString());
  }

  static String modelIn(byte[] body) {
    return parsed(body).path("model").asString("");
  }

  private ObjectNode models() {
    ObjectNode list = Json.object().put("object", "list");
    ArrayNode data = list.putArray("data");
    for (String model : listed) {
      data.addObject().put("id", model).put("object", "model").put("owned_by", "deepseek");
    }
    return list;
  }

  private Reply chat(String key, byte[] body) {
    JsonNode asked = parsed(body);
    String model = asked.path("model").asString("");
    if (!spoken.contains(model)) {
      return error(400, "no such model", "invalid_request_error", "invalid_request_error");
    }
    String tail = key.substring(Math.max(0, key.length() - 4));
    if (asked.path("stream").asBoolean(false)) {
      ObjectNode first = message("chat.completion.chunk", model);
      choice(first, "delta", "pong ", true).putNull("finish_reason");
      ObjectNode last = message("chat.completion.chunk", model);
      choice(last, "delta", "via " + tail, false).put("finish_reason", "stop");
      last.set("usage", usage());
      String events = "data: " + first + "\n\ndata: " + last + "\n\ndata: [DONE]\n\n";
      return Reply.text(200, "text/event-stream", events);
    }
    ObjectNode whole = message("chat.completion", model);
    choice(whole, "message", "pong via " + tail, true).put("finish_reason", "stop");
    whole.set("usage", usage());
    return Reply.text(200, "application/json", whole.toString());
  }

  private static ObjectNode message(String object, String model) {
    return Json.object()
        .put("id", "c1")
        .put("object", object)
        .put("created", 1)
        .put("model", model);
  }

  private static ObjectNode choice(
      ObjectNode message, String part, String content, boolean begins) {
    ObjectNode choice = message.putArray("choices").addObject().put("index", 0);
    ObjectNode said = choice.putObject(part);
    if (begins) {
      said.put("role", "assistant");
    }
    said.put("content", content);
    return choice;
  }

  private static ObjectNode usage() {
    return Json.object().put("prompt_tokens", 5).put("completion_tokens", 2).put("total_tokens", 7);
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return body.length == 0 ? Json.object() : Json.MAPPER.readTree(body);
    } catch (JacksonException malformed) {
      return Json.object();
    }
  }

  private static Reply error(int status, String message, String type, String code) {
    ObjectNode body = Json.object();
    body.putObject("error")
        .put("message", message)
        .put("type", type)
        .putNull("param")
        .put("code", code);
    return new Reply.OfText(status, "application/json", body.toString(), Map.of());
  }
}

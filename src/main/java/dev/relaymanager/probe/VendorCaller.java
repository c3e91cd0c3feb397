package dev.relaymanager.probe;

import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpRequest;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.seal.Secret;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks a vendor directly, with an upstream key, for the smallest chat completion. */
final class VendorCaller {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int LONGEST_WORD = 200;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final HttpCaller http;

  VendorCaller(HttpCaller http) {
    this.http = http;
  }

  /**
   * Asks.
   *
   * @param model as the vendor names it
   */
  VendorAnswer ask(String baseUrl, String model, Secret key) {
    ObjectNode body = JSON.createObjectNode();
    body.put("model", model);
    body.put("max_tokens", 1);
    body.putArray("messages").addObject().put("role", "user").put("content", "ping");
    HttpRequest request =
        HttpRequest.of("POST", VendorEndpoint.chat(baseUrl), DEADLINE)
            .withSecret("Authorization", "Bearer ", key)
            .withJson(body.toString());
    return switch (http.call(request)) {
      case HttpResult.NotSent notSent -> new VendorAnswer.NotHeard(notSent.detail());
      case HttpResult.Lost lost -> new VendorAnswer.NotHeard(lost.detail());
      case HttpResult.Answered answered -> read(answered, key);
    };
  }

  private static VendorAnswer read(HttpResult.Answered answered, Secret key) {
    JsonNode body = json(answered);
    if (answered.status() / 100 != 2) {
      return new VendorAnswer.Refused(answered.status(), fit(codeIn(body), key));
    }
    if (!body.path("choices").isArray() || body.path("choices").isEmpty()) {
      return new VendorAnswer.NotHeard(
          "status " + answered.status() + " without a completion in the body");
    }
    return new VendorAnswer.Answered(fit(body.path("model").asString(""), key));
  }

  /** The body; a missing node where it is no JSON. */
  static JsonNode json(HttpResult.Answered answered) {
    try {
      return JSON.readTree(answered.body().bytes());
    } catch (JacksonException notJson) {
      return JSON.missingNode();
    }
  }

  /** A word of the vendor's, fit to be shown and kept: short, one line, and without our key. */
  static String fit(String word, Secret key) {
    String hidden = key.reveal(characters -> word.replace(characters, "(secret)"));
    String line = CONTROL.matcher(hidden).replaceAll(" ").strip();
    return line.length() <= LONGEST_WORD ? line : line.substring(0, LONGEST_WORD) + "…";
  }

  /**
   * The error code: vendors write it as OpenAI does, or leave it null and say the type alone, or
   * write it beside the message with no {@code error} around both. Empty when there is none.
   */
  static String codeIn(JsonNode body) {
    JsonNode error = body.path("error");
    return Stream.of(error.path("code"), error.path("type"), body.path("code"))
        .filter(node -> node.isString() || node.isNumber())
        .map(JsonNode::asString)
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse("");
  }
}

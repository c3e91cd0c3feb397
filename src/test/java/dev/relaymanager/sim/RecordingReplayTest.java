package dev.relaymanager.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replays every step that was recorded on the running hosts. Beside the replay tool's rules it
 * compares content types and the recorded headers. Without the recordings next to the checkout it
 * is skipped; {@link SimulatedHostTest} holds facts of its own.
 */
class RecordingReplayTest {
  private static final Path RECORDINGS = Path.of("..", "shared", "host", "recordings");
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)\\}");

  private final Map<String, JsonNode> captured = new HashMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void answersEveryRecordedStepAsTheRealHostDid(String version) throws IOException {
    Path folder = RECORDINGS.resolve(version);
    assumeTrue(
        Files.isDirectory(folder),
        () -> "the recordings are not at " + folder.toAbsolutePath().normalize());
    List<String> faults = new ArrayList<>();
    int steps = 0;
    try (SimulatedHost host = SimulatedHost.start(SimulatedHostOptions.of(version));
        Caller caller = new Caller(host)) {
      for (Path file : scenarios(folder)) {
        JsonNode scenario = Json.MAPPER.readTree(file);
        for (JsonNode step : scenario.path("steps")) {
          steps++;
          for (String fault : replay(host, caller, step)) {
            faults.add(
                scenario.path("scenario").asString()
                    + " / "
                    + step.path("name").asString()
                    + ": "
                    + fault);
          }
        }
      }
    }
    assertEquals("", String.join("\n", faults));
    assertEquals(215, steps);
  }

  private static List<Path> scenarios(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private List<String> replay(SimulatedHost host, Caller caller, JsonNode step) throws IOException {
    JsonNode request = step.path("request");
    JsonNode recorded = step.path("response");
    host.awaitProbes();
    JsonNode body = request.path("body");
    Caller.Answer answer =
        caller.call(
            request.path("method").asString(),
            filled(request.path("path").asString()),
            body.isMissingNode() ? "" : filled(body).toString(),
            headers(host, step));
    capture(step, answer);
    if (answer.status() != recorded.path("status").asInt()) {
      return List.of("status " + answer.status() + " " + answer.text());
    }
    List<String> faults = new ArrayList<>();
    if (!answer.contentType().equals(recorded.path("content_type").asString())) {
      faults.add("content type " + answer.contentType());
    }
    recorded
        .path("headers")
        .properties()
        .forEach(
            header -> {
              if (!answer.header(header.getKey()).equals(header.getValue().asString())) {
                faults.add("header " + header);
              }
            });
    faults.addAll(
        recorded.has("body")
            ? RecordedComparison.ofJson(recorded.path("body"), answer.json())
            : RecordedComparison.ofText(recorded.path("text").asString(), answer.text()));
    return faults;
  }

  private Map<String, String> headers(SimulatedHost host, JsonNode step) {
    Map<String, String> headers = new LinkedHashMap<>();
    step.path("request")
        .path("headers")
        .properties()
        .forEach(entry -> headers.put(entry.getKey(), entry.getValue().asString()));
    switch (step.path("as").asString()) {
      case "admin-key" -> headers.put("x-api-key", host.adminKey());
      case "bad-key" -> headers.put("x-api-key", "admin-not-a-key");
      case "admin-jwt" -> headers.put("Authorization", "Bearer " + value("admin_jwt"));
      case "user-jwt" -> headers.put("Authorization", "Bearer " + value("user_jwt"));
      case "user-key" -> headers.put("Authorization", "Bearer " + value("user_key"));
      case "nobody" -> {}
      default -> throw new IllegalStateException("nobody knows " + step.path("as"));
    }
    return headers;
  }

  private void capture(JsonNode step, Caller.Answer answer) {
    for (Map.Entry<String, JsonNode> wanted : step.path("capture").properties()) {
      JsonNode found = answer.json();
      for (String part : wanted.getValue().asString().split("\\.")) {
        found = found.isArray() ? found.path(Integer.parseInt(part)) : found.path(part);
      }
      captured.put(wanted.getKey(), found);
    }
  }

  /** A value that is nothing but a variable becomes what was captured, of its own type. */
  private JsonNode filled(JsonNode value) {
    if (value.isString()) {
      Matcher whole = VARIABLE.matcher(value.stringValue());
      return whole.matches() && captured.containsKey(whole.group(1))
          ? captured.get(whole.group(1))
          : Json.NODES.stringNode(filled(value.stringValue()));
    }
    if (value.isArray()) {
      return Json.array().addAll(value.values().stream().map(this::filled).toList());
    }
    if (value.isObject()) {
      ObjectNode filled = Json.object();
      value.properties().forEach(entry -> filled.set(entry.getKey(), filled(entry.getValue())));
      return filled;
    }
    return value;
  }

  private String filled(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found ->
                captured.containsKey(found.group(1))
                    ? Matcher.quoteReplacement(value(found.group(1)))
                    : Matcher.quoteReplacement(found.group()));
  }

  private String value(String name) {
    return captured.get(name).asString();
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.api.ApiClient;
import dev.relaymanager.model.RelayException;
import dev.relaymanager.report.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A service, and how what it answers is shown: as if the work had been done here. */
final class Remote implements AutoCloseable {
  private static final String EXIT_CODE = "relay-exit-code";
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";

  /** The longest that a service waits by itself. */
  private static final String PATIENCE = "wait=300";

  private final ApiClient client;
  private final OutputOptions output;

  Remote(ApiClient client, OutputOptions output) {
    this.client = client;
    this.output = output;
  }

  /** What a service refuses, told in its words. */
  private static final class RefusedException extends RelayException {
    private static final long serialVersionUID = 1;

    RefusedException(int exitCode, String message) {
      super(exitCode, message);
    }
  }

  /** Reads something, as a document or a text for people. */
  ApiClient.Reply get(String path) {
    return fine(client.get(path, output.json() ? JSON : TEXT));
  }

  /** Reads something as a document, however it will be shown. */
  JsonNode json(String path) {
    return fine(client.get(path, JSON)).json();
  }

  /** All elements of a list, page by page. */
  List<JsonNode> all(String path) {
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = json(path + (path.contains("?") ? "&" : "?") + "limit=1000" + cursor);
      page.path("items").forEach(all::add);
      String next = page.path("next_cursor").stringValue("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return all;
  }

  /** Changes something; what goes on in the service when this returns is said. */
  JsonNode post(String path, JsonNode body) {
    return done(client.post(path, body, PATIENCE)).json();
  }

  /** Changes something, and gets what the same command would print here. */
  ApiClient.Reply postForCommand(String path, JsonNode body, String commandJson) {
    return done(client.post(path, body, PATIENCE, output.json() ? commandJson : TEXT));
  }

  private ApiClient.Reply done(ApiClient.Reply reply) {
    if (reply.status() == 202) {
      output
          .talk()
          .warning(
              "the service goes on with it: relayctl provider batches --server … tells how far it"
                  + " is");
    }
    return fine(reply);
  }

  /** Prints an answer as it is; returns what the service says that relayctl exits with. */
  int print(ApiClient.Reply reply) {
    output.print(reply.text());
    return exitCode(reply);
  }

  static int exitCode(ApiClient.Reply reply) {
    return Integer.parseInt(reply.headers().getOrDefault(EXIT_CODE, "0"));
  }

  private static ApiClient.Reply fine(ApiClient.Reply reply) {
    if (reply.isFine()) {
      return reply;
    }
    JsonNode problem = reply.json();
    StringBuilder told = new StringBuilder();
    for (JsonNode error : problem.path("errors")) {
      if (!told.isEmpty()) {
        told.append('\n');
      }
      String place = error.path("place").stringValue("");
      String path = error.path("path").stringValue("");
      told.append(place.isEmpty() ? "" : place + ": ")
          .append(path.isEmpty() ? "" : path + ": ")
          .append(error.path("message").stringValue(""))
          .append(" (")
          .append(error.path("fix").stringValue(""))
          .append(')');
    }
    if (told.isEmpty()) {
      told.append(problem.path("detail").stringValue("the service answered " + reply.status()));
    }
    throw new RefusedException(exitCodeOf(problem.path("type").stringValue("")), told.toString());
  }

  private static int exitCodeOf(String type) {
    if (type.endsWith(":guard-refused")) {
      return 3;
    }
    return type.endsWith(":lock-held") ? 4 : 1;
  }

  /** Prints a document. */
  void print(JsonNode document) {
    output.print(Json.text(document));
  }

  @Override
  public void close() {
    client.close();
  }
}

package dev.relaymanager.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a call is answered with. */
sealed interface Answer {
  String JSON = "application/json";
  String PROBLEM = "application/problem+json";

  int status();

  Map<String, String> headers();

  /**
   * A whole answer.
   *
   * @param batchId the batch that the call was carried out by; null when there is none
   * @param outcome state of that batch or code of a problem, for the audit log; may be empty
   */
  record Whole(
      int status,
      Map<String, String> headers,
      String type,
      String body,
      @Nullable String batchId,
      String outcome)
      implements Answer {
    public Whole {
      headers = Map.copyOf(headers);
    }

    Whole of(@Nullable String carriedOutBy, String how) {
      return new Whole(status, headers, type, body, carriedOutBy, how);
    }

    Whole with(String name, String value) {
      Map<String, String> more = new HashMap<>(headers);
      more.put(name, value);
      return new Whole(status, more, type, body, batchId, outcome);
    }
  }

  /** One that goes on until the caller leaves or the service ends. */
  record Stream(String type, Source source) implements Answer {
    @Override
    public int status() {
      return 200;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of("Cache-Control", "no-store");
    }
  }

  /** Writes a stream. */
  interface Source {
    void writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  static Whole json(int status, ObjectNode body) {
    return new Whole(status, Map.of(), JSON, body.toString(), null, "");
  }

  static Whole ok(ObjectNode body) {
    return json(200, body);
  }

  static Whole text(String type, String text) {
    return new Whole(200, Map.of(), type, text, null, "");
  }

  static Whole nothing() {
    return new Whole(204, Map.of(), "", "", null, "");
  }
}

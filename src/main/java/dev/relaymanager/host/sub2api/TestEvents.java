package dev.relaymanager.host.sub2api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The lines of an account test, {@code data: {json}} each, whatever content type they come under.
 * Used by one thread at a time.
 */
final class TestEvents {
  private static final String DATA = "data:";

  private boolean started;
  private boolean complete;
  private @Nullable String error;
  private String difference = "expected events such as data: {\"type\":\"test_start\"}, found none";

  /**
   * Takes a line.
   *
   * @return false when the verdict is there
   */
  boolean line(String line) {
    if (!line.startsWith(DATA)) {
      return true;
    }
    JsonNode event;
    try {
      event = Json.parse(line.substring(DATA.length()));
    } catch (JacksonException noJson) {
      return true;
    }
    if (!event.path("type").isString()) {
      return true;
    }
    difference = "";
    switch (event.path("type").stringValue()) {
      case "test_start" -> started = true;
      case "test_complete" -> {
        if (!event.path("success").isBoolean()) {
          difference = "success of test_complete: expected true or false, found neither";
          return false;
        }
        complete = event.path("success").booleanValue();
        error = complete ? null : "the host's test did not succeed";
      }
      case "error" -> error = HostWords.clean(event.path("error").asString(""), List.of());
      default -> {
        // content, status, images: said on the way
      }
    }
    return !complete && error == null;
  }

  /** The verdict did not come in time; unless the test had not even begun, that is one. */
  void tooLate(String how) {
    if (!complete && error == null) {
      error = how;
    }
  }

  /** What came in place of the events that are known; empty when it were those. */
  String difference() {
    return difference;
  }

  /** Whether the host began to ask the upstream. */
  boolean started() {
    return started;
  }

  /** Why it failed; empty when it passed. An answer that just ends has failed. */
  Optional<String> failure() {
    if (complete) {
      return Optional.empty();
    }
    return Optional.of(
        error == null || error.isEmpty() ? "the host's test ended without a verdict" : error);
  }
}

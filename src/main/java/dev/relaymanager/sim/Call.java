package dev.relaymanager.sim;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request as the handlers see it.
 *
 * @param headers by lower-case name
 * @param parts what stood in the place of the template's {@code :names}
 * @param caller the user who calls, or whom the admin key acts as; null where nobody needs to be
 * @param pause runs in the midst of work that is under an idempotency key; faults hook in here
 */
record Call(
    String method,
    String path,
    String template,
    Map<String, String> query,
    Map<String, String> headers,
    String body,
    String remote,
    Map<String, String> parts,
    @Nullable UserRow caller,
    @Nullable KeyRow key,
    Runnable pause) {

  Call by(@Nullable UserRow who, @Nullable KeyRow userKey) {
    return new Call(
        method, path, template, query, headers, body, remote, parts, who, userKey, pause);
  }

  UserRow user() {
    if (caller == null) {
      throw new IllegalStateException("route " + template + " has no caller");
    }
    return caller;
  }

  KeyRow userKey() {
    if (key == null) {
      throw new IllegalStateException("route " + template + " has no user key");
    }
    return key;
  }

  String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  String query(String name) {
    return query.getOrDefault(name, "");
  }

  /** The id in the path; what is no number is 400, as the recordings show for groups. */
  long id() {
    return id(Refusal.badRequest("the id in the path is no number"));
  }

  long id(Refusal otherwise) {
    try {
      return Long.parseLong(parts.getOrDefault("id", ""));
    } catch (NumberFormatException notAnId) {
      throw otherwise;
    }
  }

  Body json() {
    return json(null);
  }

  /** The body as an object; refusals carry {@code reason} where the handler gives one. */
  Body json(@Nullable Reason reason) {
    try {
      JsonNode node = Json.MAPPER.readTree(body);
      if (node instanceof ObjectNode object) {
        return new Body(object, reason);
      }
    } catch (JacksonException malformed) {
      throw Body.refuse(reason, "the body is not JSON");
    }
    throw Body.refuse(reason, "the body is not a JSON object");
  }

  /** The body where the host shrugs at anything it cannot read. */
  Body jsonOrNothing() {
    try {
      if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
        return new Body(object, null);
      }
    } catch (JacksonException malformed) {
      return new Body(Json.object(), null);
    }
    return new Body(Json.object(), null);
  }
}

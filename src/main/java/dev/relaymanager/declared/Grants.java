package dev.relaymanager.declared;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Grants as they are declared over the API: one document a user, so that each user's term changes
 * by itself. A grant is {@code user}, one of {@code days} and {@code until}, and {@code probe}.
 */
public final class Grants {
  private static final int DIGITS = 4;

  private Grants() {}

  /** Name of the document that gives a user an import: the same whatever is granted. */
  public static String name(String importName, String user) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8));
      return importName + ".u-" + HexFormat.of().formatHex(hash, 0, DIGITS);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this Java lacks SHA-256", missing);
    }
  }

  static String user(JsonNode grant) {
    return grant.path("user").stringValue();
  }

  /** A grant that takes the place of an earlier one; a key that proves access stays with it. */
  static ObjectNode followedBy(ObjectNode earlier, ObjectNode later) {
    if (later.has("probe") || !earlier.has("probe")) {
      return later;
    }
    ObjectNode merged = later.deepCopy();
    merged.set("probe", earlier.get("probe"));
    return merged;
  }

  static ObjectNode spec(String importName, ObjectNode grant) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    spec.put("import", importName);
    spec.putArray("users").add(user(grant));
    for (String field : new String[] {"days", "until", "probe"}) {
      if (grant.has(field)) {
        spec.set(field, grant.get(field));
      }
    }
    return spec;
  }
}

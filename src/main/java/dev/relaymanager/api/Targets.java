package dev.relaymanager.api;

import dev.relaymanager.declared.ApiDocuments;
import dev.relaymanager.declared.Grants;
import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Sealer;
import dev.relaymanager.seal.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The users that a call gives access to, or takes it from. */
final class Targets {
  private final Call call;
  private final Engine engine;
  private final HostDocument host;

  Targets(Call call, Engine engine, HostDocument host) {
    this.call = call;
    this.engine = engine;
    this.host = host;
  }

  /**
   * Adds them to what is to be declared.
   *
   * @param withTerm whether access is for a time, because the group bills subscriptions
   * @param files gets sealed keys
   */
  void addTo(ObjectNode body, String importName, boolean withTerm, Map<String, byte[]> files) {
    ArrayNode grants = body.putArray("grants");
    Set<String> seen = new HashSet<>();
    int index = 0;
    for (JsonNode target : call.json().path("subscription_targets")) {
      String path = "/subscription_targets/" + index++;
      String user = user(target.path("user_id"));
      if (!seen.add(user)) {
        throw ApiException.at(
            422, "duplicate-user", path, "this user stands here a second time", "keep one of them");
      }
      ObjectNode grant = grants.addObject().put("user", user);
      term(target, path, withTerm, grant);
      if (target.has("probe_key")) {
        probe(target.path("probe_key"), importName, user, grant, files);
      }
    }
    ArrayNode revoked = body.putArray("revoked");
    call.json().path("revoke").forEach(user -> revoked.add(user(user)));
  }

  private static String user(JsonNode id) {
    return id.stringValue().toLowerCase(Locale.ROOT);
  }

  private static void term(JsonNode target, String path, boolean withTerm, ObjectNode grant) {
    boolean days = target.has("duration_days");
    boolean until = target.has("until");
    if (withTerm && days == until) {
      throw ApiException.at(
          422,
          "term",
          path,
          days ? "found duration_days and until together" : "found neither duration_days nor until",
          "say how long, in one of the two");
    }
    if (!withTerm && (days || until)) {
      throw ApiException.at(
          422,
          "no-subscriptions",
          path,
          "the import is for self-service only, so there is no subscription to give",
          "leave the time out, or choose another access_mode");
    }
    if (days) {
      grant.set("days", target.get("duration_days"));
    }
    if (until) {
      grant.set("until", target.get("until"));
    }
  }

  private void probe(
      JsonNode key, String importName, String user, ObjectNode grant, Map<String, byte[]> files) {
    String path =
        "%skeys/%s-probe-%s.age".formatted(ApiDocuments.FOLDER, importName, UUID.randomUUID());
    try (Secret secret = Secret.of(key.stringValue().strip())) {
      String sealed =
          Sealer.seal(
              List.of(secret),
              SealPurpose.userKey(
                  Grants.name(importName, user), Origin.of(host.baseUrl().toString())),
              engine.identity().recipients());
      files.put(path, sealed.getBytes(StandardCharsets.US_ASCII));
    }
    grant.putObject("probe").putObject("key").put("sealed", path);
  }
}

package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.AccountChange;
import dev.relaymanager.host.NewAccount;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.LiveResource.AccountHealth;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Accounts on the wire (contract.md 4.4, 5.1). Hosts before 0.1.127 show the upstream key in clear:
 * it becomes a fingerprint here and goes no further.
 */
final class WireAccount {
  private static final String PLATFORM = "openai";
  private static final String TYPE = "apikey";

  /** What the host calls when an account names no base URL. */
  private static final String DEFAULT_BASE_URL = "https://api.openai.com";

  private final Function<Secret, Fingerprint> fingerprints;

  WireAccount(Function<Secret, Fingerprint> fingerprints) {
    this.fingerprints = fingerprints;
  }

  LiveResource.Account read(Wire wire) {
    boolean ours = wire.text("platform").equals(PLATFORM) && wire.text("type").equals(TYPE);
    Optional<Wire> credentials = wire.optional("credentials");
    ResourceSpec.Account spec =
        new ResourceSpec.Account(
            wire.text("name"),
            groups(wire),
            credentials
                .flatMap(found -> found.optional("base_url"))
                .map(Wire::text)
                .orElse(ours ? DEFAULT_BASE_URL : ""),
            credentials
                .flatMap(found -> found.optional("model_mapping"))
                .map(Wire::texts)
                .orElse(Map.of()),
            wire.field("concurrency").count(),
            wire.field("priority").count(),
            wire.decimal("rate_multiplier"),
            null,
            ours ? credentials.flatMap(this::fingerprint).orElse(null) : null);
    return new LiveResource.Account(
        wire.id("id"),
        spec,
        wire.optional("notes").flatMap(notes -> Marker.find(notes.text())).orElse(null),
        health(wire),
        wire.instant("created_at"));
  }

  private Optional<Fingerprint> fingerprint(Wire credentials) {
    return credentials
        .optional("api_key")
        .map(
            key -> {
              try (Secret secret = Secret.of(key.text())) {
                return fingerprints.apply(secret);
              }
            });
  }

  /** An account in no group has no such field, and no {@code account_groups} either. */
  private static List<Reference> groups(Wire wire) {
    if (wire.optional("account_groups").isPresent()) {
      wire.field("group_ids");
    }
    return wire.optional("group_ids").map(Wire::items).orElse(List.of()).stream()
        .<Reference>map(id -> new Reference.Id(id.integer()))
        .toList();
  }

  private static AccountHealth health(Wire wire) {
    return new AccountHealth(
        wire.text("status"),
        wire.flag("schedulable"),
        HostWords.clean(wire.optional("error_message").map(Wire::text).orElse(""), List.of()),
        wire.optional("extra")
            .flatMap(extra -> extra.optional(ChatPinning.MARK))
            .map(Wire::flag)
            .orElse(null),
        wire.instant("last_used_at"));
  }

  /** Whether chats of the account are kept from {@code /responses}, by its mark or its mode. */
  static boolean chatOnly(Wire wire) {
    return wire.optional("extra")
        .map(
            extra ->
                extra.optional(ChatPinning.MARK).map(mark -> !mark.flag()).orElse(false)
                    || extra
                        .optional(ChatPinning.MODE)
                        .map(mode -> mode.text().equals(ChatPinning.CHAT_ONLY))
                        .orElse(false))
        .orElse(false);
  }

  static JsonNode create(NewAccount account, Dialect dialect) {
    ResourceSpec.Account spec = account.spec();
    ObjectNode body =
        common(spec)
            .put("notes", account.marker().toString())
            .put("platform", PLATFORM)
            .put("type", TYPE);
    body.set("credentials", credentials(Json.object(), spec, account.key()));
    if (spec.protocol() != null) {
      dialect.pinning().extraOnCreate(spec.protocol()).ifPresent(extra -> body.set("extra", extra));
    }
    return body;
  }

  /**
   * A change. {@code extra} is never part of it: that would drop the host's own marks (item 16).
   *
   * @param credentials whole, as they are to be; null to leave them alone
   */
  static JsonNode update(
      LiveResource.Account current,
      ResourceSpec.Account spec,
      Marker marker,
      @Nullable JsonNode credentials) {
    ObjectNode body = common(spec);
    if (!marker.equals(current.marker())) {
      body.put("notes", marker.toString());
    }
    if (credentials != null) {
      body.set("credentials", credentials);
    }
    return body;
  }

  /** The fields of a change to many. */
  static ObjectNode change(AccountChange change) {
    ObjectNode body = Json.object();
    if (change.concurrency() != null) {
      body.put("concurrency", change.concurrency());
    }
    if (change.priority() != null) {
      body.put("priority", change.priority());
    }
    if (change.rateMultiplier() != null) {
      body.put("rate_multiplier", change.rateMultiplier());
    }
    if (change.schedulable() != null) {
      body.put("schedulable", change.schedulable());
    }
    return body;
  }

  /** Whether an account is as a change wants it. */
  static boolean shows(LiveResource.Account account, AccountChange change) {
    ResourceSpec.Account spec = account.spec();
    return (change.concurrency() == null || change.concurrency().equals(spec.concurrency()))
        && (change.priority() == null || change.priority().equals(spec.priority()))
        && (change.rateMultiplier() == null
            || (spec.rateMultiplier() != null
                && change.rateMultiplier().compareTo(spec.rateMultiplier()) == 0))
        && (change.schedulable() == null
            || change.schedulable().equals(account.health().schedulable()));
  }

  /**
   * Puts our part into credentials, and leaves what people added (such as {@code user_agent}).
   *
   * @param key null to leave the key to the host
   */
  static ObjectNode credentials(
      ObjectNode credentials, ResourceSpec.Account spec, @Nullable Secret key) {
    credentials.put("base_url", spec.baseUrl());
    ObjectNode mapping = credentials.putObject("model_mapping");
    spec.modelMapping().forEach(mapping::put);
    if (key != null) {
      key.reveal(characters -> credentials.put("api_key", characters));
    }
    return credentials;
  }

  private static ObjectNode common(ResourceSpec.Account spec) {
    ObjectNode body =
        Json.object()
            .put("name", spec.name())
            .put("concurrency", spec.concurrency())
            .put("priority", spec.priority());
    if (spec.rateMultiplier() != null) {
      body.put("rate_multiplier", spec.rateMultiplier());
    }
    ArrayNode groups = body.putArray("group_ids");
    spec.groups().forEach(group -> groups.add(SpecCheck.id(group)));
    return body;
  }
}

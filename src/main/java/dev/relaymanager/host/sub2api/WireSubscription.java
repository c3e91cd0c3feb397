package dev.relaymanager.host.sub2api;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Subscriptions on the wire (contract.md 4.6). */
final class WireSubscription {
  private WireSubscription() {}

  static LiveResource.Subscription read(Wire wire) {
    long userId = wire.id("user_id");
    Instant startsAt = wire.field("starts_at").instant();
    Instant expiresAt = wire.field("expires_at").instant();
    ResourceSpec.Subscription spec =
        new ResourceSpec.Subscription(
            email(wire).orElse("#" + userId),
            new Reference.Id(wire.id("group_id")),
            Math.toIntExact(Duration.between(startsAt, expiresAt).toDays()),
            expiresAt);
    return new LiveResource.Subscription(
        wire.id("id"),
        spec,
        userId,
        wire.optional("notes").flatMap(notes -> Marker.find(notes.text())).orElse(null),
        startsAt,
        wire.text("status"),
        wire.instant("created_at"));
  }

  /** Empty when the user was deleted, and in the answer to an assign that changed nothing. */
  static Optional<String> email(Wire wire) {
    return wire.optional("user").map(user -> user.text("email").strip().toLowerCase(Locale.ROOT));
  }
}

package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.Assignment;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
            days(wire, startsAt, expiresAt),
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

  private static int days(Wire wire, Instant startsAt, Instant expiresAt) {
    long days = Duration.between(startsAt, expiresAt).toDays();
    if (days != (int) days) {
      throw wire.field("expires_at")
          .drift("a time that can be reached", "one millions of years off");
    }
    return (int) days;
  }

  /** Empty when the user was deleted, and in the answer to an assign that changed nothing. */
  static Optional<String> email(Wire wire) {
    return wire.optional("user").map(user -> user.text("email").strip().toLowerCase(Locale.ROOT));
  }

  /**
   * The answer to a bulk assignment, which is 200 even when all of it failed: a status for each
   * user, a subscription for each that has one, and words about the others.
   */
  static List<Assignment> assignments(Wire data, List<Long> userIds) {
    Map<Long, LiveResource.Subscription> made = new HashMap<>();
    for (Wire subscription : data.field("subscriptions").items()) {
      LiveResource.Subscription read = read(subscription);
      made.put(read.userId(), read);
    }
    List<String> errors =
        data.optional("errors").map(Wire::items).orElse(List.of()).stream()
            .map(Wire::text)
            .toList();
    Wire statuses = data.field("statuses");
    List<Assignment> assignments = new ArrayList<>();
    for (Long user : userIds) {
      Wire status = statuses.field(user.toString());
      assignments.add(
          switch (status.text()) {
            case "created", "reused" -> {
              LiveResource.Subscription subscription = made.get(user);
              if (subscription == null) {
                throw status.drift("a subscription of the user", "none");
              }
              yield new Assignment.Assigned(subscription, status.text().equals("created"));
            }
            case "failed" -> new Assignment.Failed(wordsOf(errors, user));
            default -> throw status.drift("created, reused or failed", "another word");
          });
    }
    return assignments;
  }

  /** An error begins with {@code user ID: }. */
  private static String wordsOf(List<String> errors, long user) {
    String prefix = "user " + user + ": ";
    return errors.stream()
        .filter(error -> error.startsWith(prefix))
        .map(error -> HostWords.clean(error.substring(prefix.length()), List.of()))
        .findFirst()
        .orElse("");
  }
}

package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostUser;
import dev.relaymanager.host.UserKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /admin/users} (contract.md 4.7). */
final class UserCalls {
  static final String USERS = "/api/v1/admin/users";

  private final Pages pages;

  UserCalls(HostClient client) {
    this.pages = new Pages(client);
  }

  /** The host finds by part of an e-mail, name, note or key; the e-mail is compared here. */
  HostOutcome<Optional<HostUser>> byEmail(String email) {
    String wanted = normal(email);
    Call call = Call.read("find user", USERS).with("search", wanted);
    return pages
        .all(
            call,
            wire ->
                new HostUser(
                    wire.id("id"), wire.text("email"), wire.text("status").equals("active")))
        .map(
            users ->
                users.stream().filter(user -> normal(user.email()).equals(wanted)).findFirst());
  }

  private static String normal(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  /** The answer holds the keys in clear; they are not read. */
  HostOutcome<List<UserKey>> keys(long userId) {
    return pages.all(
        Call.read("list keys of user", USERS + "/:id/api-keys").of(userId),
        wire ->
            new UserKey(
                wire.id("id"),
                wire.text("name"),
                wire.optional("group_id").map(Wire::integer).orElse(null),
                wire.text("status").equals("active")));
  }
}

package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostUser;
import dev.relaymanager.host.NewUser;
import dev.relaymanager.host.UserKey;
import dev.relaymanager.host.UserLogin;
import dev.relaymanager.http.HttpRequest;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.ProbeEmail;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Users and, as the users themselves, their keys (contract.md 1.4, 4.7). */
final class UserCalls {
  static final String USERS = "/api/v1/admin/users";
  private static final String KEYS = "/api/v1/keys";
  private static final int SHORTEST_PASSWORD = 6;

  /** What the host means by no limit it calls 0, and that is what an omitted one becomes. */
  private static final int CONCURRENCY = 5;

  private final HostClient client;
  private final Pages pages;

  UserCalls(HostClient client) {
    this.client = client;
    this.pages = new Pages(client);
  }

  /** The host finds by part of an e-mail, name, note or key; the e-mail is compared here. */
  HostOutcome<Optional<HostUser>> byEmail(String email) {
    String wanted = normal(email);
    return matching(wanted)
        .map(
            users ->
                users.stream().filter(user -> normal(user.email()).equals(wanted)).findFirst());
  }

  HostOutcome<Optional<HostUser>> find(long id) {
    return client.find(Call.read("read user", USERS + "/:id").of(id), UserCalls::user);
  }

  HostOutcome<List<HostUser>> matching(String text) {
    return pages.all(Call.read("find user", USERS).with("search", text), UserCalls::user);
  }

  private static HostUser user(Wire wire) {
    return new HostUser(wire.id("id"), wire.text("email"), wire.text("status").equals("active"));
  }

  private static String normal(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  /** The answer holds the keys in clear; they are not read. */
  HostOutcome<List<UserKey>> keys(long userId) {
    return pages.all(
        Call.read("list keys of user", USERS + "/:id/api-keys").of(userId), UserCalls::userKey);
  }

  static UserKey userKey(Wire wire) {
    return new UserKey(
        wire.id("id"),
        wire.text("name"),
        wire.optional("group_id").map(Wire::integer).orElse(null),
        wire.text("status").equals("active"));
  }

  static ObjectNode newUser(UserLogin login, String notes) {
    return withPassword(login).put("notes", notes).put("concurrency", CONCURRENCY);
  }

  HostOutcome<HostUser> create(NewUser user) {
    ObjectNode body = newUser(user.login(), user.notes());
    Call call =
        Call.send("create user", "POST", USERS, body).hiding(List.of(user.login().password()));
    return new SpecCheck()
        .that(user.login().email().contains("@"), "the e-mail is none")
        .that(
            user.login().password().reveal(characters -> characters.length() >= SHORTEST_PASSWORD),
            "the password has less than " + SHORTEST_PASSWORD + " characters")
        .<HostUser>refusal(call)
        .orElseGet(() -> client.run(call, UserCalls::user));
  }

  HostOutcome<Gone> delete(long id) {
    return client.delete(Call.send("delete user", "DELETE", USERS + "/:id", null).of(id));
  }

  HostOutcome<Secret> createKey(UserLogin user, String name, long groupId, String idempotencyKey) {
    return logIn(user).then(token -> createKey(token, name, groupId, idempotencyKey));
  }

  static Optional<LiveResource.ProbeUser> probe(Wire wire) {
    String email = normal(wire.text("email"));
    return ProbeEmail.isOne(email)
        ? Optional.of(
            new LiveResource.ProbeUser(
                wire.id("id"),
                new ResourceSpec.ProbeUser(email, null),
                wire.optional("notes").flatMap(notes -> Marker.find(notes.text())).orElse(null),
                wire.text("status").equals("active"),
                wire.instant("created_at")))
        : Optional.empty();
  }

  private HostOutcome<Secret> logIn(UserLogin user) {
    Call call =
        Call.send("log in", "POST", "/api/v1/auth/login", withPassword(user))
            .repeatable(Repeat.READ)
            .hiding(List.of(user.password()));
    return client.run(call, client.bare(call), data -> Secret.of(data.text("access_token")));
  }

  HostOutcome<Secret> ownKey(UserLogin user, long keyId) {
    return logIn(user)
        .then(
            token -> {
              Call call = Call.read("read own key", KEYS + "/:id").of(keyId).hiding(List.of(token));
              return client.run(call, as(call, token), data -> Secret.of(data.text("key")));
            });
  }

  HostOutcome<Gone> deleteKey(UserLogin user, long keyId) {
    return logIn(user)
        .then(
            token -> {
              Call call =
                  Call.send("delete own key", "DELETE", KEYS + "/:id", null)
                      .of(keyId)
                      .hiding(List.of(token));
              HostOutcome<Gone> deleted = client.run(call, as(call, token), data -> new Gone(true));
              return deleted instanceof HostOutcome.Refused<Gone> refused
                      && refused.fault().kind() == HostFault.Kind.NOT_FOUND
                  ? new HostOutcome.Done<>(new Gone(false))
                  : deleted;
            });
  }

  private HttpRequest as(Call call, Secret token) {
    return client.bare(call).withSecret("Authorization", "Bearer ", token);
  }

  private HostOutcome<Secret> createKey(
      Secret token, String name, long groupId, String idempotencyKey) {
    Call call =
        Call.send(
                "create key of user",
                "POST",
                KEYS,
                Json.object().put("name", name).put("group_id", groupId))
            .keyed(idempotencyKey)
            .hiding(List.of(token));
    return client.run(
        call,
        client.bare(call).withSecret("Authorization", "Bearer ", token),
        data -> Secret.of(data.text("key")));
  }

  private static ObjectNode withPassword(UserLogin user) {
    ObjectNode body = Json.object().put("email", user.email());
    user.password().reveal(characters -> body.put("password", characters));
    return body;
  }
}

package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.UserKey;
import dev.relaymanager.host.UserLogin;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.ProbeEmail;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Users that a manager keeps for its own proofs, and their keys (contract.md 4.7). */
final class ProbeCalls {
  private final HostClient client;
  private final UserCalls users;
  private final Pages pages;

  ProbeCalls(HostClient client, UserCalls users) {
    this.client = client;
    this.users = users;
    this.pages = new Pages(client);
  }

  HostOutcome<List<LiveResource.ProbeUser>> users() {
    return pages
        .all(
            Call.read("list probe users", UserCalls.USERS).with("search", ProbeEmail.DOMAIN),
            UserCalls::probe)
        .map(found -> found.stream().flatMap(Optional::stream).toList());
  }

  HostOutcome<Optional<LiveResource.ProbeUser>> user(long id) {
    return client
        .find(Call.read("read user", UserCalls.USERS + "/:id").of(id), UserCalls::probe)
        .map(found -> found.flatMap(user -> user));
  }

  HostOutcome<List<LiveResource.ProbeKey>> keys() {
    return users()
        .then(
            all -> {
              HostOutcome<List<LiveResource.ProbeKey>> keys = new Done<>(List.of());
              for (LiveResource.ProbeUser user : all) {
                if (user.marker() != null) {
                  keys = keys.then(before -> keys(user).map(more -> joined(before, more)));
                }
              }
              return keys;
            });
  }

  private HostOutcome<List<LiveResource.ProbeKey>> keys(LiveResource.ProbeUser user) {
    return users
        .keys(user.id())
        .map(
            keys ->
                keys.stream()
                    .map(
                        key ->
                            new LiveResource.ProbeKey(
                                key.id(),
                                new ResourceSpec.ProbeKey(
                                    key.name(),
                                    new Reference.Id(user.id()),
                                    new Reference.Id(key.groupId() == null ? 0 : key.groupId())),
                                user.marker(),
                                key.active()))
                    .toList());
  }

  private static List<LiveResource.ProbeKey> joined(
      List<LiveResource.ProbeKey> before, List<LiveResource.ProbeKey> more) {
    List<LiveResource.ProbeKey> all = new ArrayList<>(before);
    all.addAll(more);
    return all;
  }

  HostOutcome<LiveResource.ProbeUser> create(
      ResourceSpec.ProbeUser spec, Secret password, Marker marker) {
    UserLogin login = new UserLogin(spec.name(), password);
    ObjectNode body = UserCalls.newUser(login, marker.toString());
    if (spec.balance() != null) {
      body.put("balance", spec.balance());
    }
    Call call =
        Call.send("create probe user", "POST", UserCalls.USERS, body).hiding(List.of(password));
    return client.run(
        call,
        data ->
            UserCalls.probe(data)
                .orElseThrow(
                    () -> data.field("email").drift("the e-mail that was sent", "another")));
  }

  HostOutcome<UserKey> bind(long keyId, long groupId) {
    Call call =
        Call.send(
                "bind key",
                "PUT",
                "/api/v1/admin/api-keys/:id",
                Json.object().put("group_id", groupId))
            .of(keyId);
    return client.run(call, data -> UserCalls.userKey(data.field("api_key")));
  }
}

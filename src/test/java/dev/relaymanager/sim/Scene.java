package dev.relaymanager.sim;

import java.io.IOException;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/** A host with the usual things on it: groups, accounts, users, made through its own API. */
final class Scene implements AutoCloseable {
  final SimulatedHost host;
  final Caller caller;

  Scene(String version) {
    this(SimulatedHostOptions.of(version));
  }

  Scene(SimulatedHostOptions options) {
    host = SimulatedHost.start(options);
    caller = new Caller(host);
  }

  long group(String name, String kind) {
    return id(
        host.backDoor()
            .byHand(
                "POST",
                "/api/v1/admin/groups",
                """
                {"name":"%s","platform":"openai","rate_multiplier":1,"subscription_type":"%s"}"""
                    .formatted(name, kind)));
  }

  long account(String name, String key, long groupId) {
    long id =
        id(host.backDoor().byHand("POST", "/api/v1/admin/accounts", body(name, key, groupId)));
    host.awaitProbes();
    return id;
  }

  static String body(String name, String key, long groupId) {
    return """
        {"name":"%s","platform":"openai","type":"apikey","concurrency":10,"priority":1,
         "credentials":{"api_key":"%s","base_url":"https://api.deepseek.com",
         "model_mapping":{"deepseek-chat":"deepseek-chat"}},"group_ids":[%d]}"""
        .formatted(name, key, groupId);
  }

  JsonNode readAccount(long id) {
    return host.backDoor().byHand("GET", "/api/v1/admin/accounts/" + id, "").path("data");
  }

  /** A user with a subscription of the group, and the user's key. */
  String subscriber(String email, long groupId) {
    long user = host.backDoor().addUser(email, "password-1");
    assign(user, groupId);
    return host.backDoor().addKey(user, groupId);
  }

  long assign(long user, long groupId) {
    return id(
        host.backDoor()
            .byHand(
                "POST",
                "/api/v1/admin/subscriptions/assign",
                """
                {"user_id":%d,"group_id":%d,"validity_days":30,"notes":"n"}"""
                    .formatted(user, groupId)));
  }

  /** A user with money, and the user's key in a standard group. */
  String payer(String email, long groupId, String usd) {
    long user = host.backDoor().addUser(email, "password-1");
    host.backDoor().setBalance(user, new BigDecimal(usd));
    return host.backDoor().addKey(user, groupId);
  }

  static long id(JsonNode answer) {
    return answer.path("data").path("id").asLong();
  }

  int status(String method, String path, String body) throws IOException {
    return caller.admin(method, path, body).status();
  }

  @Override
  public void close() {
    caller.close();
    host.close();
  }
}

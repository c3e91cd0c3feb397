package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people and time do to a host without the manager: tests use it to set a scene and to change
 * it behind the manager's back. Nothing here is logged, counted or befallen by faults. Thread-safe.
 */
public final class BackDoor {
  private final State state;
  private final Dispatcher dispatcher;
  private final Sessions sessions;
  private final Habits habits;

  BackDoor(State state, Dispatcher dispatcher, Sessions sessions, Habits habits) {
    this.state = state;
    this.dispatcher = dispatcher;
    this.sessions = sessions;
    this.habits = habits;
  }

  /**
   * Does what an administrator does on the web page: a call of the admin API in the program.
   *
   * @param path with its query
   * @param json the body; empty for none
   * @return the whole answer
   * @throws IllegalStateException if the host refuses
   */
  public JsonNode byHand(String method, String path, String json) {
    int mark = path.indexOf('?');
    Map<String, String> query = new LinkedHashMap<>();
    if (mark >= 0) {
      for (String pair : path.substring(mark + 1).split("&")) {
        int equals = pair.indexOf('=');
        query.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    String plain = mark < 0 ? path : path.substring(0, mark);
    Reply reply = dispatcher.answerByHand(method, plain, query, json);
    if (reply.status() >= 300) {
      String answer = new String(reply.bytes(), StandardCharsets.UTF_8);
      throw new IllegalStateException(method + " " + plain + ": " + reply.status() + " " + answer);
    }
    return Json.MAPPER.readTree(reply.bytes());
  }

  /** Adds a user who can log in; gives the id. */
  public long addUser(String email, String password) {
    return state.write(
        () -> {
          UserRow user = new UserRow(state.users.nextId(), email, password, state.now());
          user.username = email.substring(0, Math.max(0, email.indexOf('@')));
          user.concurrency = 5;
          state.users.add(user);
          return user.id;
        });
  }

  /** Gives a user an API key in a group, whether the user may use it or not; gives the key. */
  public String addKey(long userId, long groupId) {
    String text = "sk-" + sessions.randomHex(32);
    state.change(() -> SimSelfService.add(state, userId, text, "by hand", groupId));
    return text;
  }

  public void setBalance(long userId, BigDecimal usd) {
    state.change(() -> state.users.get(userId, Reason.USER_NOT_FOUND).balance = usd);
  }

  /** Lets so much time pass on the host at once. */
  public void passTime(Duration time) {
    state.change(() -> state.pass(time));
  }

  /** Moves a subscription of {@code days} into the past, so that it has just ended. */
  public void expireAsAssigned(long subscriptionId, long days) {
    state.change(
        () -> {
          SubscriptionRow row =
              state.subscriptions.get(subscriptionId, Reason.SUBSCRIPTION_NOT_FOUND);
          row.expires = state.now().minusSeconds(1);
          row.starts = row.expires.minus(Duration.ofDays(days));
        });
  }

  /** Changes an account's key, as a read of it will not show on every version. */
  public void setAccountKey(long accountId, String key) {
    state.change(
        () -> {
          AccountRow row = state.accounts.get(accountId, Reason.ACCOUNT_NOT_FOUND);
          row.credentials = row.credentials.deepCopy().put("api_key", key);
          row.updated = state.now();
        });
  }

  /** Puts an account into status {@code error}, as the host does when its upstream refuses it. */
  public void setAccountError(long accountId, String message) {
    state.change(
        () -> {
          AccountRow row = state.accounts.get(accountId, Reason.ACCOUNT_NOT_FOUND);
          row.status = "error";
          row.errorMessage = message;
          row.updated = state.now();
        });
  }

  /** The key that an account holds. */
  public String accountKey(long accountId) {
    return state.read(() -> state.accounts.get(accountId, Reason.ACCOUNT_NOT_FOUND).apiKey());
  }

  /**
   * Fills the host: groups {@code seed-0001} and on, and accounts {@code seed-0001-000001} and on,
   * spread over them in turn, all with working keys and already probed.
   *
   * @return the ids of the groups
   */
  public List<Long> seed(int accounts, int groups) {
    return state.write(() -> seeded(accounts, groups));
  }

  private List<Long> seeded(int accounts, int groups) {
    Instant now = state.now();
    List<Long> ids =
        LongStream.rangeClosed(1, groups).mapToObj(number -> seedGroup(number, now)).toList();
    for (int i = 0; i < accounts; i++) {
      int group = i % groups;
      AccountRow row = new AccountRow(state.accounts.nextId(), now);
      row.name = String.format("seed-%04d-%06d", group + 1, i + 1);
      row.platform = "openai";
      row.type = "apikey";
      row.concurrency = 10;
      row.priority = 1;
      ObjectNode credentials =
          Json.object()
              .put("api_key", String.format("sk-good-seed-%06d", i + 1))
              .put("base_url", "https://api.deepseek.com");
      credentials.putObject("model_mapping").put("deepseek-chat", "deepseek-chat");
      row.credentials = credentials;
      row.extra = habits.extraOnCreate("openai", null).deepCopy().put(ResponsesMode.MARK, false);
      state.members.bind(row, List.of(ids.get(group)), now);
      state.accounts.add(row);
    }
    return ids;
  }

  private long seedGroup(long number, Instant now) {
    GroupRow group = new GroupRow(state.groups.nextId(), String.format("seed-%04d", number), now);
    group.set("platform", Json.NODES.stringNode("openai"));
    group.set("subscription_type", Json.NODES.stringNode("subscription"));
    state.groups.add(group);
    return group.id;
  }
}

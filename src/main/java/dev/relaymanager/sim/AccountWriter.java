package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes and changes account rows out of bodies (contract.md 4.4). Under the state's lock. */
final class AccountWriter {
  static final Set<String> TYPES =
      Set.of("oauth", "setup-token", "apikey", "upstream", "bedrock", "service_account");
  private static final List<String> KEPT_EXTRA =
      List.of(
          "quota_used",
          "quota_daily_used",
          "quota_weekly_used",
          "quota_daily_start",
          "quota_weekly_start");

  private final State state;
  private final Dialect dialect;

  AccountWriter(State state, Dialect dialect) {
    this.state = state;
    this.dialect = dialect;
  }

  /**
   * Inserts a row, then binds it: where the binding fails, the row stays behind without a group.
   *
   * @param batched whether it is an item of a batch, whose {@code load_factor} gets lost
   */
  AccountRow create(Body body, boolean batched) {
    checkNumbers(body);
    String name = body.textOr("name", "");
    String platform = body.textOr("platform", "");
    if (name.isEmpty() || platform.isEmpty()) {
      throw Refusal.internal();
    }
    checkLength(name);
    AccountRow row = new AccountRow(state.accounts.nextId(), state.now());
    row.name = name;
    row.platform = platform;
    row.type = body.textOr("type", "");
    row.notes = trimmed(body.text("notes"));
    ObjectNode credentials = body.object("credentials");
    row.credentials = credentials == null ? Json.object() : credentials;
    row.extra = dialect.habits().extraOnCreate(platform, body.object("extra"));
    row.concurrency = body.integerOr("concurrency", 0);
    row.priority = body.integerOr("priority", 0);
    BigDecimal rate = body.number("rate_multiplier");
    row.rateMultiplier = rate == null ? BigDecimal.ONE : rate;
    row.loadFactor = batched ? null : positive(body.integer("load_factor"));
    row.expiresAt = positive(body.integer("expires_at"));
    row.autoPause = body.flagOr("auto_pause_on_expired", true);
    List<Long> groupIds = body.idsOrNone("group_ids");
    List<Long> wanted = groupIds.isEmpty() ? defaultGroup(platform) : groupIds;
    state.accounts.add(row);
    if (new HashSet<>(wanted).size() < wanted.size()
        || wanted.stream().anyMatch(id -> state.groups.find(id) == null)) {
      throw Refusal.internal();
    }
    state.members.bind(row, wanted, state.now());
    return row;
  }

  /** A PUT; whether the credentials were replaced. */
  boolean update(AccountRow row, Body body) {
    body.oneOf("type", "", TYPES);
    body.oneOf("status", "", Set.of("active", "inactive", "error"));
    checkNumbers(body);
    String name = body.textOr("name", row.name);
    checkLength(name);
    List<Long> groupIds = body.ids("group_ids");
    if (groupIds != null) {
      groupIds.forEach(state::liveGroupOrRefuse);
    }
    row.name = name;
    row.type = body.textOr("type", row.type);
    row.status = body.textOr("status", row.status);
    String notes = body.text("notes");
    row.notes = notes == null ? row.notes : trimmed(notes);
    ObjectNode extra = body.object("extra");
    if (extra != null) {
      row.extra = keeping(row.extra, extra);
    }
    row.autoPause = body.flagOr("auto_pause_on_expired", row.autoPause);
    if (body.given("expires_at")) {
      row.expiresAt = positive(body.integer("expires_at"));
    }
    setNumbers(row, body);
    if (groupIds != null) {
      state.members.bind(row, groupIds, state.now());
    }
    row.updated = state.now();
    ObjectNode credentials = body.object("credentials");
    if (credentials == null || credentials.isEmpty()) {
      return false;
    }
    row.credentials = dialect.secrets().replace(row.credentials, credentials);
    return true;
  }

  /** One row of a bulk update: credentials and extra are merged by their top level. */
  void merge(AccountRow row, Body body) {
    row.name = body.textOr("name", row.name);
    row.status = body.textOr("status", row.status);
    row.schedulable = body.flagOr("schedulable", row.schedulable);
    setNumbers(row, body);
    row.credentials = merged(row.credentials, body.object("credentials"));
    row.extra = merged(row.extra, body.object("extra"));
    List<Long> groupIds = body.ids("group_ids");
    if (groupIds != null) {
      state.members.bind(row, groupIds, state.now());
    }
    row.updated = state.now();
  }

  void checkNumbers(Body body) {
    BigDecimal rate = body.number("rate_multiplier");
    boolean failing =
        (rate != null && rate.signum() < 0)
            || body.integerOr("load_factor", 0) > 10_000
            || body.integerOr("proxy_id", 0) > 0;
    if (failing) {
      throw Refusal.internal();
    }
  }

  private List<Long> defaultGroup(String platform) {
    for (GroupRow group : state.groups.all()) {
      if (!group.deleted && group.active() && group.name.equals(platform + "-default")) {
        return List.of(group.id);
      }
    }
    return List.of();
  }

  private static void setNumbers(AccountRow row, Body body) {
    row.concurrency = body.integerOr("concurrency", row.concurrency);
    row.priority = body.integerOr("priority", row.priority);
    BigDecimal rate = body.number("rate_multiplier");
    row.rateMultiplier = rate == null ? row.rateMultiplier : rate;
    if (body.given("load_factor")) {
      row.loadFactor = positive(body.integer("load_factor"));
    }
  }

  private static ObjectNode merged(ObjectNode old, @Nullable ObjectNode sent) {
    if (sent == null || sent.isEmpty()) {
      return old;
    }
    ObjectNode merged = old.deepCopy();
    merged.setAll(sent);
    return merged;
  }

  private static ObjectNode keeping(ObjectNode old, ObjectNode sent) {
    ObjectNode extra = sent.deepCopy();
    for (String name : KEPT_EXTRA) {
      if (old.has(name)) {
        extra.set(name, old.get(name));
      }
    }
    return extra;
  }

  private static void checkLength(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length > 100) {
      throw Refusal.internal();
    }
  }

  private static @Nullable String trimmed(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static @Nullable Long positive(@Nullable Long value) {
    return value == null || value <= 0 ? null : value;
  }
}

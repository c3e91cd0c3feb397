package dev.relaymanager.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which accounts a list or a bulk update means (contract.md 2.3). */
record AccountFilter(String platform, String type, String status, String group, String search) {
  static AccountFilter of(Call call) {
    return new AccountFilter(
        call.query("platform"),
        call.query("type"),
        call.query("status"),
        call.query("group"),
        Search.of(call.query("search")));
  }

  static AccountFilter of(Body filters) {
    return new AccountFilter(
        filters.textOr("platform", ""),
        filters.textOr("type", ""),
        filters.textOr("status", ""),
        filters.textOr("group", ""),
        Search.of(filters.textOr("search", "")));
  }

  List<AccountRow> in(State state) {
    long groupId = groupId();
    Instant now = state.now();
    List<AccountRow> found = new ArrayList<>();
    for (AccountRow row : groupId == 0 ? state.accounts.all() : state.members.of(groupId)) {
      if (fits(platform, row.platform)
          && fits(type, row.type)
          && (group.isEmpty() || groupId != 0 || row.bindings.isEmpty())
          && (status.isEmpty() || hasStatus(row, now))
          && Search.in(row.name, search)) {
        found.add(row);
      }
    }
    return found;
  }

  /** Whether time alone can change what fits. */
  boolean changesByItself() {
    return !status.isEmpty();
  }

  static Comparator<AccountRow> order(String field) {
    Comparator<AccountRow> order =
        switch (field) {
          case "id" -> Comparator.comparingLong(AccountRow::id);
          case "created_at" -> Comparator.comparing(row -> row.created);
          case "priority" -> Comparator.comparingLong(row -> row.priority);
          case "status" -> Comparator.comparing(row -> row.status);
          default -> Comparator.comparing(row -> row.name);
        };
    return order.thenComparingLong(AccountRow::id);
  }

  private boolean hasStatus(AccountRow row, Instant now) {
    boolean held = row.rateLimited(now) || row.temporarilyOut(now);
    return switch (status) {
      case "active" -> row.status.equals("active") && row.schedulable && !held;
      case "rate_limited" -> row.rateLimited(now);
      case "temp_unschedulable" -> row.temporarilyOut(now);
      case "unschedulable" -> !row.schedulable;
      default -> row.status.equals(status);
    };
  }

  /** The id, or 0 for accounts without a group. */
  private long groupId() {
    if (group.isEmpty() || group.equals("ungrouped")) {
      return 0;
    }
    try {
      long id = Long.parseLong(group);
      if (id > 0) {
        return id;
      }
    } catch (NumberFormatException notAnId) {
      throw Reason.INVALID_GROUP_FILTER.refuse();
    }
    throw Reason.INVALID_GROUP_FILTER.refuse();
  }

  private static boolean fits(String wanted, String found) {
    return wanted.isEmpty() || wanted.equals(found);
  }
}

package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /admin/accounts/bulk-update}: the same change to many accounts, always by their ids,
 * never by a filter, which could hit more than was meant. Objects are merged key by key. The host
 * reports success for ids that do not exist (contract.md, item 17), so its word is worth a read.
 */
final class BulkUpdate {
  static final String ROUTE = AccountCalls.ACCOUNTS + "/bulk-update";
  private static final int AT_ONCE = 500;

  private final HostClient client;

  BulkUpdate(HostClient client) {
    this.client = client;
  }

  static Call call(String operation) {
    return Call.send(operation, "POST", ROUTE, null);
  }

  /**
   * Writes the same to all.
   *
   * @param operation what it is for, in words
   * @param change the fields to set
   * @return {@code true}; in doubt when the answer to a part of them was lost
   */
  HostOutcome<Boolean> write(String operation, List<Long> ids, ObjectNode change) {
    HostOutcome<Boolean> outcome = new Done<>(true);
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<Long> part = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      outcome = outcome.then(done -> writePart(operation, part, change));
    }
    return outcome;
  }

  private HostOutcome<Boolean> writePart(String operation, List<Long> ids, ObjectNode change) {
    ObjectNode body = change.deepCopy();
    ArrayNode list = body.putArray("account_ids");
    ids.forEach(list::add);
    Call call =
        Call.send(operation, "POST", ROUTE, body)
            .repeatable(Repeat.ABSOLUTE)
            .within(Call.LONG_DEADLINE);
    return client.run(
        call,
        data -> {
          Wire failed = data.field("failed");
          if (failed.integer() != 0) {
            throw failed.drift("0", "failed accounts");
          }
          return true;
        });
  }
}

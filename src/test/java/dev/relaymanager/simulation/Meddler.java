package dev.relaymanager.simulation;

import java.util.List;
import java.util.SortedMap;

/** Somebody who changes things of ours on the host by hand. */
final class Meddler {
  private final Dice dice;
  private final Surroundings surroundings;

  Meddler(Dice dice, Surroundings surroundings) {
    this.dice = dice;
    this.surroundings = surroundings;
  }

  /** Changes one thing of an import, and notes it in the expectation; says what. */
  String change(String name, Expectation expected, HostView view) {
    String group = expected.group(name);
    List<String> addresses = List.copyOf(expected.host.all().keySet());
    String address = dice.one(addresses);
    long id = view.id(group, expected.onHost(name, address));
    Kind kind = Kind.of(address);
    SortedMap<String, String> fields = expected.host.at(address);
    String what;
    if (kind != Kind.GROUPS && dice.chance(40)) {
      byHand("DELETE", kind.path() + "/" + id, "");
      expected.host.all().remove(address);
      what = "deletes";
    } else {
      what =
          switch (kind) {
            case GROUPS -> group(id, fields);
            case PLANS -> plan(id, fields);
            case ACCOUNTS -> account(id, fields);
            case SUBSCRIPTIONS -> subscription(id, fields);
            case CHANNELS -> {
              byHand("DELETE", kind.path() + "/" + id, "");
              expected.host.all().remove(address);
              yield "deletes";
            }
          };
    }
    return "somebody %s %s of %s (#%d)".formatted(what, address, group, id);
  }

  private String group(long id, SortedMap<String, String> fields) {
    switch (dice.between(1, 3)) {
      case 1 -> fields.put("description", "by hand " + dice.hex(2));
      case 2 -> fields.put("rateMultiplier", "3." + dice.between(1, 9));
      default -> fields.put("dailyLimitUsd", "4" + dice.between(1, 9));
    }
    byHand(
        "PUT",
        "groups/" + id,
        """
        {"description":"%s","rate_multiplier":%s,"daily_limit_usd":%s}
        """
            .formatted(
                fields.get("description"),
                fields.get("rateMultiplier"),
                fields.get("dailyLimitUsd")));
    return "changes";
  }

  private String plan(long id, SortedMap<String, String> fields) {
    fields.put("price", "77." + dice.between(1, 9));
    byHand("PUT", "payment/plans/" + id, "{\"price\":%s}".formatted(fields.get("price")));
    return "changes the price of";
  }

  private String account(long id, SortedMap<String, String> fields) {
    String field = dice.one(List.of("concurrency", "priority"));
    fields.put(field, Integer.toString(dice.between(91, 99)));
    byHand("PUT", "accounts/" + id, "{\"%s\":%s}".formatted(field, fields.get(field)));
    return "changes the " + field + " of";
  }

  private String subscription(long id, SortedMap<String, String> fields) {
    fields.put("expires", Integer.toString(Integer.parseInt(fields.get("expires")) + 3));
    byHand("POST", "subscriptions/" + id + "/extend", "{\"days\":3}");
    return "extends";
  }

  private void byHand(String method, String path, String json) {
    surroundings.host.backDoor().byHand(method, "/api/v1/admin/" + path, json);
  }
}

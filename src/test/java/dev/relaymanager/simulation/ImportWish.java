package dev.relaymanager.simulation;

import dev.relaymanager.model.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** What Git says of one import and of who may use it. Mutable, for its author alone. */
final class ImportWish {
  String name = "";

  /** Its former name; empty when it never had another. */
  String movedFrom = "";

  boolean strict;
  boolean correct;
  boolean adopt;
  Removal removal = Removal.PRUNE;
  List<KeyEntry> entries = new ArrayList<>();
  List<String> models = List.of();

  /** Whether it has a plan at all. */
  boolean sold;

  String price = "";
  int validity;
  boolean forSale;
  String description = "";
  String rate = "";
  String dailyLimit = "";
  int concurrency;
  int priority;
  SortedMap<String, Integer> grants = new TreeMap<>();

  ImportWish copy() {
    ImportWish copy = new ImportWish();
    copy.name = name;
    copy.movedFrom = movedFrom;
    copy.strict = strict;
    copy.correct = correct;
    copy.adopt = adopt;
    copy.removal = removal;
    copy.entries = new ArrayList<>(entries);
    copy.models = models;
    copy.sold = sold;
    copy.price = price;
    copy.validity = validity;
    copy.forSale = forSale;
    copy.description = description;
    copy.rate = rate;
    copy.dailyLimit = dailyLimit;
    copy.concurrency = concurrency;
    copy.priority = priority;
    copy.grants = new TreeMap<>(grants);
    return copy;
  }

  Stream<String> keys() {
    return entries.stream().flatMap(entry -> entry.keys().stream());
  }

  boolean hasDeadKey() {
    return keys().anyMatch(KeyEntry::isDead);
  }

  /**
   * What a host has to hold for it, written down from the documentation alone.
   *
   * @param naming gives a key's fingerprint, which names accounts of entries with several keys
   */
  Things things(Function<String, Fingerprint> naming) {
    Things things = new Things();
    SortedMap<String, String> group = things.at(Things.GROUP);
    group.put("name", name);
    group.put("description", description);
    group.put("rateMultiplier", rate);
    group.put("dailyLimitUsd", dailyLimit);
    SortedMap<String, String> channel = things.at(Things.CHANNEL);
    channel.put("name", name);
    channel.put("prices", String.join(",", models));
    if (sold) {
      SortedMap<String, String> plan = things.at(Things.PLAN);
      plan.put("name", name + " plan");
      plan.put("price", price);
      plan.put("days", Integer.toString(validity));
      plan.put("forSale", Boolean.toString(forSale));
    }
    for (KeyEntry entry : entries) {
      for (String key : entry.keys()) {
        String id =
            entry.keys().size() == 1 ? entry.id() : entry.id() + "-" + naming.apply(key).brief();
        SortedMap<String, String> account = things.at(Things.ACCOUNT + id);
        account.put("name", name + "-" + id);
        account.put(Things.KEY, key);
        account.put("concurrency", Integer.toString(concurrency));
        account.put("priority", Integer.toString(priority));
        account.put("modelMapping", String.join(",", models));
      }
    }
    grants.forEach(
        (user, days) ->
            things.at(Things.SUBSCRIPTION + user).put("expires", Integer.toString(days)));
    return things;
  }
}

package dev.relaymanager.simulation;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What there is of one import, by its address inside the import ({@code Group}, {@code
 * Account/team-a}), with the values of its declared fields. Mutable; {@link #copy} is deep.
 */
final class Things {
  static final String GROUP = "Group";
  static final String CHANNEL = "Channel";
  static final String PLAN = "Plan";
  static final String ACCOUNT = "Account/";
  static final String SUBSCRIPTION = "Subscription/";

  /** The field that holds an account's upstream key. */
  static final String KEY = "apiKey";

  private final SortedMap<String, SortedMap<String, String>> byAddress = new TreeMap<>();

  /** The address that an account's name on the host gives. */
  static String account(String name, String group) {
    return ACCOUNT + (name.startsWith(group + "-") ? name.substring(group.length() + 1) : name);
  }

  SortedMap<String, SortedMap<String, String>> all() {
    return byAddress;
  }

  /** The fields of a thing, made when it is new. */
  SortedMap<String, String> at(String address) {
    return byAddress.computeIfAbsent(address, ignored -> new TreeMap<>());
  }

  void put(String address, SortedMap<String, String> fields) {
    byAddress.put(address, new TreeMap<>(fields));
  }

  boolean has(String address) {
    return byAddress.containsKey(address);
  }

  boolean isEmpty() {
    return byAddress.isEmpty();
  }

  Things copy() {
    Things copy = new Things();
    byAddress.forEach(copy::put);
    return copy;
  }

  /** The same under other addresses. */
  Things moved(Function<String, String> address) {
    Things moved = new Things();
    byAddress.forEach((from, fields) -> moved.put(address.apply(from), fields));
    return moved;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Things things && things.byAddress.equals(byAddress);
  }

  @Override
  public int hashCode() {
    return byAddress.hashCode();
  }

  @Override
  public String toString() {
    return byAddress.toString();
  }
}

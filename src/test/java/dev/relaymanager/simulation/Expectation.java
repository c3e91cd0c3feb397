package dev.relaymanager.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has to come of one import: how its things stand on the host, by the documentation's rules
 * for changes in Git, changes by hand, and keys that the vendor refuses. Simple on purpose: it
 * knows no steps, no order, no crashes and no faults, since none of them may make a difference.
 */
final class Expectation {
  /** How its things stand on the host; without those that were deleted by hand. */
  Things host = new Things();

  /** What was last applied of them. */
  Things applied = new Things();

  /** What its deletion was when it was last declared. */
  Removal removal = Removal.PRUNE;

  /** Things that are ours no more, though they stand: left on the host on purpose. */
  final Set<String> orphans = new HashSet<>();

  /** Strangers that were taken over. */
  final Set<String> adopted = new HashSet<>();

  /** Where a new thing would get in the way of a stranger's. */
  interface Neighbourhood {
    Optional<Long> namesake(Kind kind, String name);
  }

  Expectation copy() {
    Expectation copy = new Expectation();
    copy.host = host.copy();
    copy.applied = applied.copy();
    copy.removal = removal;
    return copy;
  }

  /** What of it the host has, by the addresses that the host's names give. */
  Things onHost(String importName) {
    return host.moved(address -> onHost(importName, address));
  }

  String onHost(String importName, String address) {
    return address.startsWith(Things.ACCOUNT) && host.has(address)
        ? Things.account(host.at(address).get("name"), group(importName))
        : address;
  }

  /** After a batch was taken back: it is as it was. */
  Expectation takenBackTo(Expectation before) {
    if (before.host.has(Things.GROUP) && !host.has(Things.GROUP)) {
      return new Expectation(); // a deleted group cannot come back, nor what was in it
    }
    Expectation back = before.copy();
    back.removal = removal;
    return back;
  }

  /** What its group is called on the host, given its name. */
  String group(String importName) {
    return host.has(Things.GROUP) ? String.valueOf(host.at(Things.GROUP).get("name")) : importName;
  }

  boolean isEmpty() {
    return host.isEmpty() && applied.isEmpty();
  }

  /** Whether it can be told from the host alone: something carries a mark. */
  boolean isRecognisable() {
    boolean marked =
        host.all().keySet().stream()
            .anyMatch(
                address ->
                    address.startsWith(Things.ACCOUNT) || address.startsWith(Things.SUBSCRIPTION));
    return marked && host.has(Things.GROUP);
  }

  /**
   * After the record was lost and rebuilt: what the host has counts as applied. Only of a
   * subscription its document tells when it has to end.
   */
  void recover() {
    Things before = applied;
    applied = host.copy();
    host.all().keySet().stream()
        .filter(address -> address.startsWith(Things.SUBSCRIPTION) && before.has(address))
        .forEach(address -> applied.put(address, before.at(address)));
  }

  /** Whether all keys that it had are declared still, so that they can be put back. */
  boolean keysAreAmong(ImportWish wish) {
    List<String> declared = wish.keys().toList();
    return host.all().values().stream()
        .map(fields -> fields.get(Things.KEY))
        .allMatch(key -> key == null || declared.contains(key));
  }

  /** Whether no subscription ends otherwise than it was given. */
  boolean hasItsEnds() {
    return host.all().entrySet().stream()
        .filter(one -> one.getKey().startsWith(Things.SUBSCRIPTION))
        .allMatch(one -> one.getValue().equals(applied.all().get(one.getKey())));
  }

  /** Whether all stands as it was last applied, but for when subscriptions end. */
  boolean isUntouchedButForEnds() {
    return host.all().keySet().equals(applied.all().keySet())
        && host.all().entrySet().stream()
            .filter(one -> !one.getKey().startsWith(Things.SUBSCRIPTION))
            .allMatch(one -> one.getValue().equals(applied.all().get(one.getKey())));
  }

  /** Whether all stands as it was last applied. */
  boolean isUntouched() {
    return host.equals(applied);
  }

  /**
   * Goes on to what has to come of a revision when all has come to rest.
   *
   * @param wanted what the revision declares of it; empty when it is declared no more
   */
  Forecast follow(ImportWish wish, Things wanted, Neighbourhood neighbourhood) {
    Outcome outcome = new Outcome(wish, wanted, neighbourhood);
    outcome.work();
    if (wish != null) {
      removal = wish.removal;
    }
    if (!outcome.forecast.obstacles.isEmpty()) {
      outcome.forecast.pending.clear();
      return outcome.forecast;
    }
    if (outcome.forecast.fails) {
      return Forecast.failing(); // it is in quarantine, and not looked at
    }
    orphans.addAll(outcome.left);
    adopted.addAll(outcome.taken);
    host = outcome.stands;
    applied = outcome.made;
    return outcome.forecast;
  }

  /** One look at one revision. */
  private final class Outcome {
    private final ImportWish wish;
    private final Things wanted;
    private final Neighbourhood neighbourhood;
    private final Forecast forecast = new Forecast();
    private final Things stands = new Things();
    private final Things made = new Things();
    private final Set<String> left = new HashSet<>();
    private final Set<String> taken = new HashSet<>();
    private final Things live;
    private final Things known;

    Outcome(ImportWish wish, Things wanted, Neighbourhood neighbourhood) {
      this.wish = wish;
      this.wanted = wanted;
      this.neighbourhood = neighbourhood;
      Map<String, String> moves = moves();
      this.live = host.moved(address -> moves.getOrDefault(address, address));
      this.known = applied.moved(address -> moves.getOrDefault(address, address));
    }

    /** A key that goes by another name stays the account that it was. */
    private Map<String, String> moves() {
      Map<String, String> moves = new HashMap<>();
      wanted
          .all()
          .forEach(
              (address, fields) -> {
                String key = fields.get(Things.KEY);
                if (key != null && !applied.has(address)) {
                  applied.all().entrySet().stream()
                      .filter(one -> key.equals(one.getValue().get(Things.KEY)))
                      .filter(one -> !wanted.has(one.getKey()))
                      .findFirst()
                      .ifPresent(one -> moves.put(one.getKey(), address));
                }
              });
      return moves;
    }

    void work() {
      wanted
          .all()
          .forEach(
              (address, fields) -> {
                if (!known.has(address)) {
                  create(address, fields);
                } else if (!live.has(address)) {
                  bringBack(address, fields);
                } else {
                  change(address, fields);
                }
              });
      known.all().keySet().stream().filter(address -> !wanted.has(address)).forEach(this::remove);
    }

    private void create(String address, SortedMap<String, String> fields) {
      Kind kind = Kind.of(address);
      String name = fields.get("name");
      if (name != null && kind != Kind.PLANS && neighbourhood.namesake(kind, name).isPresent()) {
        if (!wish.adopt) {
          forecast.obstacles.add("not-ours " + address);
          return;
        }
        taken.add(address);
      }
      make(address, fields);
    }

    private void make(String address, SortedMap<String, String> fields) {
      if (isDead(fields)) {
        forecast.fails |= wish.strict;
        return;
      }
      stands.put(address, fields);
      made.put(address, fields);
    }

    private void bringBack(String address, SortedMap<String, String> fields) {
      if (wish.correct) {
        make(address, fields);
        return;
      }
      forecast.drift.add(address + " gone");
      made.put(address, known.at(address));
    }

    private void change(String address, SortedMap<String, String> fields) {
      SortedMap<String, String> before = known.at(address);
      SortedMap<String, String> found = live.at(address);
      SortedMap<String, String> after = new TreeMap<>(found);
      SortedMap<String, String> drifted = new TreeMap<>();
      fields.forEach(
          (field, value) -> {
            boolean byHand = !found.get(field).equals(before.get(field));
            boolean byGit = !value.equals(before.get(field));
            boolean corrects = wish.correct && !isExtended(address, before, found);
            if (found.get(field).equals(value) || !byHand || corrects) {
              after.put(field, value);
            } else if (byGit) {
              forecast.obstacles.add("changed-on-both-sides " + address);
              drifted.put(field, value);
            } else {
              drifted.put(field, value);
            }
          });
      if (!drifted.isEmpty()) {
        forecast.drift.add(address + " " + String.join(",", drifted.keySet()));
      }
      boolean newKey = isDead(fields) && !fields.get(Things.KEY).equals(found.get(Things.KEY));
      if (newKey) {
        // It keeps the key that it has, and gets the rest of what is declared.
        forecast.fails |= wish.strict;
        after.put(Things.KEY, found.get(Things.KEY));
        stands.put(address, after);
        SortedMap<String, String> without = new TreeMap<>(fields);
        without.put(Things.KEY, before.get(Things.KEY));
        made.put(address, without);
        return;
      }
      stands.put(address, after);
      made.put(address, fields);
    }

    /** What somebody was given beyond the grant is not taken back by itself. */
    private static boolean isExtended(
        String address, SortedMap<String, String> before, SortedMap<String, String> found) {
      return address.startsWith(Things.SUBSCRIPTION)
          && Integer.parseInt(found.get("expires")) > Integer.parseInt(before.get("expires"));
    }

    private static boolean isDead(SortedMap<String, String> fields) {
      return fields.containsKey(Things.KEY) && KeyEntry.isDead(fields.get(Things.KEY));
    }

    private void remove(String address) {
      if (!live.has(address)) {
        return;
      }
      switch (wish == null ? removal : wish.removal) {
        case PRUNE -> {
          if (isExtended(address, known.at(address), live.at(address))) {
            forecast.obstacles.add("extended-by-hand " + address);
          }
        }
        case ORPHAN -> left.add(address);
        case PROTECT -> forecast.obstacles.add("protected " + address);
      }
    }
  }
}

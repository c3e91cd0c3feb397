package dev.relaymanager.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Whoever writes commits: makes wishes up and changes them. */
final class Author {
  static final List<String> NAMES =
      List.of("deepseek", "kimi", "qwen", "glm", "doubao", "minimax", "hunyuan");
  private static final List<String> PRICES = List.of("9.9", "12.5", "0.01", "100");
  private static final List<String> RATES = List.of("1", "1.2", "0.5", "2.25");
  private static final List<String> LIMITS = List.of("5", "7.5", "100");
  private static final List<String> WORDS = List.of("cheap", "for research", "till summer", "new");
  private static final List<List<String>> MODELS =
      List.of(
          List.of("deepseek-chat"),
          List.of("deepseek-chat", "deepseek-reasoner"),
          List.of("deepseek-chat", "deepseek-flash"));

  private final Dice dice;
  private final Set<String> burnt = new HashSet<>();
  private final Set<String> keys = new HashSet<>();
  private final Set<String> used = new HashSet<>();
  private int entries;
  private List<ImportWish> wishes = new ArrayList<>();
  private Documents.Layout layout = Documents.Layout.A_FILE_EACH;

  Author(Dice dice) {
    this.dice = dice;
  }

  List<ImportWish> wishes() {
    return wishes;
  }

  Documents.Layout layout() {
    return layout;
  }

  /** Every key that was ever written down. */
  Set<String> keys() {
    return keys;
  }

  /** What is wished of an import; null when it is declared no more. */
  ImportWish wish(String name) {
    return wishes.stream().filter(wish -> wish.name.equals(name)).findFirst().orElse(null);
  }

  /** A first revision. */
  void begin() {
    for (int count = dice.between(1, 3); count > 0; count--) {
      add();
    }
  }

  private void add() {
    List<String> free = freeNames();
    if (free.isEmpty()) {
      return;
    }
    ImportWish wish = new ImportWish();
    wish.name = dice.one(free);
    wish.strict = dice.chance(50);
    wish.correct = dice.chance(50);
    wish.adopt = dice.chance(20);
    // What is left on a host carries our marks still, so its names are not used again.
    if (used.add(wish.name) && dice.chance(20)) {
      wish.removal = Removal.ORPHAN;
      burnt.add(wish.name);
    }
    wish.models = dice.one(MODELS);
    wish.sold = dice.chance(80);
    wish.price = dice.one(PRICES);
    wish.validity = dice.one(List.of(7, 30, 365));
    wish.forSale = dice.chance(50);
    wish.description = dice.one(WORDS);
    wish.rate = dice.one(RATES);
    wish.dailyLimit = dice.one(LIMITS);
    wish.concurrency = dice.between(1, 20);
    wish.priority = dice.between(1, 90);
    for (int count = dice.between(1, 3); count > 0; count--) {
      wish.entries.add(entry(!wish.adopt && dice.chance(10)));
    }
    wish.grants = new TreeMap<>();
    for (String user : Surroundings.USERS) {
      if (dice.chance(35)) {
        wish.grants.put(user, days());
      }
    }
    wishes.add(wish);
  }

  /** Names that no import has or had just before. */
  List<String> freeNames() {
    return NAMES.stream()
        .filter(name -> !burnt.contains(name))
        .filter(
            name ->
                wishes.stream()
                    .noneMatch(one -> one.name.equals(name) || one.movedFrom.equals(name)))
        .toList();
  }

  private int days() {
    return dice.one(List.of(10, 30, 45, 90));
  }

  private KeyEntry entry(boolean dead) {
    entries++;
    KeyEntry entry = new KeyEntry("team-" + entries, List.of(key(dead)));
    return dice.chance(20) ? entry.with(key(false)) : entry;
  }

  private String key(boolean dead) {
    String key = (dead ? KeyEntry.DEAD : "sk-good") + "-in/vented+" + dice.hex(12);
    keys.add(key);
    return key;
  }

  /** Changes something; says what. Takes care of what the rules of a seed leave out. */
  String change(
      Predicate<ImportWish> mayFail, Predicate<ImportWish> mayMove, Predicate<String> isTaken) {
    if (wishes.isEmpty() || (wishes.size() < 3 && dice.chance(10))) {
      int before = wishes.size();
      add();
      return wishes.size() == before ? "nothing" : "a new import " + wishes.getLast().name;
    }
    if (dice.chance(8)) {
      layout = dice.other(layout, List.of(Documents.Layout.values()));
      return "files laid out as " + layout;
    }
    int index = dice.between(0, wishes.size() - 1);
    ImportWish wish = wishes.get(index).copy();
    String what = dice.chance(60) ? keys(wish, mayFail) : rest(wish, mayMove, isTaken);
    if (what.equals(GONE)) {
      wishes.remove(index);
      return wish.name + " " + GONE;
    }
    String name = wishes.get(index).name;
    wishes.set(index, wish);
    return name + ": " + what;
  }

  private static final String GONE = "is declared no more";

  private String keys(ImportWish wish, Predicate<ImportWish> mayFail) {
    boolean dead = dice.chance(20) && mayFail.test(wish);
    int index = dice.between(0, wish.entries.size() - 1);
    KeyEntry entry = wish.entries.get(index);
    return switch (dice.between(1, 6)) {
      case 1 -> {
        wish.entries.add(entry(dead));
        yield "another entry " + wish.entries.getLast().id() + (dead ? ", dead" : "");
      }
      case 2 -> {
        if (wish.entries.size() > 1) {
          wish.entries.remove(index);
          yield "no entry " + entry.id() + " any more";
        }
        wish.entries.set(index, entry.with(key(false)));
        yield "another key in " + entry.id();
      }
      case 3 -> {
        wish.entries.set(index, new KeyEntry(entry.id(), List.of(key(dead))));
        yield "a new key for " + entry.id() + (dead ? ", dead" : "");
      }
      case 4 -> {
        wish.entries.add(wish.entries.remove(index));
        yield "entries in another order";
      }
      case 5 -> {
        wish.entries.set(index, new KeyEntry(entry.id(), List.of(entry.keys().getLast())));
        yield "only its last key in " + entry.id();
      }
      default -> {
        entries++;
        wish.entries.set(index, new KeyEntry("team-" + entries, entry.keys()));
        yield "entry " + entry.id() + " is called team-" + entries;
      }
    };
  }

  private String rest(ImportWish wish, Predicate<ImportWish> mayMove, Predicate<String> isTaken) {
    switch (dice.between(1, 12)) {
      case 1 -> wish.price = dice.other(wish.price, PRICES);
      case 2 -> wish.validity = dice.other(wish.validity, List.of(7, 30, 365));
      case 3 -> wish.rate = dice.other(wish.rate, RATES);
      case 4 -> wish.description = dice.other(wish.description, WORDS);
      case 5 -> wish.models = dice.other(wish.models, MODELS);
      case 6 -> wish.concurrency = 21 + wish.concurrency;
      case 7 -> {
        wish.sold = !wish.sold;
        return wish.sold ? "sold" : "sold no more";
      }
      case 8 -> {
        return grant(wish);
      }
      case 9 -> {
        wish.correct = !wish.correct;
        return wish.correct ? "onDrift: correct" : "onDrift: report";
      }
      case 10 -> {
        return mode(wish);
      }
      case 11 -> {
        // Marks in notes of subscriptions keep the first name, and documents tell the last one.
        return wish.movedFrom.isEmpty() && mayMove.test(wish) ? move(wish, isTaken) : grant(wish);
      }
      default -> {
        return dice.chance(60) ? grant(wish) : GONE;
      }
    }
    return "price %s, %d days, rate %s, %s, models %s, concurrency %d"
        .formatted(
            wish.price, wish.validity, wish.rate, wish.description, wish.models, wish.concurrency);
  }

  private String mode(ImportWish wish) {
    if (wish.hasDeadKey()) {
      wish.strict = false;
    } else {
      wish.strict = !wish.strict;
    }
    if (wish.removal != Removal.ORPHAN) {
      wish.removal = dice.one(List.of(Removal.PRUNE, Removal.PRUNE, Removal.PROTECT));
    }
    return (wish.strict ? "strict" : "partial") + ", deletion " + wish.removal;
  }

  private String grant(ImportWish wish) {
    String user = dice.one(Surroundings.USERS);
    Integer days = wish.grants.get(user);
    if (days != null && wish.removal != Removal.ORPHAN && dice.chance(40)) {
      wish.grants.remove(user);
      return user + " may use it no more";
    }
    wish.grants.put(user, days == null ? days() : dice.other(days, List.of(10, 30, 45, 90)));
    return user + " may use it for " + wish.grants.get(user) + " days";
  }

  private String move(ImportWish wish, Predicate<String> isTaken) {
    List<String> free = freeNames().stream().filter(isTaken.negate()).toList();
    if (free.isEmpty()) {
      return grant(wish);
    }
    wish.movedFrom = wish.name;
    wish.name = dice.one(free);
    used.add(wish.name);
    return "is called " + wish.name;
  }
}

package dev.relaymanager.desired;

import dev.relaymanager.desired.ImportDocument.AccountWish;
import dev.relaymanager.desired.ImportDocument.GroupWish;
import dev.relaymanager.desired.ImportDocument.NameWishes;
import dev.relaymanager.desired.ImportDocument.PlanWish;
import dev.relaymanager.model.Place;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a {@code ProviderImport} document that its schema has accepted. */
final class ImportDecoder {
  private ImportDecoder() {}

  static ImportDocument decode(String name, Fields document) {
    Fields spec = document.child("spec");
    Set<Access> access = EnumSet.noneOf(Access.class);
    spec.texts("access").forEach(word -> access.add(Fields.constant(Access.class, word)));
    return new ImportDocument(
        name,
        document.places(),
        spec.texts("hosts"),
        spec.text("pack"),
        spec.text("provider"),
        spec.word("mode", ImportMode.STRICT),
        access,
        keys(spec),
        spec.texts("models"),
        plan(spec),
        group(spec.child("group")),
        accounts(spec.child("accounts")),
        names(spec.child("names")),
        spec.word("onDrift", OnDrift.REPORT),
        spec.word("deletion", Deletion.PRUNE),
        spec.flag("adopt"),
        spec.flag("disabled"),
        reconcileEvery(spec),
        movedFrom(name, spec));
  }

  private static List<KeyEntry> keys(Fields spec) {
    List<KeyEntry> keys = new ArrayList<>();
    Map<String, Place> seen = new HashMap<>();
    for (Fields key : spec.children("keys")) {
      String id = key.text("id");
      Place first = seen.putIfAbsent(id, key.place());
      if (first != null) {
        key.problem(
            "id",
            "duplicate-key-id",
            "the key id " + id + " stands here a second time; the first is at " + first,
            "give each key an id of its own");
      }
      keys.add(new KeyEntry(id, SourceDecoder.decode(key), key.place(), key.path()));
    }
    return keys;
  }

  private static @Nullable PlanWish plan(Fields spec) {
    if (!spec.has("plan")) {
      return null;
    }
    Fields plan = spec.child("plan");
    return new PlanWish(
        Objects.requireNonNull(plan.decimalOrNull("price")),
        Objects.requireNonNull(plan.integerOrNull("days")),
        plan.flag("forSale"),
        plan.textOrNull("description"));
  }

  private static GroupWish group(Fields group) {
    BigDecimal rate = group.decimalOrNull("rateMultiplier");
    return new GroupWish(
        group.textOrNull("description"),
        rate == null ? BigDecimal.ONE : rate,
        group.decimalOrNull("dailyLimitUsd"),
        group.decimalOrNull("weeklyLimitUsd"),
        group.decimalOrNull("monthlyLimitUsd"));
  }

  private static AccountWish accounts(Fields accounts) {
    return new AccountWish(
        accounts.integerOrNull("concurrency"),
        accounts.integerOrNull("priority"),
        accounts.decimalOrNull("rateMultiplier"));
  }

  private static NameWishes names(Fields names) {
    return new NameWishes(
        names.textOrNull("group"),
        names.textOrNull("channel"),
        names.textOrNull("plan"),
        names.textOrNull("accountPrefix"));
  }

  /** A number and its unit, as the schema holds it to be. */
  private static @Nullable Duration reconcileEvery(Fields spec) {
    String text = spec.child("reconcile").textOrNull("every");
    if (text == null) {
      return null;
    }
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(number);
      case 'm' -> Duration.ofMinutes(number);
      case 'h' -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static @Nullable String movedFrom(String name, Fields spec) {
    Fields moved = spec.child("moved");
    String from = moved.textOrNull("from");
    if (name.equals(from)) {
      moved.problem(
          "from",
          "moved-from-itself",
          "the import says that it moved from its own name",
          "write the name it had before, or take moved out");
      return null;
    }
    return from;
  }
}

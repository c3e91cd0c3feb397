package dev.relaymanager.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One thing that two packs say differently.
 *
 * @param provider its {@code provider_id}; empty for what the pack says of itself
 * @param field as {@link PackFields} names it; empty when the whole provider came or went
 * @param before null when it was not there
 * @param after null when it is there no more
 */
public record PackChange(
    String provider, String field, @Nullable String before, @Nullable String after) {

  /** Everything that differs, the pack first, then provider by provider. */
  public static List<PackChange> between(Pack before, Pack after) {
    List<PackChange> changes = new ArrayList<>();
    compare("", PackFields.of(before), PackFields.of(after), changes);
    TreeSet<String> ids = new TreeSet<>();
    before.providers().forEach(provider -> ids.add(provider.id()));
    after.providers().forEach(provider -> ids.add(provider.id()));
    for (String id : ids) {
      Provider old = before.provider(id).orElse(null);
      Provider now = after.provider(id).orElse(null);
      if (old != null && now != null) {
        compare(id, PackFields.of(old), PackFields.of(now), changes);
      } else {
        changes.add(
            new PackChange(
                id,
                "",
                old == null ? null : old.displayName(),
                now == null ? null : now.displayName()));
      }
    }
    return List.copyOf(changes);
  }

  private static void compare(
      String provider,
      SortedMap<String, String> before,
      SortedMap<String, String> after,
      List<PackChange> changes) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      String old = before.get(name);
      String now = after.get(name);
      if (old == null || !old.equals(now)) {
        changes.add(new PackChange(provider, name, old, now));
      }
    }
  }
}

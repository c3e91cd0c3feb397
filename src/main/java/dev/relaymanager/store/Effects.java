package dev.relaymanager.store;

import dev.relaymanager.apply.Effect;
import dev.relaymanager.model.ResourceKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Closes intents and makes the record of managed resources follow, within one transaction. */
final class Effects {
  private static final int ASKED_AT_ONCE = 500;

  // An update that knows no key (its mask is null) leaves the account's key as it is.
  private static final String UPSERT =
      "INSERT INTO managed_resources (host, import_name, type, name, pack_id, provider_id,"
          + " logical_key, host_id, spec, key_mask, key_hash, batch_id, recorded_at) VALUES"
          + " (:host, :importName, :type, :name, :packId, :providerId, :logicalKey, :hostId,"
          + " :spec, :keyMask, :keyHash, :batchId, :at)"
          + " ON CONFLICT (host, import_name, type, name) DO UPDATE SET"
          + " pack_id = excluded.pack_id, provider_id = excluded.provider_id,"
          + " host_id = excluded.host_id, spec = excluded.spec,"
          + " key_mask = COALESCE(excluded.key_mask, managed_resources.key_mask),"
          + " key_hash = excluded.key_hash, batch_id = excluded.batch_id,"
          + " recorded_at = excluded.recorded_at";

  private final Handle handle;
  private final Map<Long, Effect> effects;
  private final Map<Long, Item> items;

  private Effects(Handle handle, Map<Long, Effect> effects, Map<Long, Item> items) {
    this.handle = handle;
    this.effects = effects;
    this.items = items;
  }

  /** What the journal knows of an intent that shall be closed. */
  private record Item(
      long number,
      ResourceKey key,
      String batchId,
      String packId,
      String providerId,
      @Nullable String keyMask,
      String state,
      @Nullable Long resultHostId) {

    /** Whether the item was closed with this effect before. */
    boolean has(Effect effect) {
      return switch (effect) {
        case Effect.Stands stands ->
            state.equals("done") && Objects.equals(resultHostId, stands.hostId());
        case Effect.Removed() -> state.equals("done") && resultHostId == null;
        case Effect.NotDone(String reason) -> state.equals("not_done");
      };
    }
  }

  /**
   * Looks the intents up. Those that were closed with the same effect before are left out: whoever
   * was told that a commit failed may find that it had not.
   *
   * @throws IllegalStateException when one is unknown or was closed with another effect
   */
  static Effects of(Handle handle, Map<Long, Effect> effects) {
    Map<Long, Item> items = find(handle, List.copyOf(effects.keySet()));
    Map<Long, Effect> fresh = new TreeMap<>();
    effects.forEach(
        (number, effect) -> {
          Item item = items.get(number);
          if (item == null) {
            throw new IllegalStateException("there is no intent " + number);
          }
          if (item.state().equals("open")) {
            fresh.put(number, effect);
          } else if (!item.has(effect)) {
            throw new IllegalStateException(
                "intent " + number + " for " + item.key() + " was closed as " + item.state());
          }
        });
    return new Effects(handle, fresh, items);
  }

  private static Map<Long, Item> find(Handle handle, List<Long> numbers) {
    Map<Long, Item> items = new HashMap<>();
    for (int from = 0; from < numbers.size(); from += ASKED_AT_ONCE) {
      handle
          .createQuery(
              "SELECT i.*, b.pack_id, b.provider_id FROM import_batch_items i"
                  + " JOIN import_batches b ON b.id = i.batch_id WHERE i.number IN (<numbers>)")
          .bindList(
              "numbers", numbers.subList(from, Math.min(from + ASKED_AT_ONCE, numbers.size())))
          .map(
              (row, context) ->
                  new Item(
                      row.getLong("number"),
                      Rows.key(row),
                      row.getString("batch_id"),
                      row.getString("pack_id"),
                      row.getString("provider_id"),
                      row.getString("key_mask"),
                      row.getString("state"),
                      Rows.numberOrNull(row, "result_host_id")))
          .forEach(item -> items.put(item.number(), item));
    }
    return items;
  }

  void record(Instant now) {
    if (effects.isEmpty()) {
      return;
    }
    PreparedBatch closings =
        handle.prepareBatch(
            "UPDATE import_batch_items SET state = :state, result_host_id = :hostId,"
                + " reason = :reason, closed_at = :at WHERE number = :number");
    // Of several effects on one resource the last one tells how it stands.
    Map<ResourceKey, Long> last = new LinkedHashMap<>();
    effects.forEach(
        (number, effect) -> {
          Item item = item(number);
          closings.bind("number", number).bind("at", Rows.text(now));
          switch (effect) {
            case Effect.Stands stands -> {
              addClosing(closings, "done", stands.hostId(), "");
              last.put(item.key(), number);
            }
            case Effect.Removed() -> {
              addClosing(closings, "done", null, "");
              last.put(item.key(), number);
            }
            case Effect.NotDone(String reason) -> addClosing(closings, "not_done", null, reason);
          }
        });
    closings.execute();
    recordResources(last.values(), now);
  }

  private void recordResources(Collection<Long> numbers, Instant now) {
    PreparedBatch records = handle.prepareBatch(UPSERT);
    PreparedBatch removals =
        handle.prepareBatch("DELETE FROM managed_resources WHERE " + Rows.KEY_EQUALS);
    for (long number : numbers) {
      Item item = item(number);
      if (effects.get(number) instanceof Effect.Stands stands) {
        addRecord(records, item, stands, now);
      } else {
        Rows.bindKey(removals, item.key()).add();
      }
    }
    executeUnlessEmpty(removals);
    executeUnlessEmpty(records);
    if (!numbers.isEmpty()) {
      handle.execute(WholeRecord.NEXT_VERSION);
    }
  }

  private Item item(long number) {
    return Objects.requireNonNull(items.get(number));
  }

  private static void addClosing(
      PreparedBatch closings, String state, @Nullable Long hostId, String reason) {
    closings.bind("state", state).bind("hostId", hostId).bind("reason", reason).add();
  }

  private static void addRecord(
      PreparedBatch records, Item item, Effect.Stands stands, Instant now) {
    Rows.bindKey(records, item.key())
        .bind("packId", item.packId())
        .bind("providerId", item.providerId())
        .bind("logicalKey", item.key().importName() + "/" + item.key().name())
        .bind("hostId", stands.hostId())
        .bind("spec", SpecJson.write(stands.spec()))
        .bind("keyMask", item.keyMask())
        .bind("keyHash", BatchJournal.keyHash(stands.spec()))
        .bind("batchId", item.batchId())
        .bind("at", Rows.text(now))
        .add();
  }

  private static void executeUnlessEmpty(PreparedBatch statements) {
    if (statements.size() > 0) {
      statements.execute();
    }
  }
}

package dev.relaymanager.store;

import dev.relaymanager.apply.BatchHeader;
import dev.relaymanager.apply.Effect;
import dev.relaymanager.apply.Intent;
import dev.relaymanager.apply.Journal;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The journal in {@code import_batches} and {@code import_batch_items}. */
final class BatchJournal implements Journal {
  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;
  private final Fence fence;

  BatchJournal(Writer writer, Readers readers, InstantSource clock, Fence fence) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
    this.fence = fence;
  }

  @Override
  public void openBatch(BatchHeader header) {
    writer.run(
        handle -> {
          fence.check(handle);
          open(handle, header);
        });
  }

  /** In one transaction: nobody could do anything with a batch between these states. */
  @Override
  public void beginBatch(BatchHeader header) {
    writer.run(
        handle -> {
          fence.check(handle);
          if (!isOpen(handle, header.id())) {
            open(handle, header);
          }
          move(handle, header.id(), BatchState.PREVIEWED, "");
          move(handle, header.id(), BatchState.RUNNING, "");
        });
  }

  private static boolean isOpen(Handle handle, String batchId) {
    return handle
        .createQuery("SELECT EXISTS (SELECT 1 FROM import_batches WHERE id = :id)")
        .bind("id", batchId)
        .mapTo(Boolean.class)
        .one();
  }

  private static void open(Handle handle, BatchHeader header) {
    handle
        .createUpdate(
            "INSERT INTO import_batches (id, host, import_name, pack_id, provider_id, mode,"
                + " origin, author, state, detail, opened_at, moved_at) VALUES (:id, :host,"
                + " :importName, :packId, :providerId, :mode, :origin, :author, :state, '',"
                + " :openedAt, :openedAt)")
        .bind("id", header.id())
        .bind("host", header.host())
        .bind("importName", header.importName())
        .bind("packId", header.packId())
        .bind("providerId", header.providerId())
        .bind("mode", header.mode())
        .bind("origin", header.origin())
        .bind("author", header.author())
        .bind("state", BatchState.PENDING.id())
        .bind("openedAt", Rows.text(header.openedAt()))
        .execute();
  }

  @Override
  public void moveBatch(String batchId, BatchState next, String detail) {
    writer.run(
        handle -> {
          fence.check(handle);
          move(handle, batchId, next, detail);
        });
  }

  private void move(Handle handle, String batchId, BatchState next, String detail) {
    BatchState present =
        handle
            .createQuery("SELECT state FROM import_batches WHERE id = :id")
            .bind("id", batchId)
            .map((row, context) -> BatchState.ofId(row.getString("state")))
            .findOne()
            .orElseThrow(() -> new IllegalStateException("there is no batch " + batchId));
    if (!present.next().contains(next)) {
      throw new IllegalStateException(
          "batch " + batchId + " is " + present.id() + " and cannot become " + next.id());
    }
    handle
        .createUpdate(
            "UPDATE import_batches SET state = :state, detail = :detail, moved_at = :at"
                + " WHERE id = :id")
        .bind("state", next.id())
        .bind("detail", detail)
        .bind("at", Rows.text(clock.instant()))
        .bind("id", batchId)
        .execute();
  }

  @Override
  public List<Long> intend(List<Intent> intents) {
    if (intents.isEmpty()) {
      return List.of();
    }
    return writer.write(
        handle -> {
          fence.check(handle);
          return insert(handle, intents, clock.instant());
        });
  }

  private static List<Long> insert(Handle handle, List<Intent> intents, Instant now) {
    // The write lock is held: nobody else counts on from the same number.
    long number =
        handle
            .createQuery("SELECT COALESCE(MAX(number), 0) FROM import_batch_items")
            .mapTo(Long.class)
            .one();
    List<Long> numbers = new ArrayList<>(intents.size());
    PreparedBatch rows =
        handle.prepareBatch(
            "INSERT INTO import_batch_items (number, batch_id, phase, host, import_name, type,"
                + " name, action, host_id, before_spec, after_spec, request_key, key_mask,"
                + " key_hash, state, reason, intended_at) VALUES (:number, :batchId, :phase, :host,"
                + " :importName, :type, :name, :action, :hostId, :before, :after, :requestKey,"
                + " :keyMask, :keyHash, 'open', '', :intendedAt)");
    for (Intent intent : intents) {
      numbers.add(++number);
      Rows.bindKey(rows, intent.key())
          .bind("number", number)
          .bind("batchId", intent.batchId())
          .bind("phase", intent.phase().id())
          .bind("action", intent.action().id())
          .bind("hostId", intent.hostId())
          .bind("before", SpecJson.writeOrNull(intent.before()))
          .bind("after", SpecJson.writeOrNull(intent.after()))
          .bind("requestKey", intent.requestKey())
          .bind("keyMask", intent.keyMask())
          .bind("keyHash", keyHash(intent.after()))
          .bind("intendedAt", Rows.text(now))
          .add();
    }
    rows.execute();
    return List.copyOf(numbers);
  }

  /** The fingerprint of an account's key; null for all else. */
  static @Nullable String keyHash(@Nullable ResourceSpec spec) {
    Fingerprint key = spec instanceof ResourceSpec.Account account ? account.key() : null;
    return key == null ? null : key.hex();
  }

  @Override
  public void close(Map<Long, Effect> effects) {
    if (effects.isEmpty()) {
      return;
    }
    writer.run(
        handle -> {
          fence.check(handle);
          Effects.of(handle, effects).record(clock.instant());
        });
  }

  @Override
  public List<OpenIntent> openIntents(String host) {
    return readers.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM import_batch_items WHERE host = :host AND state = 'open'"
                        + " ORDER BY number")
                .bind("host", host)
                .map(
                    (row, context) ->
                        new OpenIntent(
                            row.getLong("number"),
                            Batches.intent(row),
                            Rows.time(row, "intended_at")))
                .list());
  }
}

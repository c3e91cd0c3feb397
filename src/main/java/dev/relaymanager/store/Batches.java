package dev.relaymanager.store;

import dev.relaymanager.apply.BatchHeader;
import dev.relaymanager.apply.Intent;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads batches and what they did. The {@link dev.relaymanager.apply.Journal} writes them. */
public final class Batches {
  private static final String SELECT = "SELECT * FROM import_batches ";

  private final Readers readers;

  Batches(Readers readers) {
    this.readers = readers;
  }

  /**
   * A batch.
   *
   * @param detail why it is in this state, for people; may be empty
   * @param movedAt when it came into this state
   */
  public record Batch(BatchHeader header, BatchState state, String detail, Instant movedAt) {}

  /** What is known of an intent. */
  public enum ItemState {
    OPEN,
    DONE,
    NOT_DONE;

    /** As in the store and in machine output: {@code not_done}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An intent and what became of it.
   *
   * @param number of the intent; later ones are greater
   * @param hostId the host's id of what stands now; null while open, when nothing was done, and
   *     after a removal
   * @param reason why it was not done; else empty
   * @param closedAt null while open
   */
  public record Item(
      long number,
      Intent intent,
      ItemState state,
      @Nullable Long hostId,
      String reason,
      Instant intendedAt,
      @Nullable Instant closedAt) {}

  /** One batch. */
  public Optional<Batch> get(String batchId) {
    return readers.read(
        handle ->
            handle
                .createQuery(SELECT + "WHERE id = :id")
                .bind("id", batchId)
                .map((row, context) -> batch(row))
                .findOne());
  }

  /** What a batch did, in order; empty when there is no such batch. */
  public List<Item> items(String batchId) {
    return readers.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM import_batch_items WHERE batch_id = :id ORDER BY number")
                .bind("id", batchId)
                .map((row, context) -> item(row))
                .list());
  }

  /** Whether an account that stands was made by one of our batches, with that key. */
  public boolean made(ResourceKey account, long hostId, Fingerprint key) {
    return readers.read(
        handle ->
            Rows.bindKey(
                    handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM import_batch_items WHERE batch_id IN (SELECT"
                            + " id FROM import_batches WHERE host = :host AND import_name ="
                            + " :importName) AND "
                            + Rows.KEY_EQUALS
                            + " AND action = 'create' AND state = 'done' AND result_host_id ="
                            + " :hostId AND key_hash = :keyHash)"),
                    account)
                .bind("hostId", hostId)
                .bind("keyHash", key.hex())
                .mapTo(Boolean.class)
                .one());
  }

  /**
   * Batches, newest first.
   *
   * @param host null for all hosts
   * @param importName null for all imports
   * @param before id of a batch: only those older than it, to go on where a page ended; null to
   *     begin with the newest
   * @param limit the most to return
   */
  public List<Batch> page(
      @Nullable String host, @Nullable String importName, @Nullable String before, int limit) {
    return readers.read(
        handle ->
            handle
                .createQuery(
                    SELECT
                        + "WHERE (:host IS NULL OR host = :host)"
                        + " AND (:importName IS NULL OR import_name = :importName)"
                        + " AND (:before IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit")
                .bind("host", host)
                .bind("importName", importName)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> batch(row))
                .list());
  }

  /**
   * Batches of a provider's imports, newest first.
   *
   * @param host null for all hosts
   * @param before as for {@link #page}
   */
  public List<Batch> ofProvider(
      String providerId, @Nullable String host, @Nullable String before, int limit) {
    return readers.read(
        handle ->
            handle
                .createQuery(
                    SELECT
                        + "WHERE provider_id = :providerId AND (:host IS NULL OR host = :host)"
                        + " AND (:before IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit")
                .bind("providerId", providerId)
                .bind("host", host)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> batch(row))
                .list());
  }

  /** The newest batch of an import on a host. */
  public Optional<Batch> latest(String host, String importName) {
    return page(host, importName, null, 1).stream().findFirst();
  }

  /** All batches in a state, oldest first. */
  public List<Batch> in(BatchState state) {
    return readers.read(
        handle ->
            handle
                .createQuery(SELECT + "WHERE state = :state ORDER BY id")
                .bind("state", state.id())
                .map((row, context) -> batch(row))
                .list());
  }

  private static Batch batch(ResultSet row) throws SQLException {
    return new Batch(
        new BatchHeader(
            row.getString("id"),
            row.getString("host"),
            row.getString("import_name"),
            row.getString("pack_id"),
            row.getString("provider_id"),
            row.getString("mode"),
            row.getString("origin"),
            row.getString("author"),
            Rows.time(row, "opened_at")),
        BatchState.ofId(row.getString("state")),
        row.getString("detail"),
        Rows.time(row, "moved_at"));
  }

  private static Item item(ResultSet row) throws SQLException {
    return new Item(
        row.getLong("number"),
        intent(row),
        ItemState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Rows.numberOrNull(row, "result_host_id"),
        row.getString("reason"),
        Rows.time(row, "intended_at"),
        Rows.timeOrNull(row, "closed_at"));
  }

  static Intent intent(ResultSet row) throws SQLException {
    ResourceKey key = Rows.key(row);
    return new Intent(
        row.getString("batch_id"),
        Intent.Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
        key,
        Intent.Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
        Rows.numberOrNull(row, "host_id"),
        SpecJson.readOrNull(row.getString("before_spec"), key),
        SpecJson.readOrNull(row.getString("after_spec"), key),
        row.getString("request_key"),
        row.getString("key_mask"));
  }
}

package dev.relaymanager.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Calls that carried an {@code Idempotency-Key}, and what was answered; kept for a day. */
public final class ApiRequests {
  /** How long an answer is given again. */
  public static final Duration KEPT = Duration.ofHours(24);

  private static final String OF_CALL = " WHERE request_key = :key AND caller = :caller";

  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;

  ApiRequests(Writer writer, Readers readers, InstantSource clock) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
  }

  /**
   * A call.
   *
   * @param fingerprint names operation and body
   * @param batchId the batch that was announced for it; null before that, and when there is none
   * @param status HTTP status of the answer; null while there is none
   * @param answer the answer's body; null while there is none
   */
  public record Request(
      String fingerprint,
      @Nullable String batchId,
      @Nullable Integer status,
      @Nullable String answer,
      Instant begunAt) {}

  /**
   * Notes that a call begins.
   *
   * @return the call that had this key before; empty when it is new and was noted
   */
  public Optional<Request> begin(String key, String caller, String fingerprint) {
    return writer.write(
        handle -> {
          Instant now = clock.instant();
          handle
              .createUpdate("DELETE FROM api_requests WHERE begun_at < :old")
              .bind("old", Rows.text(now.minus(KEPT)))
              .execute();
          Optional<Request> known = find(handle, key, caller);
          if (known.isEmpty()) {
            handle
                .createUpdate(
                    "INSERT INTO api_requests (request_key, caller, fingerprint, begun_at) VALUES"
                        + " (:key, :caller, :fingerprint, :at)")
                .bind("key", key)
                .bind("caller", caller)
                .bind("fingerprint", fingerprint)
                .bind("at", Rows.text(now))
                .execute();
          }
          return known;
        });
  }

  /** Notes the batch that a call will be carried out by, before it is announced. */
  public void batch(String key, String caller, String batchId) {
    writer.run(
        handle ->
            handle
                .createUpdate("UPDATE api_requests SET batch_id = :batchId" + OF_CALL)
                .bind("batchId", batchId)
                .bind("key", key)
                .bind("caller", caller)
                .execute());
  }

  /** Keeps the answer. */
  public void end(String key, String caller, int status, String answer) {
    writer.run(
        handle ->
            handle
                .createUpdate(
                    "UPDATE api_requests SET status = :status, answer = :answer" + OF_CALL)
                .bind("status", status)
                .bind("answer", answer)
                .bind("key", key)
                .bind("caller", caller)
                .execute());
  }

  /** Forgets a call that did nothing, so that it may be tried again. */
  public void forget(String key, String caller) {
    writer.run(
        handle ->
            handle
                .createUpdate("DELETE FROM api_requests" + OF_CALL)
                .bind("key", key)
                .bind("caller", caller)
                .execute());
  }

  /** Forgets calls that a service which ended left unanswered, and that announced no batch. */
  public void forgetUnanswered() {
    writer.run(
        handle ->
            handle.execute("DELETE FROM api_requests WHERE status IS NULL AND batch_id IS NULL"));
  }

  /** A call. */
  public Optional<Request> get(String key, String caller) {
    return readers.read(handle -> find(handle, key, caller));
  }

  private static Optional<Request> find(Handle handle, String key, String caller) {
    return handle
        .createQuery("SELECT * FROM api_requests" + OF_CALL)
        .bind("key", key)
        .bind("caller", caller)
        .map((row, context) -> request(row))
        .findOne();
  }

  private static Request request(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    @Nullable Integer given = row.wasNull() ? null : status;
    return new Request(
        row.getString("fingerprint"),
        row.getString("batch_id"),
        given,
        row.getString("answer"),
        Rows.time(row, "begun_at"));
  }
}

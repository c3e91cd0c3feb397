package dev.relaymanager.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who changed what over the API. Lines are only ever added. */
public final class AuditLog {
  private final Writer writer;
  private final Readers readers;

  AuditLog(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  /**
   * One call.
   *
   * @param who name of the token
   * @param operation which one of the API was called
   * @param subject path of the call
   * @param batchId the batch that carried it out; null when none did
   * @param status HTTP status of the answer
   * @param outcome state of the batch or code of the problem; may be empty
   */
  public record Line(
      Instant at,
      String who,
      String role,
      String operation,
      String subject,
      @Nullable String batchId,
      int status,
      String outcome) {}

  /** A line and its place. */
  public record Kept(long id, Line line) {}

  /** Adds a line. */
  public void append(Line line) {
    writer.run(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO audit_log (at, who, role, operation, subject, batch_id, status,"
                        + " outcome) VALUES (:at, :who, :role, :operation, :subject, :batchId,"
                        + " :status, :outcome)")
                .bind("at", Rows.text(line.at()))
                .bind("who", line.who())
                .bind("role", line.role())
                .bind("operation", line.operation())
                .bind("subject", line.subject())
                .bind("batchId", line.batchId())
                .bind("status", line.status())
                .bind("outcome", line.outcome())
                .execute());
  }

  /**
   * Lines, the newest first.
   *
   * @param before id of a line: only older ones; {@link Long#MAX_VALUE} to begin with the newest
   */
  public List<Kept> page(long before, int limit) {
    return readers.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM audit_log WHERE id < :before ORDER BY id DESC LIMIT :limit")
                .bind("before", before)
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new Kept(
                            row.getLong("id"),
                            new Line(
                                Rows.time(row, "at"),
                                row.getString("who"),
                                row.getString("role"),
                                row.getString("operation"),
                                row.getString("subject"),
                                row.getString("batch_id"),
                                row.getInt("status"),
                                row.getString("outcome"))))
                .list());
  }
}

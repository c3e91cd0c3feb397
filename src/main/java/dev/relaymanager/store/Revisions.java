package dev.relaymanager.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Which revision was applied last, and which must not be applied again. */
public final class Revisions {
  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;

  Revisions(Writer writer, Readers readers, InstantSource clock) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
  }

  /** The revision of a branch that was applied last. */
  public record Applied(String revision, Instant at) {}

  /**
   * A revision that was rolled back for an import on a host.
   *
   * @param batchId the batch that was rolled back
   */
  public record Quarantine(
      String host, String importName, String revision, String batchId, Instant since) {}

  /** The revision of a branch that was applied last; empty before the first. */
  public Optional<Applied> lastApplied(String repository, String ref) {
    return readers.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM revisions WHERE repository = :repository AND ref = :ref")
                .bind("repository", repository)
                .bind("ref", ref)
                .map(
                    (row, context) ->
                        new Applied(row.getString("revision"), Rows.time(row, "applied_at")))
                .findOne());
  }

  /**
   * Notes that a revision of a branch was applied.
   *
   * @return false when it was the last already; then nothing is written
   */
  public boolean setApplied(String repository, String ref, String revision) {
    return writer.write(
        handle ->
            handle
                    .createUpdate(
                        "INSERT INTO revisions (repository, ref, revision, applied_at)"
                            + " VALUES (:repository, :ref, :revision, :at)"
                            + " ON CONFLICT (repository, ref) DO UPDATE SET"
                            + " revision = excluded.revision, applied_at = excluded.applied_at"
                            + " WHERE revisions.revision <> excluded.revision")
                    .bind("repository", repository)
                    .bind("ref", ref)
                    .bind("revision", revision)
                    .bind("at", Rows.text(clock.instant()))
                    .execute()
                > 0);
  }

  /**
   * Keeps a revision from being applied again to an import on a host.
   *
   * @return false when it was quarantined already
   */
  public boolean quarantine(String host, String importName, String revision, String batchId) {
    return writer.write(
        handle ->
            handle
                    .createUpdate(
                        "INSERT INTO quarantined_revisions (host, import_name, revision, batch_id,"
                            + " quarantined_at) VALUES (:host, :importName, :revision, :batchId,"
                            + " :at) ON CONFLICT (host, import_name, revision) DO NOTHING")
                    .bind("host", host)
                    .bind("importName", importName)
                    .bind("revision", revision)
                    .bind("batchId", batchId)
                    .bind("at", Rows.text(clock.instant()))
                    .execute()
                > 0);
  }

  /** Whether and since when a revision is quarantined for an import on a host. */
  public Optional<Quarantine> quarantined(String host, String importName, String revision) {
    return quarantined().stream()
        .filter(
            quarantine ->
                quarantine.host().equals(host)
                    && quarantine.importName().equals(importName)
                    && quarantine.revision().equals(revision))
        .findFirst();
  }

  /** All quarantined revisions, by host, import and time. */
  public List<Quarantine> quarantined() {
    return readers.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM quarantined_revisions"
                        + " ORDER BY host, import_name, quarantined_at")
                .map(
                    (row, context) ->
                        new Quarantine(
                            row.getString("host"),
                            row.getString("import_name"),
                            row.getString("revision"),
                            row.getString("batch_id"),
                            Rows.time(row, "quarantined_at")))
                .list());
  }

  /**
   * Lets all revisions be applied again to an import on a host.
   *
   * @return how many were quarantined
   */
  public int clear(String host, String importName) {
    return writer.write(
        handle ->
            handle
                .createUpdate(
                    "DELETE FROM quarantined_revisions"
                        + " WHERE host = :host AND import_name = :importName")
                .bind("host", host)
                .bind("importName", importName)
                .execute());
  }
}

package dev.relaymanager.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Reconcile runs: those that found something other than the run before. */
public final class Runs {
  private final Writer writer;
  private final Readers readers;

  Runs(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  /**
   * One run.
   *
   * @param scope what was reconciled: a repository and ref, or one import on one host
   * @param revision of the desired state; empty when it came from no revision
   * @param outcome in a word
   * @param counts by what was counted: {@code created}, {@code drifted} …
   * @param reportDigest of the report's content, which two equal reports share
   */
  public record Run(
      String scope,
      String revision,
      String outcome,
      SortedMap<String, Long> counts,
      Instant started,
      Instant ended,
      String reportDigest) {
    public Run {
      counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    private boolean foundTheSame(Run other) {
      return equals(
          new Run(
              other.scope,
              other.revision,
              other.outcome,
              other.counts,
              started,
              ended,
              other.reportDigest));
    }
  }

  /**
   * Keeps a run.
   *
   * @return false when the last run of its scope found the same; then nothing is written
   */
  public boolean append(Run run) {
    return writer.write(
        handle -> {
          if (list(handle, run.scope(), 1).stream().anyMatch(run::foundTheSame)) {
            return false;
          }
          handle
              .createUpdate(
                  "INSERT INTO reconcile_runs (scope, revision, outcome, counts, started_at,"
                      + " ended_at, report_digest) VALUES (:scope, :revision, :outcome, :counts,"
                      + " :started, :ended, :reportDigest)")
              .bind("scope", run.scope())
              .bind("revision", run.revision())
              .bind("outcome", run.outcome())
              .bind("counts", JsonText.ofCounts(run.counts()))
              .bind("started", Rows.text(run.started()))
              .bind("ended", Rows.text(run.ended()))
              .bind("reportDigest", run.reportDigest())
              .execute();
          return true;
        });
  }

  /** The last kept run of a scope. */
  public Optional<Run> latest(String scope) {
    return list(scope, 1).stream().findFirst();
  }

  /** A run and its place among all. */
  public record Kept(long id, Run run) {}

  /**
   * Kept runs of all scopes, newest first.
   *
   * @param before only older ones; {@link Long#MAX_VALUE} to begin with the newest
   */
  public List<Kept> page(long before, int limit) {
    return readers.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM reconcile_runs WHERE id < :before ORDER BY id DESC LIMIT"
                        + " :limit")
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new Kept(row.getLong("id"), run(row)))
                .list());
  }

  /** Kept runs of a scope, newest first. */
  public List<Run> list(String scope, int limit) {
    return readers.read(handle -> list(handle, scope, limit));
  }

  private static List<Run> list(Handle handle, String scope, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM reconcile_runs WHERE scope = :scope ORDER BY id DESC LIMIT :limit")
        .bind("scope", scope)
        .bind("limit", limit)
        .map((row, context) -> run(row))
        .list();
  }

  private static Run run(ResultSet row) throws SQLException {
    String scope = row.getString("scope");
    return new Run(
        scope,
        row.getString("revision"),
        row.getString("outcome"),
        JsonText.counts(row.getString("counts"), "a run of " + scope),
        Rows.time(row, "started_at"),
        Rows.time(row, "ended_at"),
        row.getString("report_digest"));
  }
}

package dev.relaymanager.store;

import dev.relaymanager.model.ResourceKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** What probes found, the newest of each kind and some history. */
public final class Probes {
  private final Writer writer;
  private final Readers readers;

  Probes(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  /** What was probed. */
  public enum Kind {
    /** The host's own test of an account. */
    HOST_TEST,
    /** The models that the host lists for an account. */
    MODELS,
    /** A call of the smoke-test model at the vendor, with the account's key. */
    SMOKE,
    /** A call through the host's gateway with a user's key. */
    GATEWAY;

    /** As in the store and in machine output: {@code host_test}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One finding.
   *
   * @param verdict in a word, as the probe has it
   * @param detail for people; may be empty; never a secret
   * @param batchId the batch during which it was made; null outside of one
   */
  public record ProbeResult(
      ResourceKey key,
      Kind kind,
      String verdict,
      String detail,
      Instant at,
      @Nullable String batchId) {}

  /** Keeps findings, all or none. */
  public void append(List<ProbeResult> results) {
    if (results.isEmpty()) {
      return;
    }
    writer.run(
        handle -> {
          PreparedBatch rows =
              handle.prepareBatch(
                  "INSERT INTO probe_results (host, import_name, type, name, kind, verdict, detail,"
                      + " probed_at, batch_id) VALUES (:host, :importName, :type, :name, :kind,"
                      + " :verdict, :detail, :at, :batchId)");
          for (ProbeResult result : results) {
            Rows.bindKey(rows, result.key())
                .bind("kind", result.kind().id())
                .bind("verdict", result.verdict())
                .bind("detail", result.detail())
                .bind("at", Rows.text(result.at()))
                .bind("batchId", result.batchId())
                .add();
          }
          rows.execute();
        });
  }

  /** The last finding of a kind about a resource. */
  public Optional<ProbeResult> latest(ResourceKey key, Kind kind) {
    return readers.read(
        handle ->
            Rows.bindKey(
                    handle.createQuery(
                        "SELECT * FROM probe_results WHERE "
                            + Rows.KEY_EQUALS
                            + " AND kind = :kind ORDER BY id DESC LIMIT 1"),
                    key)
                .bind("kind", kind.id())
                .map((row, context) -> result(row))
                .findOne());
  }

  private static ProbeResult result(ResultSet row) throws SQLException {
    return new ProbeResult(
        Rows.key(row),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("verdict"),
        row.getString("detail"),
        Rows.time(row, "probed_at"),
        row.getString("batch_id"));
  }
}

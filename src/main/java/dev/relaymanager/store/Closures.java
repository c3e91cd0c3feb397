package dev.relaymanager.store;

import dev.relaymanager.model.ClosureState;
import dev.relaymanager.probe.GatewayProof;
import dev.relaymanager.probe.WayProof;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Whether users can really call the models, and what proved it. */
public final class Closures {
  private final Writer writer;
  private final Readers readers;

  Closures(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  /**
   * What was found of an import on a host.
   *
   * @param evidence which calls proved it or failed, for people; never a secret
   * @param at when it was first found so
   * @param batchId the batch during which it was found; null outside of one
   * @param ways what is known of each declared way; empty where only the evidence was kept
   * @param proofs the calls that say so, as they were last made
   */
  public record Closure(
      String host,
      String importName,
      ClosureState state,
      String evidence,
      Instant at,
      @Nullable String batchId,
      List<WayProof> ways,
      List<GatewayProof> proofs) {
    public Closure {
      ways = List.copyOf(ways);
      proofs = List.copyOf(proofs);
    }

    /** Of what nothing more is known than its evidence. */
    public Closure(
        String host,
        String importName,
        ClosureState state,
        String evidence,
        Instant at,
        @Nullable String batchId) {
      this(host, importName, state, evidence, at, batchId, List.of(), List.of());
    }

    private String findings() {
      return FindingsJson.write(new FindingsJson.Findings(ways, proofs));
    }
  }

  /**
   * Keeps a finding.
   *
   * @return false when state and evidence are as before; then only the times of the calls move on,
   *     and nothing is written where there were none
   */
  public boolean append(Closure closure) {
    return writer.write(
        handle -> {
          Optional<Closure> last = latest(handle, closure.host(), closure.importName());
          if (last.isPresent()
              && last.get().state() == closure.state()
              && last.get().evidence().equals(closure.evidence())) {
            if (!last.get().findings().equals(closure.findings())) {
              refresh(handle, closure);
            }
            return false;
          }
          handle
              .createUpdate(
                  "INSERT INTO access_closure_records (host, import_name, state, evidence,"
                      + " found_at, batch_id, findings) VALUES (:host, :importName, :state,"
                      + " :evidence, :at, :batchId, :findings)")
              .bind("host", closure.host())
              .bind("importName", closure.importName())
              .bind("state", closure.state().id())
              .bind("evidence", closure.evidence())
              .bind("at", Rows.text(closure.at()))
              .bind("batchId", closure.batchId())
              .bind("findings", closure.findings())
              .execute();
          return true;
        });
  }

  private static void refresh(Handle handle, Closure closure) {
    handle
        .createUpdate(
            "UPDATE access_closure_records SET findings = :findings WHERE id ="
                + " (SELECT MAX(id) FROM access_closure_records WHERE host = :host AND import_name"
                + " = :importName)")
        .bind("host", closure.host())
        .bind("importName", closure.importName())
        .bind("findings", closure.findings())
        .execute();
  }

  /** How it stands. */
  public Optional<Closure> latest(String host, String importName) {
    return readers.read(handle -> latest(handle, host, importName));
  }

  /** How it changed, newest first. */
  public List<Closure> history(String host, String importName, int limit) {
    return readers.read(handle -> history(handle, host, importName, limit));
  }

  private static Optional<Closure> latest(Handle handle, String host, String importName) {
    return history(handle, host, importName, 1).stream().findFirst();
  }

  private static List<Closure> history(Handle handle, String host, String importName, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM access_closure_records WHERE host = :host AND import_name = :importName"
                + " ORDER BY id DESC LIMIT :limit")
        .bind("host", host)
        .bind("importName", importName)
        .bind("limit", limit)
        .map((row, context) -> closure(row))
        .list();
  }

  private static Closure closure(ResultSet row) throws SQLException {
    String host = row.getString("host");
    String importName = row.getString("import_name");
    FindingsJson.Findings findings =
        FindingsJson.read(row.getString("findings"), "the access of " + host + "/" + importName);
    return new Closure(
        host,
        importName,
        ClosureState.ofId(row.getString("state")),
        row.getString("evidence"),
        Rows.time(row, "found_at"),
        row.getString("batch_id"),
        findings.ways(),
        findings.proofs());
  }
}

package dev.relaymanager.store;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** What came of the last trial of each upstream key at each account. */
public final class KeyProofs {
  private final Writer writer;
  private final Readers readers;

  KeyProofs(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  /**
   * A trial.
   *
   * @param account which holds the key, or was to get it
   * @param verdict {@code fine}, {@code busy}, {@code unproven}, {@code dead} or {@code empty}
   * @param failsOnHost whether the host's own test of the account failed with it, though the vendor
   *     takes the key
   * @param evidence for people; never a secret
   * @param workedAt when the key was last tried and not found dead or empty; null when it never was
   */
  public record KeyProof(
      ResourceKey account,
      Fingerprint key,
      String verdict,
      boolean failsOnHost,
      String evidence,
      Instant at,
      @Nullable Instant workedAt) {}

  /**
   * Keeps trials, all or none, in place of earlier ones of the same keys. When a key last worked is
   * kept as it is where a trial does not say so.
   */
  public void keep(List<KeyProof> proofs) {
    if (proofs.isEmpty()) {
      return;
    }
    writer.run(
        handle -> {
          PreparedBatch rows =
              handle.prepareBatch(
                  "INSERT INTO key_proofs (host, import_name, name, key_hash, verdict,"
                      + " fails_on_host, evidence, tried_at, worked_at) VALUES (:host, :importName,"
                      + " :name, :keyHash, :verdict, :failsOnHost, :evidence, :at, :workedAt)"
                      + " ON CONFLICT (host, import_name, name, key_hash) DO UPDATE SET"
                      + " verdict = excluded.verdict, fails_on_host = excluded.fails_on_host,"
                      + " evidence = excluded.evidence, tried_at = excluded.tried_at,"
                      + " worked_at = COALESCE(excluded.worked_at, key_proofs.worked_at)");
          for (KeyProof proof : proofs) {
            Instant worked = proof.workedAt();
            bindKey(rows, proof)
                .bind("verdict", proof.verdict())
                .bind("failsOnHost", proof.failsOnHost())
                .bind("evidence", proof.evidence())
                .bind("at", Rows.text(proof.at()))
                .bind("workedAt", worked == null ? null : Rows.text(worked))
                .add();
          }
          rows.execute();
        });
  }

  /** One key of one account. */
  public record Key(ResourceKey account, Fingerprint key) {}

  /** Forgets those of an import's keys that nobody asks about any more. */
  public void forgetAllBut(String host, String importName, Set<Key> kept) {
    List<KeyProof> gone =
        of(host, importName).stream()
            .filter(proof -> !kept.contains(new Key(proof.account(), proof.key())))
            .toList();
    if (gone.isEmpty()) {
      return;
    }
    writer.run(
        handle -> {
          PreparedBatch rows =
              handle.prepareBatch(
                  "DELETE FROM key_proofs WHERE host = :host AND import_name = :importName"
                      + " AND name = :name AND key_hash = :keyHash");
          gone.forEach(proof -> bindKey(rows, proof).add());
          rows.execute();
        });
  }

  private static PreparedBatch bindKey(PreparedBatch rows, KeyProof proof) {
    return rows.bind("host", proof.account().host())
        .bind("importName", proof.account().importName())
        .bind("name", proof.account().name())
        .bind("keyHash", proof.key().hex());
  }

  /** Of the keys that were tried for accounts of an import. */
  public List<KeyProof> of(String host, String importName) {
    return readers.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM key_proofs WHERE host = :host AND import_name = :importName")
                .bind("host", host)
                .bind("importName", importName)
                .map((row, context) -> proof(row))
                .list());
  }

  /** Those that ended badly: the key is dead or empty, or its account fails on the host. */
  public List<KeyProof> bad() {
    return readers.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM key_proofs"
                        + " WHERE verdict IN ('dead', 'empty') OR fails_on_host = 1")
                .map((row, context) -> proof(row))
                .list());
  }

  private static KeyProof proof(ResultSet row) throws SQLException {
    return new KeyProof(
        ResourceKey.account(
            row.getString("host"), row.getString("import_name"), row.getString("name")),
        new Fingerprint(row.getString("key_hash")),
        row.getString("verdict"),
        row.getBoolean("fails_on_host"),
        row.getString("evidence"),
        Rows.time(row, "tried_at"),
        Rows.timeOrNull(row, "worked_at"));
  }
}

package dev.relaymanager.store;

import dev.relaymanager.model.ProviderState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The state of each import on each host. */
public final class Installs {
  private static final String OF_IMPORT = " WHERE host = :host AND import_name = :importName";

  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;

  Installs(Writer writer, Readers readers, InstantSource clock) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
  }

  /**
   * A provider on a host.
   *
   * @param packVersion of the pack when it last stood as declared; empty where that was not kept
   * @param detail why it is in this state, for people; may be empty
   * @param since when it came into this state
   */
  public record Install(
      String host,
      String importName,
      String packId,
      String packVersion,
      String providerId,
      ProviderState state,
      String detail,
      Instant since) {}

  /** All, by host and import. */
  public List<Install> list() {
    return readers.read(
        handle ->
            handle
                .createQuery("SELECT * FROM provider_installs ORDER BY host, import_name")
                .map((row, context) -> install(row))
                .list());
  }

  /** One import on one host. */
  public Optional<Install> get(String host, String importName) {
    return readers.read(handle -> find(handle, host, importName));
  }

  /**
   * Sets the state of an import on a host. The time of the state stays when only the detail
   * changes.
   *
   * @return false when all is as before; then nothing is written
   */
  public boolean move(
      String host,
      String importName,
      String packId,
      String packVersion,
      String providerId,
      ProviderState state,
      String detail) {
    return writer.write(
        handle -> {
          Optional<Install> present = find(handle, host, importName);
          Instant since =
              present
                  .filter(install -> install.state() == state)
                  .map(Install::since)
                  .orElseGet(clock::instant);
          Install next =
              new Install(host, importName, packId, packVersion, providerId, state, detail, since);
          if (present.filter(next::equals).isPresent()) {
            return false;
          }
          write(handle, next);
          return true;
        });
  }

  /**
   * Keeps what shall become of an import's resources once it is declared no more.
   *
   * @param deletion {@code prune}, {@code orphan} or {@code protect}
   * @return false when it is as before, or the import is not known; then nothing is written
   */
  public boolean keepDeletion(String host, String importName, String deletion) {
    if (deletion.equals(deletion(host, importName).orElse(deletion))) {
      return false;
    }
    return writer.write(
        handle ->
            handle
                    .createUpdate("UPDATE provider_installs SET deletion = :deletion" + OF_IMPORT)
                    .bind("deletion", deletion)
                    .bind("host", host)
                    .bind("importName", importName)
                    .execute()
                > 0);
  }

  /**
   * What was kept of an import with {@link #keepDeletion}; {@code prune} until then.
   *
   * @param deletion {@code prune}, {@code orphan} or {@code protect}
   */
  public record KeptDeletion(String host, String importName, String deletion) {}

  /** What was kept of all imports. */
  public List<KeptDeletion> deletions() {
    return readers.read(
        handle ->
            handle
                .createQuery("SELECT host, import_name, deletion FROM provider_installs")
                .map(
                    (row, context) ->
                        new KeptDeletion(row.getString(1), row.getString(2), row.getString(3)))
                .list());
  }

  private Optional<String> deletion(String host, String importName) {
    return readers.read(
        handle ->
            handle
                .createQuery("SELECT deletion FROM provider_installs" + OF_IMPORT)
                .bind("host", host)
                .bind("importName", importName)
                .mapTo(String.class)
                .findOne());
  }

  /**
   * Forgets an import on a host.
   *
   * @return false when it was not known
   */
  public boolean remove(String host, String importName) {
    return writer.write(
        handle ->
            handle
                    .createUpdate("DELETE FROM provider_installs" + OF_IMPORT)
                    .bind("host", host)
                    .bind("importName", importName)
                    .execute()
                > 0);
  }

  private static void write(Handle handle, Install install) {
    handle
        .createUpdate(
            "INSERT INTO provider_installs (host, import_name, pack_id, pack_version, provider_id,"
                + " state, detail, since) VALUES (:host, :importName, :packId, :packVersion,"
                + " :providerId, :state, :detail, :since)"
                + " ON CONFLICT (host, import_name) DO UPDATE SET pack_id = excluded.pack_id,"
                + " pack_version = excluded.pack_version, provider_id = excluded.provider_id,"
                + " state = excluded.state, detail = excluded.detail, since = excluded.since")
        .bind("host", install.host())
        .bind("importName", install.importName())
        .bind("packId", install.packId())
        .bind("packVersion", install.packVersion())
        .bind("providerId", install.providerId())
        .bind("state", install.state().id())
        .bind("detail", install.detail())
        .bind("since", Rows.text(install.since()))
        .execute();
  }

  private static Optional<Install> find(Handle handle, String host, String importName) {
    return handle
        .createQuery("SELECT * FROM provider_installs" + OF_IMPORT)
        .bind("host", host)
        .bind("importName", importName)
        .map((row, context) -> install(row))
        .findOne();
  }

  private static Install install(ResultSet row) throws SQLException {
    return new Install(
        row.getString("host"),
        row.getString("import_name"),
        row.getString("pack_id"),
        row.getString("pack_version"),
        row.getString("provider_id"),
        ProviderState.ofId(row.getString("state")),
        row.getString("detail"),
        Rows.time(row, "since"));
  }
}

package dev.relaymanager.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Installed packs and their providers. */
public final class Packs {
  private static final String OF_PACK = " WHERE pack_id = :packId AND version = :version";

  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;

  Packs(Writer writer, Readers readers, InstantSource clock) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
  }

  /**
   * A pack.
   *
   * @param digest over its files
   * @param source where it came from: a path in the repository or a URL
   * @param hostVersions the range of host versions it is for
   */
  public record PackRecord(
      String packId, String version, String digest, String source, String hostVersions) {}

  /** A pack and when it was installed in this form. */
  public record Installed(PackRecord pack, Instant installedAt) {}

  /**
   * A provider in a pack.
   *
   * @param providerId unique in its pack
   * @param content its description as JSON
   */
  public record ProviderRecord(String providerId, String content) {}

  /** What an installation changed. */
  public enum Outcome {
    INSTALLED,
    /** Everything was there already; nothing was written. */
    UNCHANGED,
    /** The same pack and version was there with other content or from another source. */
    REPLACED
  }

  /**
   * Keeps a pack and its providers.
   *
   * @throws IllegalStateException when two providers have one id
   */
  public Outcome install(PackRecord pack, List<ProviderRecord> providers) {
    return writer.write(
        handle -> {
          Optional<Installed> present = find(handle, pack.packId(), pack.version());
          List<ProviderRecord> presentProviders = providers(handle, pack.packId(), pack.version());
          if (present.filter(found -> found.pack().equals(pack)).isPresent()
              && presentProviders.size() == providers.size()
              && presentProviders.containsAll(providers)) {
            return Outcome.UNCHANGED;
          }
          handle
              .createUpdate("DELETE FROM packs" + OF_PACK)
              .bind("packId", pack.packId())
              .bind("version", pack.version())
              .execute();
          insert(handle, pack, providers);
          return present.isPresent() ? Outcome.REPLACED : Outcome.INSTALLED;
        });
  }

  private void insert(Handle handle, PackRecord pack, List<ProviderRecord> providers) {
    handle
        .createUpdate(
            "INSERT INTO packs (pack_id, version, digest, source, host_versions, installed_at)"
                + " VALUES (:packId, :version, :digest, :source, :hostVersions, :at)")
        .bind("packId", pack.packId())
        .bind("version", pack.version())
        .bind("digest", pack.digest())
        .bind("source", pack.source())
        .bind("hostVersions", pack.hostVersions())
        .bind("at", Rows.text(clock.instant()))
        .execute();
    if (providers.isEmpty()) {
      return;
    }
    PreparedBatch rows =
        handle.prepareBatch(
            "INSERT INTO providers (pack_id, pack_version, provider_id, content)"
                + " VALUES (:packId, :version, :providerId, :content)");
    for (ProviderRecord provider : providers) {
      rows.bind("packId", pack.packId())
          .bind("version", pack.version())
          .bind("providerId", provider.providerId())
          .bind("content", provider.content())
          .add();
    }
    rows.execute();
  }

  /** All packs, by id; of one id the last installed first. */
  public List<Installed> list() {
    return readers.read(
        handle ->
            handle
                .createQuery("SELECT * FROM packs ORDER BY pack_id, installed_at DESC, version")
                .map((row, context) -> pack(row))
                .list());
  }

  /** One version of a pack. */
  public Optional<Installed> get(String packId, String version) {
    return readers.read(handle -> find(handle, packId, version));
  }

  /** The providers of one version of a pack, by id. */
  public List<ProviderRecord> providers(String packId, String version) {
    return readers.read(handle -> providers(handle, packId, version));
  }

  private static Optional<Installed> find(Handle handle, String packId, String version) {
    return handle
        .createQuery("SELECT * FROM packs" + OF_PACK)
        .bind("packId", packId)
        .bind("version", version)
        .map((row, context) -> pack(row))
        .findOne();
  }

  private static List<ProviderRecord> providers(Handle handle, String packId, String version) {
    return handle
        .createQuery(
            "SELECT * FROM providers WHERE pack_id = :packId AND pack_version = :version"
                + " ORDER BY provider_id")
        .bind("packId", packId)
        .bind("version", version)
        .map(
            (row, context) ->
                new ProviderRecord(row.getString("provider_id"), row.getString("content")))
        .list();
  }

  private static Installed pack(ResultSet row) throws SQLException {
    return new Installed(
        new PackRecord(
            row.getString("pack_id"),
            row.getString("version"),
            row.getString("digest"),
            row.getString("source"),
            row.getString("host_versions")),
        Rows.time(row, "installed_at"));
  }
}

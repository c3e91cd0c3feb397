package dev.relaymanager.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * What came over the API, in order. It is only ever added to; what is taken back stays on record
 * and counts no more. Every addition and every taking back makes a new version of the whole.
 */
public final class Declarations {
  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;
  private final Fence fence;

  Declarations(Writer writer, Readers readers, InstantSource clock, Fence fence) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
    this.fence = fence;
  }

  /** What kind of thing is declared. */
  public enum Kind {
    HOST,
    PACK,
    IMPORT,
    ACCESS;

    /** As in the store: {@code host}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is to be declared.
   *
   * @param name of the document; for access that of the import
   * @param body JSON
   * @param files new files that it names, by path
   * @param author who asks for it
   * @param batchId the batch that carries it out; null when none does
   */
  public record Wish(
      Kind kind,
      String name,
      String body,
      Map<String, byte[]> files,
      String author,
      @Nullable String batchId) {
    public Wish {
      files = Map.copyOf(files);
    }
  }

  /**
   * One declaration.
   *
   * @param version the whole's since it was added
   */
  public record Declared(
      long version,
      Kind kind,
      String name,
      String body,
      String author,
      @Nullable String batchId,
      Instant at) {}

  /**
   * Declares, with the files that belong to it.
   *
   * @return the version since which it counts
   */
  public long add(Wish wish) {
    return writer.write(
        handle -> {
          fence.check(handle);
          long version = next(handle);
          handle
              .createUpdate(
                  "INSERT INTO declarations (version, kind, name, body, author, batch_id,"
                      + " declared_at) VALUES (:version, :kind, :name, :body, :author, :batchId,"
                      + " :at)")
              .bind("version", version)
              .bind("kind", wish.kind().id())
              .bind("name", wish.name())
              .bind("body", wish.body())
              .bind("author", wish.author())
              .bind("batchId", wish.batchId())
              .bind("at", Rows.text(clock.instant()))
              .execute();
          if (!wish.files().isEmpty()) {
            PreparedBatch rows =
                handle.prepareBatch(
                    "INSERT INTO declared_files (path, content) VALUES (:path, :content)"
                        + " ON CONFLICT (path) DO NOTHING");
            wish.files()
                .forEach((path, bytes) -> rows.bind("path", path).bind("content", bytes).add());
            rows.execute();
          }
          return version;
        });
  }

  /**
   * Takes back what a batch carries out.
   *
   * @return false when there is nothing, or it was taken back before; then nothing is written
   */
  public boolean withdraw(String batchId) {
    return withdraw("batch_id = :which", batchId);
  }

  /**
   * Takes back all that is declared of a document, because Git declares it now or nobody wants it.
   *
   * @return false when nothing stands of it; then nothing is written
   */
  public boolean withdraw(Kind kind, String name) {
    return withdraw("name = :which AND kind = '" + kind.id() + "'", name);
  }

  private boolean withdraw(String condition, String which) {
    return writer.write(
        handle -> {
          fence.check(handle);
          return handle
                  .createUpdate(
                      "UPDATE declarations SET withdrawn_by = :version WHERE "
                          + condition
                          + " AND withdrawn_by IS NULL")
                  .bind("version", next(handle))
                  .bind("which", which)
                  .execute()
              > 0;
        });
  }

  private static long next(Handle handle) {
    return handle
            .createQuery(
                "SELECT MAX(COALESCE(MAX(version), 0), COALESCE(MAX(withdrawn_by), 0))"
                    + " FROM declarations")
            .mapTo(Long.class)
            .one()
        + 1;
  }

  /** What counts now, in the order in which it was declared. */
  public List<Declared> standing() {
    return asOf(Long.MAX_VALUE);
  }

  /** What counted at a version, in order. */
  public List<Declared> asOf(long version) {
    return readers.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM declarations WHERE version <= :version"
                        + " AND (withdrawn_by IS NULL OR withdrawn_by > :version) ORDER BY version")
                .bind("version", version)
                .map((row, context) -> declared(row))
                .list());
  }

  /** The bytes of files that declarations name. */
  public SortedMap<String, byte[]> files(List<String> paths) {
    return readers.read(
        handle -> {
          SortedMap<String, byte[]> files = new TreeMap<>();
          for (String path : paths) {
            Optional<byte[]> content =
                handle
                    .createQuery("SELECT content FROM declared_files WHERE path = :path")
                    .bind("path", path)
                    .mapTo(byte[].class)
                    .findOne();
            files.put(
                path,
                content.orElseThrow(
                    () -> new IllegalStateException("a declared file is not there: " + path)));
          }
          return files;
        });
  }

  private static Declared declared(ResultSet row) throws SQLException {
    return new Declared(
        row.getLong("version"),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("name"),
        row.getString("body"),
        row.getString("author"),
        row.getString("batch_id"),
        Rows.time(row, "declared_at"));
  }
}

package dev.relaymanager.store;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.observed.Recorded;
import dev.relaymanager.observed.RecordedResource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * What stands on the hosts because of us. Written by the {@link dev.relaymanager.apply.Journal}
 * alone, together with the outcome that it follows from.
 */
public final class Resources {
  private static final String SELECT =
      "SELECT " + ResourceRows.COLUMNS + " FROM managed_resources ";

  private final Readers readers;
  private final WholeRecord record;

  Resources(Readers readers, WholeRecord record) {
    this.readers = readers;
    this.record = record;
  }

  /** Everything, on all hosts; read anew only when the database was written since. */
  public Recorded recorded() {
    return record.read();
  }

  static Recorded recorded(Handle handle) {
    return Recorded.of(list(handle.createQuery(SELECT)));
  }

  /** Everything on one host, in the order of hosts' ids within a type. */
  public List<RecordedResource> on(String host) {
    return readers.read(
        handle ->
            list(
                handle
                    .createQuery(SELECT + "WHERE host = :host ORDER BY type, host_id")
                    .bind("host", host)));
  }

  /** Those of one import on one host, in the order of their keys. */
  public List<RecordedResource> of(String host, String importName) {
    return Recorded.of(
            readers.read(
                handle ->
                    list(
                        handle
                            .createQuery(
                                SELECT + "WHERE host = :host AND import_name = :importName")
                            .bind("host", host)
                            .bind("importName", importName))))
        .of(host, importName);
  }

  /** One resource. */
  public Optional<RecordedResource> get(ResourceKey key) {
    return readers.read(
        handle ->
            Rows.bindKey(handle.createQuery(SELECT + "WHERE " + Rows.KEY_EQUALS), key)
                .map((row, context) -> new ResourceRows().read(row))
                .findOne());
  }

  /** How many there are on all hosts. */
  public long count() {
    return readers.read(
        handle ->
            handle.createQuery("SELECT COUNT(*) FROM managed_resources").mapTo(Long.class).one());
  }

  private static List<RecordedResource> list(Query query) {
    ResourceRows rows = new ResourceRows();
    return query.map((row, context) -> rows.read(row)).list();
  }
}

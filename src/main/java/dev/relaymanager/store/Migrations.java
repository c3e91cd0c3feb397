package dev.relaymanager.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Brings a database to the form that this program knows, one numbered step after the other, each in
 * a transaction of its own.
 *
 * @param resources names of the steps' SQL files beside this class; the first is number 1
 */
record Migrations(List<String> resources) {
  /** Steps are only ever added, never changed: databases that have them exist. */
  static final Migrations ALL =
      new Migrations(
          List.of(
              "001-hosts-and-packs.sql",
              "002-batches-and-resources.sql",
              "003-findings.sql",
              "004-revisions-and-lease.sql",
              "005-deletion.sql",
              "006-record-version.sql",
              "007-key-proofs.sql",
              "008-pack-version.sql",
              "009-declarations.sql",
              "010-api.sql",
              "011-access-findings.sql",
              "012-probe-users.sql"));

  Migrations {
    resources = List.copyOf(resources);
  }

  /** Carries out the steps that a database lacks; several processes may do so at once. */
  void apply(Writer writer, StoreFault fault, InstantSource clock) {
    int found = writer.write(Migrations::version);
    if (found > resources.size()) {
      throw fault.environment(
          "was written by a newer relayctl (its schema is "
              + found
              + ", this program knows "
              + resources.size()
              + "); use that version or a newer one",
          null);
    }
    for (int number = found + 1; number <= resources.size(); number++) {
      int step = number;
      writer.run(handle -> carryOut(handle, step, clock));
    }
  }

  private void carryOut(Handle handle, int number, InstantSource clock) {
    if (version(handle) >= number) {
      return; // another process was first
    }
    String resource = resources.get(number - 1);
    handle.createScript(text(resource)).execute();
    handle
        .createUpdate(
            "INSERT INTO schema_version (version, name, applied_at) VALUES (:version, :name, :at)")
        .bind("version", number)
        .bind("name", resource)
        .bind("at", Rows.text(clock.instant()))
        .execute();
  }

  private static int version(Handle handle) {
    handle.execute(
        "CREATE TABLE IF NOT EXISTS schema_version ("
            + "version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)");
    return handle
        .createQuery("SELECT COALESCE(MAX(version), 0) FROM schema_version")
        .mapTo(Integer.class)
        .one();
  }

  private static String text(String resource) {
    try (InputStream content = Migrations.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw new IllegalStateException("no migration " + resource);
      }
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}

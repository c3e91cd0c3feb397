package dev.relaymanager.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.EnvironmentException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MigrationsTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Samples.NOW);
  private static final Hosts.HostRecord HOST =
      new Hosts.HostRecord(
          "prod",
          "https://host.example",
          "0.1.126",
          Hosts.Status.SUPPORTED,
          List.of(),
          Samples.NOW);

  @TempDir Path folder;

  static IntStream olderVersions() {
    return IntStream.range(0, Migrations.ALL.resources().size());
  }

  private static Migrations upTo(int version) {
    return new Migrations(Migrations.ALL.resources().subList(0, version));
  }

  /** How many steps come before one. */
  private static int before(String step) {
    List<String> steps = Migrations.ALL.resources();
    int at = 0;
    while (!steps.get(at).contains(step)) {
      at++;
    }
    return at;
  }

  private static Migrations with(String more) {
    return new Migrations(
        Stream.concat(Migrations.ALL.resources().stream(), Stream.of(more)).toList());
  }

  private static List<String> strings(StateStore store, String sql) {
    return store.writer().write(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  @ParameterizedTest
  @MethodSource("olderVersions")
  void aDatabaseOfAnOlderProgramIsBroughtUpToDate(int version) {
    try (StateStore older = StateStore.open(folder, CLOCK, upTo(version))) {
      if (version > 0) {
        older.hosts().save(HOST);
      }
    }
    try (StateStore store = StateStore.open(folder, CLOCK)) {
      assertEquals(version > 0 ? List.of(HOST) : List.of(), store.hosts().list());
      assertEquals(List.of(), store.batches().page(null, null, null, 10));
      assertEquals(
          Migrations.ALL.resources(),
          strings(store, "SELECT name FROM schema_version ORDER BY version"));
    }
  }

  @Test
  void theTablesAreThoseOfTheMission() {
    try (StateStore store = StateStore.open(folder, CLOCK)) {
      List<String> tables =
          strings(store, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
      assertEquals(
          List.of(
              "access_closure_records",
              "api_requests",
              "api_tokens",
              "audit_log",
              "declarations",
              "declared_files",
              "host_capability_snapshots",
              "hosts",
              "import_batch_items",
              "import_batches",
              "key_proofs",
              "lease",
              "managed_resources",
              "packs",
              "probe_results",
              "provider_installs",
              "providers",
              "quarantined_revisions",
              "reconcile_runs",
              "record_version",
              "revisions",
              "schema_version"),
          tables);
    }
  }

  @Test
  void aStepMayChangeATableThatHoldsRows() {
    try (StateStore older = StateStore.open(folder, CLOCK)) {
      older.hosts().save(HOST);
    }
    try (StateStore newer = StateStore.open(folder, CLOCK, with("test-changes-a-table.sql"))) {
      assertEquals(List.of("green"), strings(newer, "SELECT colour FROM hosts"));
    }
  }

  /** Before probe users, both tables that know types of resources were narrower. */
  @Test
  void journalAndRecordAreKeptWhenTheirTablesAreMadeAnew() {
    String json =
        "{\"type\":\"plan\",\"name\":\"p\",\"description\":null,\"group\":{\"id\":7},"
            + "\"price\":\"9.90\",\"days\":30,\"forSale\":true}";
    try (StateStore older = StateStore.open(folder, CLOCK, upTo(before("probe-users")))) {
      older
          .writer()
          .run(
              handle -> {
                handle.execute(
                    "INSERT INTO import_batches SELECT 'b1', 'prod', 'deepseek', 'p', 'd', 'strict',"
                        + " 'folder:x', '', 'running', '', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'");
                handle.execute(
                    "INSERT INTO import_batch_items (number, batch_id, phase, host, import_name,"
                        + " type, name, action, after_spec, request_key, state, reason, intended_at)"
                        + " VALUES (5, 'b1', 'apply', 'prod', 'deepseek', 'plan', '', 'create', ?,"
                        + " 'r1', 'open', '', '2026-01-01T00:00:00Z')",
                    json);
                handle.execute(
                    "INSERT INTO managed_resources VALUES ('prod', 'deepseek', 'plan', '', 'p', 'd',"
                        + " 'deepseek/', 9, ?, NULL, NULL, 'b1', '2026-01-01T00:00:00Z')",
                    json);
              });
    }
    try (StateStore store = StateStore.open(folder, CLOCK)) {
      assertEquals(5, store.journal().openIntents("prod").getFirst().number());
      assertEquals(9, store.resources().on("prod").getFirst().hostId());
    }
  }

  @Test
  void aStepThatFailsLeavesNothingBehind() {
    try (StateStore older = StateStore.open(folder, CLOCK)) {
      older.hosts().save(HOST);
    }
    Migrations failing = with("test-fails-halfway.sql");
    assertThrows(
        IllegalStateException.class, () -> StateStore.open(folder, CLOCK, failing).close());
    try (StateStore store = StateStore.open(folder, CLOCK)) {
      assertEquals(List.of(HOST), store.hosts().list());
      assertEquals(
          List.of(),
          strings(store, "SELECT name FROM pragma_table_info('hosts') WHERE name = 'colour'"));
    }
  }

  @Test
  void aDatabaseOfANewerProgramIsRefusedAndLeftAlone() {
    Migrations newer = with("test-changes-a-table.sql");
    StateStore.open(folder, CLOCK, newer).close();
    String message =
        assertThrows(EnvironmentException.class, () -> StateStore.open(folder, CLOCK).close())
            .getMessage();
    assertTrue(message.contains("newer relayctl") && message.contains("relay.db"), message);
    StateStore.open(folder, CLOCK, newer).close();
  }
}

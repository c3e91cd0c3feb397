package dev.relaymanager.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The intent of a change is on disk before its request, and without a journal nothing is sent. */
class JournalFirstTest {
  @TempDir private Path folder;

  private static Wish wish() {
    Wish wish = new Wish();
    wish.keys.put("team-a", "sk-good-team-a-0001");
    wish.keys.put("team-b", "sk-good-team-b-0002");
    wish.users.put("alice@example.com", 30);
    return wish;
  }

  private Workbench bench(String version, String name) {
    Workbench bench = new Workbench(version, folder.resolve(name));
    bench.user("alice@example.com");
    return bench;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void everyChangingRequestFindsItsOpenIntentInTheFile(String version) {
    List<String> seen = new CopyOnWriteArrayList<>();
    List<String> without = new CopyOnWriteArrayList<>();
    try (Workbench bench = bench(version, "x")) {
      bench.sim.addHook(
          new RequestHook() {
            @Override
            public void before(SeenRequest request) {
              String change = FaultyStore.change(request);
              if (!change.isEmpty()) {
                seen.add(change);
                if (!openOnDisk(folder.resolve("x/relay.db")).contains(change)) {
                  without.add(change);
                }
              }
            }
          });
      Wish wish = wish();
      assertEquals(BatchState.SUCCEEDED, bench.apply(wish).state());
      wish.price = "12.50";
      wish.rate = "1.5";
      wish.inputPrice = "0.0000005";
      wish.concurrency = 7;
      wish.users.put("alice@example.com", 45);
      BatchResult second = bench.apply(wish);
      assertEquals(BatchState.SUCCEEDED, second.state());
      bench.rollback(wish, second.batchId(), false);
      wish.declared = false;
      assertEquals(BatchState.SUCCEEDED, bench.apply(wish).state());
    }
    assertEquals(List.of(), without);
    assertEquals(15, seen.stream().distinct().count(), seen.toString());
  }

  /** Read by another connection, as after a crash. */
  private static List<String> openOnDisk(Path file) {
    List<String> open = new CopyOnWriteArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT action, type FROM import_batch_items WHERE state = 'open'")) {
      while (rows.next()) {
        open.add(rows.getString("action") + " " + rows.getString("type"));
      }
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
    return open;
  }

  @Test
  void aClosedStoreLetsNoRequestLeave() {
    try (Workbench bench = bench("0.1.126", "x")) {
      Wish wish = wish();
      LiveHost live = bench.read(wish);
      ImportPlan plan = bench.plan(wish, live);
      bench.sim.forgetRequests();
      bench.store.close();
      assertThrows(IllegalStateException.class, () -> bench.apply(wish, plan, live));
      assertEquals(0, bench.sim.changingRequests());
    }
  }

  /** Fails at one call and at all after it, before or after the call was carried out. */
  private static final class DyingJournal implements Journal {
    private final Journal journal;
    private final boolean afterTheWrite;
    private int callsLeft;

    DyingJournal(Journal journal, int callsLeft, boolean afterTheWrite) {
      this.journal = journal;
      this.callsLeft = callsLeft;
      this.afterTheWrite = afterTheWrite;
    }

    private synchronized void call(Runnable write) {
      if (callsLeft > 0) {
        callsLeft--;
        write.run();
        return;
      }
      if (callsLeft == 0 && afterTheWrite) {
        callsLeft--;
        write.run();
      }
      throw new EnvironmentException("no space left on the disk");
    }

    @Override
    public void openBatch(BatchHeader header) {
      call(() -> journal.openBatch(header));
    }

    @Override
    public void beginBatch(BatchHeader header) {
      call(() -> journal.beginBatch(header));
    }

    @Override
    public void moveBatch(String batchId, BatchState next, String detail) {
      call(() -> journal.moveBatch(batchId, next, detail));
    }

    @Override
    public List<Long> intend(List<Intent> intents) {
      List<Long> numbers = new CopyOnWriteArrayList<>();
      call(() -> numbers.addAll(journal.intend(intents)));
      return numbers;
    }

    @Override
    public void close(Map<Long, Effect> effects) {
      call(() -> journal.close(effects));
    }

    @Override
    public List<OpenIntent> openIntents(String host) {
      return journal.openIntents(host);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "0.1.126")
  void aJournalThatDiesAtAnyCallIsFollowedByARunThatConverges(String version) {
    int crashes = 0;
    for (int calls = 0; ; calls++) {
      boolean afterTheWrite = calls % 2 == 1;
      try (Workbench bench = bench(version, "at-" + calls)) {
        Wish wish = wish();
        LiveHost live = bench.read(wish);
        ImportPlan plan = bench.plan(wish, live);
        bench.journal = new DyingJournal(bench.store.journal(), calls, afterTheWrite);
        boolean died = false;
        try {
          bench.apply(wish, plan, live);
        } catch (EnvironmentException expected) {
          died = true;
          crashes++;
        }
        bench.journal = bench.store.journal();
        assertEquals(List.of(), bench.settle(wish), "died at call " + calls);
        assertEquals(List.of(), bench.plan(wish).obstacles(), "died at call " + calls);
        assertEquals(BatchState.SUCCEEDED, bench.apply(wish).state(), "died at call " + calls);
        for (ResourceType type : ResourceType.values()) {
          List<String> names = bench.names(type);
          assertEquals(names.stream().distinct().toList(), names, "died at call " + calls);
        }
        assertEquals(6, bench.recorded().resources().size(), "died at call " + calls);
        assertEquals(List.of(), bench.plan(wish).changes(), "died at call " + calls);
        if (!died) {
          break;
        }
      }
    }
    assertTrue(crashes >= 12, "only " + crashes + " calls of the journal");
  }
}

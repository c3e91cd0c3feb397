package dev.relaymanager.apply;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import dev.relaymanager.store.StoreFaults;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An import during which one statement of the state database fails, and the run after it. */
public final class FaultyStore {
  private final Path folder;
  private final StoreFaults.Kind kind;
  private final int number;
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private boolean befell;

  private FaultyStore(Path folder, StoreFaults.Kind kind, int number) {
    this.folder = folder;
    this.kind = kind;
    this.number = number;
  }

  /**
   * What came of it.
   *
   * @param befell whether the import came to that statement at all
   * @param wrong invariants that did not hold; empty when all did
   */
  public record Result(boolean befell, List<String> wrong) {}

  /** Lets the statement with this number, counted from 1, fail. */
  public static Result run(Path folder, StoreFaults.Kind kind, int number) {
    FaultyStore run = new FaultyStore(folder, kind, number);
    try (Workbench bench = new Workbench("0.1.126", folder)) {
      run.on(bench);
    }
    return new Result(
        run.befell, run.wrong.stream().map(one -> kind + " at " + number + ": " + one).toList());
  }

  private void on(Workbench bench) {
    bench.user("alice@example.com");
    Wish wish = new Wish();
    wish.keys.put("team-a", "sk-good-team-a-0001");
    wish.keys.put("team-b", "sk-good-team-b-0002");
    wish.users.put("alice@example.com", 30);
    LiveHost live = bench.read(wish);
    ImportPlan plan = bench.plan(wish, live);
    List<String> sent = new CopyOnWriteArrayList<>();
    bench.sim.addHook(
        new RequestHook() {
          @Override
          public void before(SeenRequest request) {
            String change = change(request);
            if (!change.isEmpty()) {
              sent.add(change);
              if (!intents("WHERE state = 'open'").contains(change)) {
                wrong.add(change + " was sent without an open intent on disk");
              }
            }
          }
        });
    AtomicInteger met = StoreFaults.failOnce(bench.store, number, kind);
    try {
      bench.apply(wish, plan, live);
    } catch (EnvironmentException told) {
      checkWords(String.valueOf(told.getMessage()));
    }
    befell = met.get() >= number;
    List<String> intents = intents("");
    for (String change : List.copyOf(sent)) {
      check(intents.remove(change), change + " left no intent in the file: " + intents);
    }
    goOn(bench, wish);
  }

  private void checkWords(String told) {
    boolean namesIt = told.contains(folder.resolve("relay.db").toString());
    boolean wayOut =
        switch (kind) {
          case FULL_DISK -> told.contains("free some space there and run again");
          case READ_ONLY -> told.contains("check that the folder and the file");
          case IO_ERROR, IO_ERROR_AFTERWARDS -> told.contains("check the disk and its free space");
        };
    check(namesIt && wayOut, "said only: " + told);
  }

  /** As the next start does. */
  private void goOn(Workbench bench, Wish wish) {
    check(bench.settle(wish).isEmpty(), "something cannot be settled");
    ImportPlan plan = bench.plan(wish);
    check(plan.obstacles().isEmpty(), "obstacles: " + plan.obstacles());
    if (!plan.changes().isEmpty()) {
      BatchResult result = bench.apply(wish);
      check(result.state() == BatchState.SUCCEEDED, "the next run: " + result.detail());
    }
    check(bench.plan(wish).changes().isEmpty(), "the plan is not empty");
    check(bench.store.journal().openIntents("prod").isEmpty(), "open intents");
    List<String> names = new ArrayList<>();
    bench.everything().values().forEach(names::addAll);
    check(names.size() == 6, "on the host: " + names);
    check(bench.recorded().resources().size() == 6, "recorded: " + bench.recorded());
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      wrong.add(otherwise);
    }
  }

  /** What a request does: {@code create group}; empty for what changes no resource of ours. */
  static String change(SeenRequest request) {
    String route = request.template().replace("/api/v1/admin/", "").replace("payment/", "");
    if (!request.changes() || route.endsWith("/test") || route.endsWith("/bulk-update")) {
      // A test changes nothing that is declared; bulk-update pins the host's own mark of an
      // account, an absolute write that the next run may repeat.
      return "";
    }
    String type = route.replaceAll("s(/.*)?$", "");
    String action =
        switch (request.method()) {
          case "DELETE" -> "delete";
          case "PUT" -> "update";
          default -> route.endsWith("/extend") ? "update" : "create";
        };
    return action + " " + type;
  }

  /** Action and type of intents, read by another connection, as after a crash. */
  private List<String> intents(String which) {
    List<String> found = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("relay.db"));
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT action, type FROM import_batch_items " + which)) {
      while (rows.next()) {
        found.add(rows.getString("action") + " " + rows.getString("type"));
      }
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
    return found;
  }
}

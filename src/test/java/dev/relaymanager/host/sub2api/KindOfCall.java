package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.seal.Secret;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The kinds of call to which a fault means different things. */
enum KindOfCall {
  LIST_GROUPS("list groups", "GET /api/v1/admin/groups", "id") {
    @Override
    Prepared on(Stage stage) {
      return new Prepared(stage.host::groups, () -> 0, effects -> "");
    }
  },
  CREATE_GROUP("create group", "POST /api/v1/admin/groups", "id") {
    @Override
    Prepared on(Stage stage) {
      return new Prepared(
          () -> stage.host.createGroup(Samples.group("new")),
          () -> stage.groupsNamed("new"),
          groups -> counted(groups, "group"));
    }
  },
  CREATE_ACCOUNTS("create accounts", "POST /api/v1/admin/accounts/batch", "id") {
    @Override
    Prepared on(Stage stage) {
      long group = stage.group("g").id();
      stage.account(group);
      return new Prepared(
          () -> stage.host.createAccounts(Stage.newAccounts(group, 1), "op-1"),
          () -> stage.accounts() - 1,
          accounts -> counted(accounts, "account"));
    }
  },
  UPDATE_GROUP("update group", "PUT /api/v1/admin/groups/:id", "id") {
    @Override
    Prepared on(Stage stage) {
      LiveResource.Group old = stage.group("old");
      return new Prepared(
          () -> stage.host.updateGroup(old, Samples.group("new")),
          () -> stage.groupsNamed("new"),
          renamed -> renamed == 1 ? "renamed" : "as it was");
    }
  },
  DELETE_GROUP("delete group", "DELETE /api/v1/admin/groups/:id", "code") {
    @Override
    Prepared on(Stage stage) {
      long group = stage.group("old").id();
      return new Prepared(
          () -> stage.host.deleteGroup(group),
          () -> 1 - stage.groupsNamed("old"),
          deleted -> counted(1 - deleted, "group"));
    }
  },
  TEST_ACCOUNT("test account", "POST /api/v1/admin/accounts/:id/test", "type") {
    @Override
    Prepared on(Stage stage) {
      long account = stage.account(stage.group("g").id());
      return asking(stage, () -> stage.host.testAccount(account, Stage.MODEL));
    }
  },
  CHAT("chat", "POST /v1/chat/completions", "choices") {
    @Override
    Prepared on(Stage stage) {
      long group = stage.group("g").id();
      stage.account(group);
      Secret key = stage.subscriber(group);
      return asking(stage, () -> stage.host.chat(key, Stage.MODEL));
    }
  };

  /**
   * A call on a host where all is there that it needs.
   *
   * @param effects how often the host has carried it out by now
   * @param left what that left behind, in words
   */
  record Prepared(
      Supplier<HostOutcome<?>> call, Supplier<Integer> effects, IntFunction<String> left) {}

  private final String title;
  private final String route;
  private final String neededField;

  KindOfCall(String title, String route, String neededField) {
    this.title = title;
    this.route = route;
    this.neededField = neededField;
  }

  abstract Prepared on(Stage stage);

  String title() {
    return title;
  }

  /** As {@link dev.relaymanager.sim.SimulatedHost#requestCounts} writes it. */
  String route() {
    return route;
  }

  /** Of the answer. */
  String neededField() {
    return neededField;
  }

  /** Whether it makes, changes or deletes something, and so may end unknown. */
  boolean changes() {
    return switch (this) {
      case LIST_GROUPS, TEST_ACCOUNT, CHAT -> false;
      case CREATE_GROUP, CREATE_ACCOUNTS, UPDATE_GROUP, DELETE_GROUP -> true;
    };
  }

  /** A call that leaves nothing on the host, and costs what the vendor takes for it. */
  private static Prepared asking(Stage stage, Supplier<HostOutcome<?>> call) {
    int before = stage.simulated.vendor().calls().size();
    return new Prepared(
        call,
        () -> stage.simulated.vendor().calls().size() - before,
        calls -> counted(calls, "paid call"));
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}

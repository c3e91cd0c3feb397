package dev.relaymanager.certify;

import static dev.relaymanager.certify.Differences.unless;

import dev.relaymanager.certify.Finding.Differs;
import dev.relaymanager.certify.Finding.Holds;
import dev.relaymanager.host.AccountChange;
import dev.relaymanager.host.AccountVerdict;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.ItemOutcome;
import dev.relaymanager.host.NewAccount;
import dev.relaymanager.host.Scope;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** {@link Area#ACCOUNTS}. */
final class AccountArea {
  private static final String ONE = "one";

  private final Bench bench;
  private final HostAdapter host;
  private final Notebook notebook;
  private final Reference group;

  private AccountArea(Bench bench) throws Blocked {
    this.bench = bench;
    this.host = bench.host;
    this.notebook = bench.notebook;
    this.group = bench.groupReference();
  }

  static void tryOn(Bench bench) throws Blocked {
    AccountArea area = new AccountArea(bench);
    area.one();
    area.batch();
    area.read();
    area.change();
    area.serve();
  }

  private void one() throws Blocked {
    NewAccount wanted = bench.things.account(ONE, group);
    String key = bench.things.requestKey(ONE);
    LiveResource.Account made =
        notebook.tried(
            Claim.ACCOUNT_CREATE,
            () -> host.createAccount(wanted, key),
            account -> Differences.between(wanted.spec(), account));
    bench.accounts.add(made.id());
    notebook.tried(
        Claim.ACCOUNT_ONCE,
        () -> host.createAccount(wanted, key),
        again -> unless(again.id() == made.id(), "a second account was made"));
  }

  private void batch() throws Blocked {
    List<NewAccount> wanted =
        List.of(bench.things.account("two", group), bench.things.account("three", group));
    String key = bench.things.requestKey("batch");
    List<Long> made =
        ids(
            notebook.tried(
                Claim.ACCOUNT_BATCH,
                () -> host.createAccounts(wanted, key),
                items -> unless(ids(items).size() == 2, "not made: " + items)));
    bench.accounts.addAll(made);
    notebook.tried(
        Claim.ACCOUNT_BATCH_ONCE,
        () -> host.createAccounts(wanted, key),
        items -> unless(ids(items).equals(made), "others were made"));
    notebook.refused(
        Claim.ACCOUNT_KEY_CONFLICT,
        () -> host.createAccounts(List.of(bench.things.account("four", group)), key),
        "IDEMPOTENCY_KEY_CONFLICT");
  }

  private static List<Long> ids(List<ItemOutcome> items) {
    List<Long> ids = new ArrayList<>();
    for (ItemOutcome item : items) {
      if (item instanceof ItemOutcome.Made made) {
        ids.add(made.id());
      }
    }
    return ids;
  }

  private void read() throws Blocked {
    notebook.tried(
        Claim.ACCOUNT_READ,
        () -> host.account(bench.accounts.getFirst()),
        read ->
            unless(
                read.isPresent() && bench.things.marker(ONE).equals(read.get().marker()),
                "the mark is not in its notes"));
    long groupId = bench.group();
    notebook.tried(
        Claim.ACCOUNT_LIST,
        () -> host.accounts(new Scope.InGroup(groupId)),
        list -> {
          List<Long> listed = list.stream().map(LiveResource.Account::id).toList();
          return unless(
              listed.equals(bench.accounts), "expected " + bench.accounts + ", found " + listed);
        });
  }

  private void change() throws Blocked {
    long id = bench.accounts.getFirst();
    LiveResource.Account before = Notebook.need(host.account(id)).orElseThrow(gone(id));
    ResourceSpec.Account wanted = bench.things.slowerAccount(ONE, group);
    notebook.tried(
        Claim.ACCOUNT_UPDATE,
        () ->
            host.updateAccount(before, wanted, null, bench.things.marker(ONE))
                .then(updated -> host.account(id)),
        read ->
            read.map(account -> updated(wanted, before, account)).orElse("the host has it not"));
    AccountChange change = new AccountChange(5, 9, null, null);
    notebook.tried(
        Claim.ACCOUNT_CHANGE, () -> host.changeAccounts(bench.accounts, change), changed -> "");
    notebook.refused(
        Claim.ACCOUNT_CHANGE_MISSING, () -> host.changeAccounts(List.of(0L), change), "NOT_FOUND");
  }

  private static Supplier<Blocked> gone(long id) {
    return () -> new Blocked("account #" + id + " is gone");
  }

  private String updated(
      ResourceSpec.Account wanted, LiveResource.Account before, LiveResource.Account live) {
    String difference = Differences.between(wanted, live);
    if (!difference.isEmpty()) {
      return difference;
    }
    return unless(
        bench.things.marker(ONE).equals(live.marker())
            && Objects.equals(before.spec().key(), live.spec().key()),
        "the key or the mark was lost");
  }

  private void serve() throws Blocked {
    Vendor vendor = bench.things.vendor();
    long id = bench.accounts.getFirst();
    notebook.tried(
        Claim.ACCOUNT_MODELS,
        () -> host.accountModels(id),
        models ->
            unless(
                models.equals(List.of(vendor.model())), "expected its mapping, found " + models));
    Duration patience = Duration.ofSeconds(vendor.real() ? 20 : 2);
    notebook.tried(
        Claim.ACCOUNT_SETTLE,
        () -> host.settleProtocol(bench.accounts, Protocol.CHAT_COMPLETIONS, patience),
        settled ->
            unless(
                !vendor.real() || settled.unprobed().isEmpty(),
                "the host's own probe of the vendor did not end for " + settled.unprobed()));
    notebook.goOn();
    notebook.note(
        Claim.ACCOUNT_TEST,
        host.testAccount(id, vendor.model()) instanceof Done<AccountVerdict> done
            ? verdict(done.value(), vendor)
            : new Differs("the test was not understood"));
  }

  private static Finding verdict(AccountVerdict verdict, Vendor vendor) {
    return switch (verdict) {
      case AccountVerdict.Passed passed -> new Holds("passed");
      case AccountVerdict.Inconclusive inconclusive ->
          new Holds("inconclusive: " + inconclusive.reason());
      case AccountVerdict.Failed failed ->
          vendor.real()
              ? new Differs("expected it to pass, found: " + failed.reason())
              : new Holds("failed, as it has to without a vendor");
    };
  }
}

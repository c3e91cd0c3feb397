package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.AccountChange;
import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.HostOutcome.Unknown;
import dev.relaymanager.host.ItemOutcome;
import dev.relaymanager.host.NewAccount;
import dev.relaymanager.host.Scope;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /admin/accounts} (contract.md 4.4). */
final class AccountCalls {
  static final String ACCOUNTS = "/api/v1/admin/accounts";
  private static final int RATE_DECIMALS = 4;
  private static final int LONGEST_IDEMPOTENCY_KEY = 128;

  /** Up to so many accounts are read one by one, more as a list. */
  private static final int FEW = 25;

  private final HostClient client;
  private final Pages pages;
  private final BulkUpdate bulk;
  private final WireAccount wire;
  private final Supplier<HostOutcome<Dialect>> dialect;

  AccountCalls(HostClient client, WireAccount wire, Supplier<HostOutcome<Dialect>> dialect) {
    this.client = client;
    this.pages = new Pages(client);
    this.bulk = new BulkUpdate(client);
    this.wire = wire;
    this.dialect = dialect;
  }

  /** {@code lite} spares the host the counting of calls in progress. */
  HostOutcome<List<LiveResource.Account>> list(Scope scope) {
    Call call =
        Call.read("list accounts", ACCOUNTS)
            .with("lite", 1)
            .with("sort_by", "id")
            .with("sort_order", "asc");
    return pages.all(
        switch (scope) {
          case Scope.All all -> call;
          case Scope.InGroup group -> call.with("group", group.groupId());
        },
        wire::read);
  }

  HostOutcome<Optional<LiveResource.Account>> find(long id) {
    return client.find(read(id), wire::read);
  }

  private static Call read(long id) {
    return Call.read("read account", ACCOUNTS + "/:id").of(id);
  }

  /**
   * The accounts with these ids, all of them.
   *
   * @param call what they are wanted for: it is refused when one of them is not there
   */
  HostOutcome<List<LiveResource.Account>> all(List<Long> ids, Call call) {
    List<LiveResource.Account> found = new ArrayList<>();
    Set<Long> wanted = new TreeSet<>(ids);
    if (ids.size() > FEW) {
      HostOutcome<List<LiveResource.Account>> all = listHolding(wanted);
      if (!(all instanceof Done<List<LiveResource.Account>> done)) {
        return all;
      }
      done.value().stream().filter(account -> wanted.contains(account.id())).forEach(found::add);
    } else {
      for (Long id : wanted) {
        HostOutcome<Optional<LiveResource.Account>> one = find(id);
        if (!(one instanceof Done<Optional<LiveResource.Account>> done)) {
          return one.map(account -> found);
        }
        done.value().ifPresent(found::add);
      }
    }
    found.forEach(account -> wanted.remove(account.id()));
    return wanted.isEmpty()
        ? new Done<>(found)
        : new Refused<>(
            HostClient.fault(
                call,
                Kind.NOT_FOUND,
                "not on the host: account "
                    + wanted.stream().map(id -> "#" + id).collect(Collectors.joining(", "))));
  }

  /**
   * A list in which the accounts are, if they are on the host: that of a group which the first of
   * them is in, because those of one import share it, else that of the whole host.
   */
  private HostOutcome<List<LiveResource.Account>> listHolding(Set<Long> wanted) {
    HostOutcome<Optional<LiveResource.Account>> first = find(wanted.iterator().next());
    if (first instanceof Done<Optional<LiveResource.Account>> done
        && done.value().isPresent()
        && !done.value().get().spec().groups().isEmpty()
        && done.value().get().spec().groups().getFirst() instanceof Reference.Id group) {
      HostOutcome<List<LiveResource.Account>> ofGroup = list(new Scope.InGroup(group.id()));
      if (ofGroup instanceof Done<List<LiveResource.Account>> listed
          && listed.value().stream().filter(account -> wanted.contains(account.id())).count()
              == wanted.size()) {
        return ofGroup;
      }
    }
    return list(new Scope.All());
  }

  HostOutcome<LiveResource.Account> createOne(NewAccount account, String idempotencyKey) {
    Call call = Call.send("create account", "POST", ACCOUNTS, null);
    return check(keyed(idempotencyKey), account)
        .<LiveResource.Account>refusal(call)
        .orElseGet(
            () ->
                dialect
                    .get()
                    .then(
                        known ->
                            client.run(
                                Call.send(
                                        "create account",
                                        "POST",
                                        ACCOUNTS,
                                        WireAccount.create(account, known))
                                    .keyed(idempotencyKey)
                                    .hiding(List.of(account.key())),
                                data -> data.id("id")))
                    .then(this::made));
  }

  /** The answer to a create lacks the groups; made it is in any case. */
  private HostOutcome<LiveResource.Account> made(long id) {
    HostOutcome<LiveResource.Account> read = client.run(read(id), wire::read);
    return read instanceof Refused<LiveResource.Account> refused
        ? new Unknown<>(refused.fault())
        : read;
  }

  HostOutcome<List<ItemOutcome>> create(List<NewAccount> accounts, String idempotencyKey) {
    Call call = Call.send("create accounts", "POST", ACCOUNTS + "/batch", null);
    SpecCheck check = keyed(idempotencyKey).that(!accounts.isEmpty(), "no accounts given");
    accounts.forEach(account -> check(check, account));
    return check
        .<List<ItemOutcome>>refusal(call)
        .orElseGet(() -> dialect.get().then(known -> send(accounts, idempotencyKey, known)));
  }

  private HostOutcome<List<ItemOutcome>> send(
      List<NewAccount> accounts, String idempotencyKey, Dialect known) {
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("accounts");
    accounts.forEach(account -> items.add(WireAccount.create(account, known)));
    List<Secret> keys = accounts.stream().map(NewAccount::key).toList();
    Call call =
        Call.send("create accounts", "POST", ACCOUNTS + "/batch", body)
            .keyed(idempotencyKey)
            .within(Call.LONG_DEADLINE)
            .hiding(keys);
    return client.run(call, data -> results(data, accounts, keys));
  }

  /** Answers 200 even when every item failed; the items say, in the order they were sent in. */
  private static List<ItemOutcome> results(
      Wire data, List<NewAccount> accounts, List<Secret> keys) {
    Wire list = data.field("results");
    List<Wire> results = list.items();
    if (results.size() != accounts.size()) {
      throw list.drift(accounts.size() + " results", results.size() + " results");
    }
    List<ItemOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Wire result = results.get(i);
      if (!result.text("name").equals(accounts.get(i).spec().name())) {
        throw result.drift("the results in the order of the accounts", "another order");
      }
      outcomes.add(
          result.flag("success")
              ? new ItemOutcome.Made(result.id("id"))
              : new ItemOutcome.Failed(
                  HostWords.clean(result.optional("error").map(Wire::text).orElse(""), keys)));
    }
    return outcomes;
  }

  HostOutcome<LiveResource.Account> update(
      LiveResource.Account current,
      ResourceSpec.Account spec,
      @Nullable Secret key,
      Marker marker) {
    Call call = Call.send("update account", "PUT", ACCOUNTS + "/:id", null).of(current.id());
    boolean moved =
        !spec.baseUrl().equals(current.spec().baseUrl())
            || !spec.modelMapping().equals(current.spec().modelMapping());
    return check(new SpecCheck(), spec)
        .<LiveResource.Account>refusal(call)
        .orElseGet(
            () ->
                key == null && !moved
                    ? put(current, spec, marker, null, List.of())
                    : dialect
                        .get()
                        .then(known -> putCredentials(current, spec, key, marker, known)));
  }

  /** The host replaces credentials whole, so they are read first and ours put into them. */
  private HostOutcome<LiveResource.Account> putCredentials(
      LiveResource.Account current,
      ResourceSpec.Account spec,
      @Nullable Secret key,
      Marker marker,
      Dialect known) {
    Call call = read(current.id());
    if (key == null && !known.secrets().keepsUnsentKey()) {
      return new Refused<>(
          HostClient.fault(
              call,
              Kind.INVALID,
              "not sent: base URL or models change, and host "
                  + known.version()
                  + " would lose the key unless it is sent along"));
    }
    HostOutcome<ObjectNode> held =
        client.run(
            call,
            data ->
                data.optional("credentials")
                    .map(found -> (ObjectNode) found.object().deepCopy())
                    .orElseGet(Json::object));
    return held.then(
        credentials ->
            put(
                current,
                spec,
                marker,
                WireAccount.credentials(credentials, spec, key),
                key == null ? List.of() : List.of(key)));
  }

  private HostOutcome<LiveResource.Account> put(
      LiveResource.Account current,
      ResourceSpec.Account spec,
      Marker marker,
      @Nullable ObjectNode credentials,
      List<Secret> secrets) {
    Call call =
        Call.send(
                "update account",
                "PUT",
                ACCOUNTS + "/:id",
                WireAccount.update(current, spec, marker, credentials))
            .of(current.id())
            .hiding(secrets);
    return client.run(call, wire::read);
  }

  /** The host reports success for accounts that do not exist: they are read afterwards. */
  HostOutcome<List<LiveResource.Account>> change(List<Long> ids, AccountChange change) {
    String operation = "change accounts";
    Call call = BulkUpdate.call(operation);
    return new SpecCheck()
        .that(!ids.isEmpty(), "no accounts given")
        .<List<LiveResource.Account>>refusal(call)
        .orElseGet(
            () ->
                bulk.write(operation, ids, WireAccount.change(change))
                    .then(written -> all(ids, call))
                    .then(accounts -> shown(accounts, change, call)));
  }

  private static HostOutcome<List<LiveResource.Account>> shown(
      List<LiveResource.Account> accounts, AccountChange change, Call call) {
    List<String> others =
        accounts.stream()
            .filter(account -> !WireAccount.shows(account, change))
            .map(account -> "#" + account.id())
            .toList();
    return others.isEmpty()
        ? new Done<>(accounts)
        : new Refused<>(
            HostClient.fault(
                call,
                Kind.CONFLICT,
                "the host said that it was done, but it does not show at account "
                    + String.join(", ", others)));
  }

  /** Answers the same for an account that never was (item 13). */
  HostOutcome<Gone> delete(long id) {
    return client.delete(Call.send("delete account", "DELETE", ACCOUNTS + "/:id", null).of(id));
  }

  HostOutcome<List<String>> models(long id) {
    return client.run(
        Call.read("list models of account", ACCOUNTS + "/:id/models").of(id),
        data -> data.items().stream().map(model -> model.text("id")).sorted().toList());
  }

  private static SpecCheck keyed(String idempotencyKey) {
    return new SpecCheck()
        .that(sendable(idempotencyKey), "the idempotency key is none the host takes");
  }

  private static SpecCheck check(SpecCheck check, NewAccount account) {
    return check(check, account.spec())
        .that(!account.key().isEmpty(), "the key of " + account.spec().name() + " is empty")
        .that(!account.spec().groups().isEmpty(), account.spec().name() + " is in no group");
  }

  private static SpecCheck check(SpecCheck check, ResourceSpec.Account spec) {
    return check
        .name(spec.name())
        .url("the base URL", spec.baseUrl())
        .between("concurrency", spec.concurrency(), 0, Integer.MAX_VALUE)
        .between("priority", spec.priority(), 0, Integer.MAX_VALUE)
        .notNegative("rate multiplier", spec.rateMultiplier(), RATE_DECIMALS);
  }

  static boolean sendable(String idempotencyKey) {
    return !idempotencyKey.isEmpty()
        && idempotencyKey.length() <= LONGEST_IDEMPOTENCY_KEY
        && idempotencyKey.chars().allMatch(each -> each > ' ' && each < 0x7f);
  }
}

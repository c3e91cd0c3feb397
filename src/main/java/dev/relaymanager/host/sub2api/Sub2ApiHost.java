package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.AccountChange;
import dev.relaymanager.host.AccountVerdict;
import dev.relaymanager.host.Assignment;
import dev.relaymanager.host.GatewayAnswer;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.HostReport;
import dev.relaymanager.host.HostUser;
import dev.relaymanager.host.ItemOutcome;
import dev.relaymanager.host.ManagedResources;
import dev.relaymanager.host.NewAccount;
import dev.relaymanager.host.NewUser;
import dev.relaymanager.host.Scope;
import dev.relaymanager.host.ServedCall;
import dev.relaymanager.host.UserKey;
import dev.relaymanager.host.UserLogin;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A sub2api host. Its dialect is found out once, when something first depends on it. */
final class Sub2ApiHost implements HostAdapter {
  private static final String PUBLIC_SETTINGS = "/api/v1/settings/public";
  private static final String ADMIN_VERSION = "/api/v1/admin/system/version";
  private static final String TERMS = "/api/v1/admin/compliance";

  private final String name;
  private final HostClient client;
  private final GroupCalls groups;
  private final ChannelCalls channels;
  private final PlanCalls plans;
  private final AccountCalls accounts;
  private final AccountTest accountTest;
  private final ProtocolSettler settler;
  private final SubscriptionCalls subscriptions;
  private final UserCalls users;
  private final ProbeCalls probes;
  private final GatewayCalls gateway;
  private final Prober prober;
  private volatile @Nullable Dialect dialect;

  Sub2ApiHost(String name, HostClient client, Function<Secret, Fingerprint> fingerprints) {
    this.name = name;
    this.client = client;
    this.groups = new GroupCalls(client);
    this.channels = new ChannelCalls(client);
    this.plans = new PlanCalls(client);
    this.accounts = new AccountCalls(client, new WireAccount(fingerprints), this::dialect);
    this.accountTest = new AccountTest(client, this::dialect);
    this.settler = new ProtocolSettler(client, accounts, this::dialect);
    this.subscriptions = new SubscriptionCalls(client);
    this.users = new UserCalls(client);
    this.probes = new ProbeCalls(client, users);
    this.gateway = new GatewayCalls(client, this::dialect);
    this.prober = new Prober(client);
  }

  @Override
  public String host() {
    return name;
  }

  /** Asks publicly, which works before the terms are accepted, or else as an administrator. */
  @Override
  public HostOutcome<String> version() {
    HostOutcome<String> open = version(PUBLIC_SETTINGS);
    return open instanceof Refused<String> refused
            && (refused.fault().kind() == Kind.NO_SUCH_ROUTE
                || refused.fault().kind() == Kind.API_DRIFT)
        ? version(ADMIN_VERSION)
        : open;
  }

  private HostOutcome<String> version(String route) {
    return client.run(Call.read("read version", route), data -> data.text("version").strip());
  }

  private HostOutcome<Dialect> dialect() {
    Dialect known = dialect;
    if (known != null) {
      return new Done<>(known);
    }
    HostOutcome<Dialect> asked =
        version().then(version -> asksForTerms().map(asks -> Dialect.of(version, asks)));
    if (asked instanceof Done<Dialect> done) {
      dialect = done.value();
    }
    return asked;
  }

  /** Answered also while the terms are not accepted. */
  private HostOutcome<Boolean> asksForTerms() {
    HostOutcome<Boolean> asked =
        client
            .run(Call.read("look for terms", TERMS), data -> data.field("required").flag())
            .map(notAccepted -> true);
    return asked instanceof Refused<Boolean> refused && refused.fault().kind() == Kind.NO_SUCH_ROUTE
        ? new Done<>(false)
        : asked;
  }

  @Override
  public HostOutcome<HostReport> probe() {
    dialect = null;
    return dialect().then(prober::probe);
  }

  @Override
  public HostOutcome<List<LiveResource.Group>> groups() {
    return groups.list();
  }

  @Override
  public HostOutcome<Optional<LiveResource.Group>> group(long id) {
    return groups.find(id);
  }

  @Override
  public HostOutcome<List<LiveResource.Channel>> channels() {
    return channels.list();
  }

  @Override
  public HostOutcome<Optional<LiveResource.Channel>> channel(long id) {
    return channels.find(id);
  }

  @Override
  public HostOutcome<List<LiveResource.Plan>> plans() {
    return plans.list();
  }

  @Override
  public HostOutcome<Optional<LiveResource.Plan>> plan(long id) {
    return plans.find(id);
  }

  @Override
  public HostOutcome<List<LiveResource.Account>> accounts(Scope scope) {
    return accounts.list(scope);
  }

  @Override
  public HostOutcome<Optional<LiveResource.Account>> account(long id) {
    return accounts.find(id);
  }

  @Override
  public HostOutcome<List<LiveResource.Subscription>> subscriptions(Scope scope) {
    return subscriptions.list(scope);
  }

  @Override
  public HostOutcome<Optional<LiveResource.Subscription>> subscription(long id) {
    return subscriptions.find(id);
  }

  @Override
  public HostOutcome<ManagedResources> managed(String installation) {
    return MarkedResources.of(this, installation);
  }

  @Override
  public HostOutcome<Optional<HostUser>> user(long id) {
    return users.find(id);
  }

  @Override
  public HostOutcome<Optional<HostUser>> userByEmail(String email) {
    return users.byEmail(email);
  }

  @Override
  public HostOutcome<List<HostUser>> usersMatching(String text) {
    return users.matching(text);
  }

  @Override
  public HostOutcome<List<UserKey>> userKeys(long userId) {
    return users.keys(userId);
  }

  @Override
  public HostOutcome<List<ServedCall>> lastCalls(long groupId) {
    return groups.lastCalls(groupId);
  }

  @Override
  public HostOutcome<Long> userKeysInGroup(long groupId) {
    return groups.userKeys(groupId);
  }

  @Override
  public HostOutcome<LiveResource.Group> createGroup(ResourceSpec.Group spec) {
    return groups.create(spec);
  }

  @Override
  public HostOutcome<LiveResource.Group> updateGroup(
      LiveResource.Group current, ResourceSpec.Group spec) {
    return groups.update(current, spec);
  }

  @Override
  public HostOutcome<Gone> deleteGroup(long id) {
    return groups.delete(id);
  }

  @Override
  public HostOutcome<LiveResource.Channel> createChannel(ResourceSpec.Channel spec) {
    return channels.create(spec);
  }

  @Override
  public HostOutcome<LiveResource.Channel> updateChannel(
      LiveResource.Channel current, ResourceSpec.Channel spec) {
    return channels.update(current, spec);
  }

  @Override
  public HostOutcome<Gone> deleteChannel(long id) {
    return channels.delete(id);
  }

  @Override
  public HostOutcome<LiveResource.Plan> createPlan(ResourceSpec.Plan spec) {
    return plans.create(spec);
  }

  @Override
  public HostOutcome<LiveResource.Plan> updatePlan(
      LiveResource.Plan current, ResourceSpec.Plan spec) {
    return plans.update(current, spec);
  }

  @Override
  public HostOutcome<Gone> deletePlan(long id) {
    return plans.delete(id);
  }

  @Override
  public HostOutcome<LiveResource.Account> createAccount(
      NewAccount account, String idempotencyKey) {
    return accounts.createOne(account, idempotencyKey);
  }

  @Override
  public HostOutcome<List<ItemOutcome>> createAccounts(
      List<NewAccount> newAccounts, String idempotencyKey) {
    return accounts.create(newAccounts, idempotencyKey);
  }

  @Override
  public HostOutcome<LiveResource.Account> updateAccount(
      LiveResource.Account current,
      ResourceSpec.Account spec,
      @Nullable Secret key,
      Marker marker) {
    return accounts.update(current, spec, key, marker);
  }

  @Override
  public HostOutcome<List<LiveResource.Account>> changeAccounts(
      List<Long> ids, AccountChange change) {
    return accounts.change(ids, change);
  }

  @Override
  public HostOutcome<Gone> deleteAccount(long id) {
    return accounts.delete(id);
  }

  @Override
  public HostOutcome<Settled> settleProtocol(
      List<Long> accountIds, Protocol protocol, Duration atMost) {
    return settler.settle(accountIds, protocol, atMost);
  }

  @Override
  public HostOutcome<AccountVerdict> testAccount(long id, String model) {
    return accountTest.run(id, model);
  }

  @Override
  public HostOutcome<List<String>> accountModels(long id) {
    return accounts.models(id);
  }

  @Override
  public HostOutcome<LiveResource.Subscription> assignSubscription(
      long userId, long groupId, int days, Marker marker) {
    return subscriptions.assign(userId, groupId, days, marker);
  }

  @Override
  public HostOutcome<List<Assignment>> assignSubscriptions(
      List<Long> userIds, long groupId, int days, Marker marker) {
    return subscriptions.assignAll(userIds, groupId, days, marker);
  }

  @Override
  public HostOutcome<LiveResource.Subscription> extendSubscription(
      long id, int days, String idempotencyKey) {
    return subscriptions.extend(id, days, idempotencyKey);
  }

  @Override
  public HostOutcome<Gone> revokeSubscription(long id) {
    return subscriptions.revoke(id);
  }

  @Override
  public HostOutcome<HostUser> createUser(NewUser user) {
    return users.create(user);
  }

  @Override
  public HostOutcome<List<LiveResource.ProbeUser>> probeUsers() {
    return probes.users();
  }

  @Override
  public HostOutcome<Optional<LiveResource.ProbeUser>> probeUser(long id) {
    return probes.user(id);
  }

  @Override
  public HostOutcome<List<LiveResource.ProbeKey>> probeKeys() {
    return probes.keys();
  }

  @Override
  public HostOutcome<LiveResource.ProbeUser> createProbeUser(
      ResourceSpec.ProbeUser spec, Secret password, Marker marker) {
    return probes.create(spec, password, marker);
  }

  @Override
  public HostOutcome<UserKey> bindUserKey(long keyId, long groupId) {
    return probes.bind(keyId, groupId);
  }

  @Override
  public HostOutcome<Gone> deleteUserKey(UserLogin user, long keyId) {
    return users.deleteKey(user, keyId);
  }

  @Override
  public HostOutcome<Secret> userKey(UserLogin user, long keyId) {
    return users.ownKey(user, keyId);
  }

  @Override
  public HostOutcome<Gone> deleteUser(long id) {
    return users.delete(id);
  }

  @Override
  public HostOutcome<Secret> createUserKey(
      UserLogin user, String name, long groupId, String idempotencyKey) {
    return users.createKey(user, name, groupId, idempotencyKey);
  }

  @Override
  public HostOutcome<GatewayAnswer> chat(Secret userKey, String model) {
    return gateway.chat(userKey, model);
  }

  @Override
  public void close() {
    client.close();
  }
}

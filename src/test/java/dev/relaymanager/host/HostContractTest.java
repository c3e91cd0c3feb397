package dev.relaymanager.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostAdapter.Settled;
import dev.relaymanager.host.HostConnection.Credential;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.HostOutcome.Unknown;
import dev.relaymanager.host.ItemOutcome.Made;
import dev.relaymanager.host.sub2api.Sub2ApiConnector;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.http.ProxyRules;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.model.ProbeEmail;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceSpec.Billing;
import dev.relaymanager.model.Value;
import dev.relaymanager.seal.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.semver4j.Semver;

/**
 * What {@link HostAdapter} promises, tried on a running host. Runs unchanged on the simulated host
 * and on real ones; everything it makes has a name of its own and is taken away again.
 */
public abstract class HostContractTest {
  private static final Duration PROBE = Duration.ofSeconds(20);
  private static final int PATIENCE = 40;

  /** Where and how a host is reached, and which vendor stands behind it. */
  protected record Target(
      URI baseUrl,
      Secret adminKey,
      String vendorUrl,
      Secret goodKey,
      Secret badKey,
      String model) {}

  /** Gives the host to try; asked once before each test. */
  protected abstract Target target();

  /** Called when a test has cleaned up. */
  protected void over() {}

  private final String run =
      String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
  private final Deque<Runnable> leftovers = new ArrayDeque<>();
  private Target target;
  private HostAdapter host;

  @BeforeEach
  void connect() {
    target = target();
    host = connect(new Credential.AdminKey(target.adminKey()));
  }

  private HostAdapter connect(Credential credential) {
    return new Sub2ApiConnector(
            HostContractTest::fingerprint, new HttpSettings(null, List.of(), ProxyRules.none()))
        .connect(new HostConnection("contract", target.baseUrl(), credential, 8, 500, null));
  }

  private static Fingerprint fingerprint(Secret secret) {
    return new Fingerprint(
        secret.revealBytes(
            bytes -> {
              try {
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
              } catch (NoSuchAlgorithmException impossible) {
                throw new AssertionError(impossible);
              }
            }));
  }

  @AfterEach
  void clean() {
    while (!leftovers.isEmpty()) {
      leftovers.pop().run();
    }
    host.close();
    over();
  }

  private Marker marker(String name) {
    return new Marker("0123456789ab", "contract-" + run, name);
  }

  private ResourceSpec.Group groupSpec(String name, Billing billing) {
    return new ResourceSpec.Group(
        "contract-" + run + "-" + name,
        "made by a test",
        billing,
        new BigDecimal("1.25"),
        BigDecimal.TEN,
        null,
        null);
  }

  private LiveResource.Group group(String name) {
    LiveResource.Group made = host.createGroup(groupSpec(name, Billing.SUBSCRIPTION)).require();
    leftovers.push(() -> host.deleteGroup(made.id()));
    return made;
  }

  private static Reference at(LiveResource resource) {
    return new Reference.Id(resource.id());
  }

  private ResourceSpec.Account accountSpec(String name, LiveResource.Group group, Secret key) {
    return new ResourceSpec.Account(
        "contract-" + run + "-" + name,
        List.of(at(group)),
        target.vendorUrl(),
        Map.of(target.model(), target.model()),
        7,
        3,
        new BigDecimal("1.5"),
        Protocol.CHAT_COMPLETIONS,
        fingerprint(key));
  }

  private NewAccount newAccount(String name, LiveResource.Group group, Secret key) {
    return new NewAccount(accountSpec(name, group, key), key, marker(name));
  }

  private List<Long> accounts(LiveResource.Group group, List<NewAccount> wanted) {
    List<Long> ids = new ArrayList<>();
    for (ItemOutcome item :
        host.createAccounts(wanted, "contract-" + run + "-" + group.id()).require()) {
      long id = assertInstanceOf(Made.class, item).id();
      leftovers.push(() -> host.deleteAccount(id));
      ids.add(id);
    }
    return ids;
  }

  private LiveResource.Account account(long id) {
    return host.account(id).require().orElseThrow();
  }

  private long user(String name) {
    long id = host.createUser(new NewUser(login(name), "made by a test")).require().id();
    leftovers.push(() -> host.deleteUser(id));
    return id;
  }

  private UserLogin login(String name) {
    return new UserLogin(email(name), Secret.of("Pass-" + run));
  }

  private String email(String name) {
    return "contract-" + run + "-" + name + "@example.com";
  }

  private boolean hostBefore(String version) {
    return Semver.parse(host.version().require()).isLowerThan(version);
  }

  private static <T> HostFault fault(HostOutcome<T> outcome) {
    return switch (outcome) {
      case HostOutcome.Done<T> done -> throw new AssertionError("it was done: " + done);
      case Refused<T> refused -> refused.fault();
      case Unknown<T> unknown -> unknown.fault();
    };
  }

  @Test
  void aProbeFindsEveryCapabilityAndChangesNothing() {
    int groupsBefore = host.groups().require().size();

    HostReport report = host.probe().require();

    assertTrue(report.missing().isEmpty(), () -> report.findings().toString());
    assertEquals(Capability.values().length, report.findings().size());
    assertEquals(host.version().require(), report.version());
    assertEquals(groupsBefore, host.groups().require().size());
  }

  @Test
  void aWrongCredentialIsExplained() {
    try (HostAdapter stranger =
        connect(new Credential.AdminKey(Secret.of("admin-0000000000000000")))) {
      assertEquals(Kind.UNAUTHORIZED, fault(stranger.groups()).kind());
      assertEquals(Kind.UNAUTHORIZED, fault(stranger.probe()).kind());
      assertFalse(stranger.version().require().isEmpty());
    }
  }

  @Test
  void aGroupIsMadeReadChangedAndDeleted() {
    LiveResource.Group made = group("g");
    assertEquals(groupSpec("g", Billing.SUBSCRIPTION).fields(), withoutLimits(made));

    ResourceSpec.Group wanted =
        new ResourceSpec.Group(
            made.spec().name(),
            "",
            Billing.SUBSCRIPTION,
            BigDecimal.ONE,
            null,
            null,
            BigDecimal.ONE);
    host.updateGroup(made, wanted).require();

    LiveResource.Group listed =
        host.groups().require().stream()
            .filter(group -> group.id() == made.id())
            .findFirst()
            .orElseThrow();
    assertEquals("", listed.spec().description());
    assertEquals(0, BigDecimal.TEN.compareTo(listed.spec().dailyLimitUsd()), "kept, not declared");
    assertEquals(0, BigDecimal.ONE.compareTo(listed.spec().monthlyLimitUsd()));
    assertNotNull(listed.createdAt());

    HostFault taken = fault(host.createGroup(wanted));
    assertEquals(Kind.CONFLICT, taken.kind());
    assertEquals("GROUP_EXISTS", taken.reason());

    assertEquals(new Gone(true), host.deleteGroup(made.id()).require());
    assertEquals(new Gone(false), host.deleteGroup(made.id()).require());
    assertEquals(Kind.NOT_FOUND, fault(host.updateGroup(made, wanted)).kind());
  }

  /** The fields that the wish declares; a live group knows all of its limits. */
  private static Map<String, Value> withoutLimits(LiveResource.Group group) {
    Map<String, Value> fields = new java.util.TreeMap<>(group.spec().fields());
    fields.remove("weeklyLimitUsd");
    fields.remove("monthlyLimitUsd");
    return fields;
  }

  @Test
  void whatTheHostWouldRefuseAs500IsRefusedBeforehand() {
    ResourceSpec.Group fine = groupSpec("never", Billing.STANDARD);
    ResourceSpec.Group longName =
        new ResourceSpec.Group(
            "é".repeat(51), null, Billing.STANDARD, BigDecimal.ONE, null, null, null);
    ResourceSpec.Group noRate =
        new ResourceSpec.Group(
            fine.name(), null, Billing.STANDARD, BigDecimal.ZERO, null, null, null);

    assertEquals(Kind.INVALID, fault(host.createGroup(longName)).kind());
    assertEquals(Kind.INVALID, fault(host.createGroup(noRate)).kind());
    assertTrue(
        host.groups().require().stream()
            .noneMatch(group -> group.spec().name().equals(fine.name())));
  }

  @Test
  void aChannelKeepsPricesToTheLastDigit() {
    LiveResource.Group group = group("c");
    ResourceSpec.Channel spec =
        new ResourceSpec.Channel(
            "contract-" + run + "-c",
            "prices",
            List.of(at(group)),
            List.of(
                new ModelPrice(
                    "deepseek-chat",
                    new BigDecimal("0.000000270000"),
                    new BigDecimal("0.0000011"),
                    new BigDecimal("0.000000000001")),
                new ModelPrice("ds", new BigDecimal("0.00000027"), BigDecimal.ZERO, null)),
            Map.of("ds", "deepseek-chat"),
            true);
    LiveResource.Channel made = host.createChannel(spec).require();
    leftovers.push(() -> host.deleteChannel(made.id()));
    assertEquals(spec.fields(), made.spec().fields());
    assertEquals(spec.fields(), channel(made.id()).spec().fields());

    ResourceSpec.Channel open =
        new ResourceSpec.Channel(
            spec.name(), "", List.of(), spec.prices().subList(0, 1), Map.of(), false);
    host.updateChannel(made, open).require();
    assertEquals(open.fields(), channel(made.id()).spec().fields());

    assertEquals("CHANNEL_EXISTS", fault(host.createChannel(spec)).reason());
    assertEquals(new Gone(true), host.deleteChannel(made.id()).require());
    assertEquals(new Gone(false), host.deleteChannel(made.id()).require());
  }

  private LiveResource.Channel channel(long id) {
    return host.channels().require().stream()
        .filter(each -> each.id() == id)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPlanIsMadeChangedAndDeletedThoughTheHostKnowsNoAbsence() {
    LiveResource.Group group = group("p");
    ResourceSpec.Plan spec =
        new ResourceSpec.Plan(
            "contract-" + run, "thirty", at(group), new BigDecimal("9.90"), 30, false);
    LiveResource.Plan made = host.createPlan(spec).require();
    leftovers.push(() -> host.deletePlan(made.id()));
    assertEquals(spec.fields(), made.spec().fields());

    ResourceSpec.Plan dearer =
        new ResourceSpec.Plan(spec.name(), "", at(group), new BigDecimal("19.99"), 7, true);
    host.updatePlan(made, dearer).require();
    LiveResource.Plan listed =
        host.plans().require().stream()
            .filter(plan -> plan.id() == made.id())
            .findFirst()
            .orElseThrow();
    assertEquals(dearer.fields(), listed.spec().fields());
    assertNotNull(listed.createdAt());

    assertEquals(new Gone(true), host.deletePlan(made.id()).require());
    assertEquals(new Gone(false), host.deletePlan(made.id()).require());
    assertEquals(Kind.NOT_FOUND, fault(host.updatePlan(made, dearer)).kind());
  }

  @Test
  void accountsAreMadeOnceUnderTheirIdempotencyKey() {
    LiveResource.Group group = group("a");
    List<NewAccount> wanted =
        List.of(
            newAccount("one", group, target.goodKey()), newAccount("two", group, target.badKey()));

    List<Long> ids = accounts(group, wanted);
    List<Long> again = accounts(group, wanted);

    assertEquals(ids, again);
    List<LiveResource.Account> listed = host.accounts(new Scope.InGroup(group.id())).require();
    assertEquals(ids, listed.stream().map(LiveResource.Account::id).toList());
    LiveResource.Account one = listed.getFirst();
    assertEquals(Optional.of(marker("one")), Optional.ofNullable(one.marker()));
    assertTrue(one.health().inService());
    assertNotNull(one.createdAt());
    ResourceSpec.Account spec = one.spec();
    assertEquals(List.of(at(group)), spec.groups());
    assertEquals(target.vendorUrl(), spec.baseUrl());
    assertEquals(Map.of(target.model(), target.model()), spec.modelMapping());
    assertEquals(7, spec.concurrency());
    assertEquals(3, spec.priority());
    assertEquals(0, new BigDecimal("1.5").compareTo(spec.rateMultiplier()));
    if (hostBefore("0.1.127")) {
      assertEquals(fingerprint(target.goodKey()), spec.key());
    } else {
      assertNull(spec.key());
    }

    HostFault other =
        fault(
            host.createAccounts(
                List.of(newAccount("three", group, target.goodKey())),
                "contract-" + run + "-" + group.id()));
    assertEquals("IDEMPOTENCY_KEY_CONFLICT", other.reason());
  }

  @Test
  void anAccountIsChangedWithoutLosingItsKeyOrItsMark() {
    LiveResource.Group group = group("u");
    long id = accounts(group, List.of(newAccount("u", group, target.goodKey()))).getFirst();
    host.settleProtocol(List.of(id), Protocol.CHAT_COMPLETIONS, PROBE).require();
    LiveResource.Account before = account(id);
    ResourceSpec.Account slower = changed(before.spec(), 2, before.spec().modelMapping());

    host.updateAccount(before, slower, null, marker("u2")).require();

    LiveResource.Account after = account(id);
    assertEquals(2, after.spec().concurrency());
    assertEquals(marker("u2"), after.marker());
    assertEquals(before.spec().key(), after.spec().key());
    if (hostBefore("0.1.127")) {
      assertEquals(false, after.health().responsesSupported());
    }

    Map<String, String> renamed = Map.of("other", target.model());
    ResourceSpec.Account moved = changed(after.spec(), 2, renamed);
    HostOutcome<LiveResource.Account> withoutKey =
        host.updateAccount(after, moved, null, marker("u2"));
    if (hostBefore("0.1.127")) {
      assertEquals(Kind.INVALID, fault(withoutKey).kind());
    }
    host.updateAccount(after, moved, target.badKey(), marker("u2")).require();
    assertEquals(renamed, account(id).spec().modelMapping());
    if (hostBefore("0.1.127")) {
      assertEquals(fingerprint(target.badKey()), account(id).spec().key());
    }
    assertEquals(List.of("other"), host.accountModels(id).require());
  }

  @Test
  void oneAccountIsMadeOnceUnderItsIdempotencyKey() {
    LiveResource.Group group = group("one");
    NewAccount wanted = newAccount("single", group, target.goodKey());

    LiveResource.Account made = host.createAccount(wanted, "contract-one-" + run).require();
    leftovers.push(() -> host.deleteAccount(made.id()));
    LiveResource.Account again = host.createAccount(wanted, "contract-one-" + run).require();

    assertEquals(made.id(), again.id());
    assertEquals(List.of(at(group)), made.spec().groups());
    assertEquals(
        List.of(made.id()),
        host.accounts(new Scope.InGroup(group.id())).require().stream()
            .map(LiveResource.Account::id)
            .toList());
  }

  @Test
  void manyAccountsAreChangedAtOnceAndAMissingOneIsNoSuccess() {
    LiveResource.Group group = group("many");
    List<Long> ids =
        accounts(
            group,
            List.of(
                newAccount("m1", group, target.goodKey()),
                newAccount("m2", group, target.goodKey())));
    AccountChange slower = new AccountChange(2, 9, new BigDecimal("2.5"), false);

    List<LiveResource.Account> changed = host.changeAccounts(ids, slower).require();

    assertEquals(ids, changed.stream().map(LiveResource.Account::id).toList());
    for (long id : ids) {
      assertEquals(2, account(id).spec().concurrency());
      assertEquals(9, account(id).spec().priority());
      assertEquals(0, new BigDecimal("2.5").compareTo(account(id).spec().rateMultiplier()));
      assertFalse(account(id).health().schedulable());
      assertEquals(List.of(at(group)), account(id).spec().groups(), "left alone");
    }

    host.deleteAccount(ids.getFirst()).require();
    HostFault missing = fault(host.changeAccounts(ids, new AccountChange(null, 4, null, null)));
    assertEquals(Kind.NOT_FOUND, missing.kind());
    assertTrue(missing.message().contains("#" + ids.getFirst()), missing::message);
    assertEquals(4, account(ids.getLast()).spec().priority());
  }

  @Test
  void aThingIsReadByItsIdAndAnAbsentOneIsAbsent() {
    LiveResource.Group group = group("read");
    LiveResource.Channel channel =
        host.createChannel(
                new ResourceSpec.Channel(
                    "contract-" + run + "-read",
                    "",
                    List.of(at(group)),
                    List.of(),
                    Map.of(),
                    false))
            .require();
    leftovers.push(() -> host.deleteChannel(channel.id()));
    LiveResource.Plan plan =
        host.createPlan(
                new ResourceSpec.Plan(
                    "contract-" + run + "-read", "", at(group), BigDecimal.TEN, 30, false))
            .require();
    leftovers.push(() -> host.deletePlan(plan.id()));
    LiveResource.Subscription subscription =
        host.assignSubscription(user("reader"), group.id(), 30, marker("reader")).require();

    assertEquals(group.id(), host.group(group.id()).require().orElseThrow().id());
    assertEquals(Optional.of(channel), host.channel(channel.id()).require());
    assertEquals(plan.id(), host.plan(plan.id()).require().orElseThrow().id());
    assertEquals(Optional.of(subscription), host.subscription(subscription.id()).require());
    assertEquals(Optional.empty(), host.group(0).require());
    assertEquals(Optional.empty(), host.channel(0).require());
    assertEquals(Optional.empty(), host.plan(0).require());
    assertEquals(Optional.empty(), host.subscription(0).require());
  }

  @Test
  void whatAnInstallationMadeIsFoundByItsMarks() {
    String installation = "%08x0000".formatted(ThreadLocalRandom.current().nextInt());
    LiveResource.Group group = group("managed");
    LiveResource.Channel channel =
        host.createChannel(
                new ResourceSpec.Channel(
                    "contract-" + run + "-managed",
                    "",
                    List.of(at(group)),
                    List.of(),
                    Map.of(),
                    false))
            .require();
    leftovers.push(() -> host.deleteChannel(channel.id()));
    group("unmarked");
    Marker marker = new Marker(installation, "contract-" + run, "managed");
    NewAccount wanted = newAccount("managed", group, target.goodKey());
    long id =
        accounts(group, List.of(new NewAccount(wanted.spec(), wanted.key(), marker))).getFirst();
    accounts(group("others"), List.of(newAccount("others", group, target.goodKey())));
    LiveResource.Subscription subscription =
        host.assignSubscription(user("managed"), group.id(), 30, marker).require();

    ManagedResources managed = host.managed(installation).require();

    assertEquals(List.of(group.id()), managed.groups().stream().map(LiveResource::id).toList());
    assertEquals(List.of(channel.id()), managed.channels().stream().map(LiveResource::id).toList());
    assertEquals(List.of(id), managed.accounts().stream().map(LiveResource::id).toList());
    assertEquals(List.of(subscription), managed.subscriptions());
    assertEquals(List.of(), managed.plans());
  }

  @Test
  void usersGetASubscriptionTogetherAndEachOutcomeIsTold() {
    LiveResource.Group group = group("bulk");
    long dave = user("dave");
    long erin = user("erin");
    host.assignSubscription(dave, group.id(), 30, marker("bulk")).require();

    List<Assignment> assignments =
        host.assignSubscriptions(List.of(dave, 0L, erin), group.id(), 30, marker("bulk")).require();

    Assignment.Assigned first = assertInstanceOf(Assignment.Assigned.class, assignments.get(0));
    assertFalse(first.created());
    assertEquals(dave, first.subscription().userId());
    assertInstanceOf(Assignment.Failed.class, assignments.get(1));
    Assignment.Assigned last = assertInstanceOf(Assignment.Assigned.class, assignments.get(2));
    assertTrue(last.created());
    assertEquals(email("erin"), last.subscription().spec().name());
    assertEquals(2, host.subscriptions(new Scope.InGroup(group.id())).require().size());
  }

  private static ResourceSpec.Account changed(
      ResourceSpec.Account spec, int concurrency, Map<String, String> mapping) {
    return new ResourceSpec.Account(
        spec.name(),
        spec.groups(),
        spec.baseUrl(),
        mapping,
        concurrency,
        spec.priority(),
        spec.rateMultiplier(),
        null,
        null);
  }

  @Test
  void aDeletedAccountIsAbsentAndDeletingItAgainIsDone() {
    LiveResource.Group group = group("d");
    long id = accounts(group, List.of(newAccount("d", group, target.goodKey()))).getFirst();

    assertEquals(new Gone(true), host.deleteAccount(id).require());

    assertEquals(Optional.empty(), host.account(id).require());
    assertTrue(host.accounts(new Scope.InGroup(group.id())).require().isEmpty());
    assertInstanceOf(Gone.class, host.deleteAccount(id).require());
    assertEquals(Kind.NOT_FOUND, fault(host.accountModels(id)).kind());
  }

  @Test
  void anAccountOutsideAnyGroupIsRead() {
    LiveResource.Group group = group("o");
    long id = accounts(group, List.of(newAccount("o", group, target.goodKey()))).getFirst();

    host.deleteGroup(group.id()).require();

    assertEquals(List.of(), account(id).spec().groups());
  }

  @Test
  void anAccountTestTellsGoodFromBadOrSaysThatItCannot() {
    LiveResource.Group group = group("t");
    List<Long> ids =
        accounts(
            group,
            List.of(
                newAccount("good", group, target.goodKey()),
                newAccount("bad", group, target.badKey())));
    Settled settled = host.settleProtocol(ids, Protocol.CHAT_COMPLETIONS, PROBE).require();
    assertEquals(List.of(), settled.unprobed());

    AccountVerdict good = host.testAccount(ids.getFirst(), target.model()).require();
    AccountVerdict bad = host.testAccount(ids.getLast(), target.model()).require();

    if (hostBefore("0.1.130")) {
      assertInstanceOf(AccountVerdict.Inconclusive.class, good);
    } else {
      assertInstanceOf(AccountVerdict.Passed.class, good);
      assertInstanceOf(AccountVerdict.Failed.class, bad);
    }
    if (hostBefore("0.1.127")) {
      ids.forEach(id -> assertEquals(false, account(id).health().responsesSupported()));
    }
    host.deleteAccount(ids.getFirst()).require();
    assertEquals(Kind.NOT_FOUND, fault(host.testAccount(ids.getFirst(), target.model())).kind());
  }

  @Test
  void aUserIsFoundByTheWholeEmailOnly() {
    long id = user("Alice");

    assertEquals(
        Optional.of(new HostUser(id, email("Alice"), true)),
        host.userByEmail(" " + email("alice").toUpperCase(Locale.ROOT)).require());
    assertEquals(Optional.empty(), host.userByEmail("contract-" + run).require());
    assertEquals(Optional.of(new HostUser(id, email("Alice"), true)), host.user(id).require());
    assertEquals(Optional.empty(), host.user(999_999_999).require());
  }

  @Test
  void aProbeUserIsKnownByItsMarkAndReadsItsOwnKey() {
    LiveResource.Group group = group("p");
    Marker mark = new Marker("0123456789ab", "contract-" + run, "probe");
    ResourceSpec.ProbeUser spec =
        new ResourceSpec.ProbeUser(
            ProbeEmail.of(mark.installation(), mark.importName()), BigDecimal.ONE);
    try (Secret password = Secret.of("invented-" + run)) {
      UserLogin login = new UserLogin(spec.name(), password);
      LiveResource.ProbeUser made = host.createProbeUser(spec, password, mark).require();
      // A host answers a creation with more digits of its time than it keeps.
      LiveResource.ProbeUser read = host.probeUser(made.id()).require().orElseThrow();
      assertEquals(made.spec(), read.spec());
      assertEquals(made.marker(), read.marker());
      assertTrue(host.probeUsers().require().contains(read));
      assertEquals(mark, made.marker());
      assertTrue(host.probeKeys().require().stream().noneMatch(key -> isOf(made, key)));

      int days = 30;
      host.assignSubscription(made.id(), group.id(), days, mark).require();
      host.createUserKey(login, "relay-probe", group.id(), "probe-" + run).require().close();
      LiveResource.ProbeKey key =
          host.probeKeys().require().stream()
              .filter(one -> isOf(made, one))
              .findFirst()
              .orElseThrow();
      assertEquals(new Reference.Id(group.id()), key.spec().group());
      assertEquals(mark, key.marker());
      try (Secret own = host.userKey(login, key.id()).require()) {
        boolean isKey = own.reveal(text -> text.startsWith("sk-"));
        assertTrue(isKey);
      }
      assertEquals(
          group.id(), host.bindUserKey(key.id(), group.id()).require().groupId().longValue());
      host.deleteUserKey(login, key.id()).require();
      assertTrue(host.probeKeys().require().stream().noneMatch(one -> isOf(made, one)));
      host.deleteUser(made.id()).require();
      assertEquals(Optional.empty(), host.probeUser(made.id()).require());
    }
  }

  private static boolean isOf(LiveResource.ProbeUser user, LiveResource.ProbeKey key) {
    return key.spec().user().equals(new Reference.Id(user.id()));
  }

  @Test
  void aSubscriptionIsAssignedOnceMovedAndRevoked() {
    LiveResource.Group group = group("s");
    long userId = user("bob");

    LiveResource.Subscription made =
        host.assignSubscription(userId, group.id(), 30, marker("bob")).require();
    LiveResource.Subscription again =
        host.assignSubscription(userId, group.id(), 30, marker("bob")).require();

    assertEquals(made, again);
    assertEquals(email("bob"), made.spec().name());
    assertEquals(30, made.spec().days());
    assertEquals(marker("bob"), made.marker());
    assertEquals("active", made.status());
    HostFault otherDays = fault(host.assignSubscription(userId, group.id(), 60, marker("bob")));
    assertEquals("SUBSCRIPTION_ASSIGN_CONFLICT", otherDays.reason());
    assertTrue(otherDays.message().contains("validity_days_mismatch"));

    String key = "extend-" + run;
    host.extendSubscription(made.id(), 15, key).require();
    LiveResource.Subscription longer = host.extendSubscription(made.id(), 15, key).require();
    assertEquals(made.spec().expiresAt().plus(Duration.ofDays(15)), longer.spec().expiresAt());
    assertEquals(
        List.of(made.id()),
        host.subscriptions(new Scope.InGroup(group.id())).require().stream()
            .map(LiveResource.Subscription::id)
            .toList());

    assertEquals(new Gone(true), host.revokeSubscription(made.id()).require());
    assertEquals(new Gone(false), host.revokeSubscription(made.id()).require());
    assertTrue(host.subscriptions(new Scope.InGroup(group.id())).require().isEmpty());
  }

  @Test
  void aUserWithASubscriptionCallsTheModelThroughTheGateway() throws InterruptedException {
    LiveResource.Group group = group("w");
    List<Long> ids = accounts(group, List.of(newAccount("w", group, target.goodKey())));
    host.settleProtocol(ids, Protocol.CHAT_COMPLETIONS, PROBE).require();
    long userId = user("carol");
    LiveResource.Subscription subscription =
        host.assignSubscription(userId, group.id(), 30, marker("carol")).require();
    Secret key = host.createUserKey(login("carol"), "contract", group.id(), "key-" + run).require();

    GatewayAnswer answer = chatUntilSettled(key, target.model());

    assertInstanceOf(GatewayAnswer.Answered.class, answer, answer::toString);
    assertEquals(1, host.userKeysInGroup(group.id()).require());
    UserKey bound = host.userKeys(userId).require().getFirst();
    assertEquals(group.id(), bound.groupId());
    assertTrue(bound.active());

    GatewayAnswer.Refused unknownModel =
        assertInstanceOf(GatewayAnswer.Refused.class, host.chat(key, "no-such-model").require());
    assertEquals(hostBefore("0.1.139") ? 503 : 404, unknownModel.status());

    GatewayAnswer.Refused stranger =
        assertInstanceOf(
            GatewayAnswer.Refused.class,
            host.chat(Secret.of("sk-none-" + run), target.model()).require());
    assertEquals("INVALID_API_KEY", stranger.code());

    host.revokeSubscription(subscription.id()).require();
    assertEquals("SUBSCRIPTION_NOT_FOUND", refusalInTheEnd(key).code());
  }

  private GatewayAnswer chatUntilSettled(Secret key, String model) throws InterruptedException {
    GatewayAnswer answer = host.chat(key, model).require();
    for (int i = 0;
        i < PATIENCE
            && answer instanceof GatewayAnswer.Refused refused
            && refused.cause().settling();
        i++) {
      Thread.sleep(250);
      answer = host.chat(key, model).require();
    }
    return answer;
  }

  private GatewayAnswer.Refused refusalInTheEnd(Secret key) throws InterruptedException {
    GatewayAnswer answer = host.chat(key, target.model()).require();
    for (int i = 0; i < PATIENCE && answer instanceof GatewayAnswer.Answered; i++) {
      Thread.sleep(500);
      answer = host.chat(key, target.model()).require();
    }
    return assertInstanceOf(GatewayAnswer.Refused.class, answer);
  }
}

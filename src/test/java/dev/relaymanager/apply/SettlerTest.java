package dev.relaymanager.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.apply.Intent.Action;
import dev.relaymanager.apply.Journal.OpenIntent;
import dev.relaymanager.apply.Settler.Settlement;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettlerTest {
  private static final Instant INTENDED = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant AFTERWARDS = INTENDED.plusSeconds(1);
  private static final Instant LONG_BEFORE = INTENDED.minus(Duration.ofDays(3));
  private static final Instant END = Instant.parse("2026-04-01T10:00:00Z");
  private static final Reference GROUP = new Reference.Id(7);
  private static final Fingerprint KEY = Wish.fingerprint("sk-one");

  private static ResourceKey key(ResourceType type) {
    return new ResourceKey(
        "prod",
        "deepseek",
        type,
        switch (type) {
          case GROUP, CHANNEL, PLAN -> "";
          case ACCOUNT -> "team-a";
          case SUBSCRIPTION -> "a@b.example";
          case PROBE_USER, PROBE_KEY -> "probe";
        });
  }

  /** A spec of a type; {@code number} is some declared field of it. */
  private static ResourceSpec spec(ResourceType type, int number) {
    return switch (type) {
      case GROUP ->
          new ResourceSpec.Group(
              "deepseek",
              null,
              ResourceSpec.Billing.SUBSCRIPTION,
              BigDecimal.valueOf(number),
              null,
              null,
              null);
      case CHANNEL ->
          new ResourceSpec.Channel(
              "deepseek", null, List.of(GROUP), List.of(), Map.of("m", "m" + number), true);
      case PLAN ->
          new ResourceSpec.Plan("deepseek", null, GROUP, BigDecimal.valueOf(number), 30, true);
      case ACCOUNT -> account(number, KEY);
      case SUBSCRIPTION ->
          new ResourceSpec.Subscription(
              "a@b.example", GROUP, 30, END.plus(Duration.ofDays(number)));
      case PROBE_USER -> new ResourceSpec.ProbeUser("p" + number + "@probe.invalid", null);
      case PROBE_KEY ->
          new ResourceSpec.ProbeKey("relay-probe", new Reference.Id(9), new Reference.Id(number));
    };
  }

  private static ResourceSpec.Account account(int number, Fingerprint key) {
    return new ResourceSpec.Account(
        "deepseek-team-a",
        List.of(GROUP),
        "https://api.deepseek.com",
        Map.of("m", "m"),
        number,
        50,
        null,
        null,
        key);
  }

  private static LiveResource live(long id, ResourceSpec spec, String installation, Instant made) {
    ResourceKey key = key(spec.type());
    Marker mark =
        installation == null ? null : new Marker(installation, key.importName(), key.name());
    return switch (spec) {
      case ResourceSpec.Group group -> new LiveResource.Group(id, group, true, made);
      case ResourceSpec.Channel channel -> new LiveResource.Channel(id, channel, true);
      case ResourceSpec.Plan plan -> new LiveResource.Plan(id, plan, made);
      case ResourceSpec.Account account ->
          new LiveResource.Account(
              id,
              account,
              mark,
              new LiveResource.AccountHealth("active", true, "", null, null),
              made);
      case ResourceSpec.Subscription subscription ->
          new LiveResource.Subscription(id, subscription, 3, mark, made, "active", made);
      case ResourceSpec.ProbeUser user -> new LiveResource.ProbeUser(id, user, mark, true, made);
      case ResourceSpec.ProbeKey probe -> new LiveResource.ProbeKey(id, probe, mark, true);
    };
  }

  private static LiveHost host(LiveResource... resources) {
    Map<ResourceType, SortedMap<Long, LiveResource>> byType = new EnumMap<>(ResourceType.class);
    for (ResourceType type : ResourceType.values()) {
      byType.put(
          type,
          LiveHost.index(Stream.of(resources).filter(one -> one.spec().type() == type).toList()));
    }
    return new LiveHost("prod", "0.1.126", byType, Map.of(), Map.of());
  }

  private static Settlement settle(
      Action action,
      ResourceType type,
      ResourceSpec before,
      ResourceSpec after,
      LiveResource... resources) {
    Long hostId = action == Action.CREATE ? null : Long.valueOf(11);
    Intent intent =
        new Intent(
            "b1", Intent.Phase.APPLY, key(type), action, hostId, before, after, "b1-a1", null);
    return new Settler(Workbench.INSTALLATION)
        .settle(new OpenIntent(5, intent, INTENDED), host(resources));
  }

  private static void assertNotDone(Settlement settlement) {
    assertInstanceOf(
        Effect.NotDone.class, assertInstanceOf(Settlement.Decided.class, settlement).effect());
  }

  private static void assertStands(long id, ResourceSpec spec, Settlement settlement) {
    assertEquals(new Settlement.Decided(new Effect.Stands(id, spec)), settlement);
  }

  @ParameterizedTest
  @EnumSource
  void aCreationOfWhichNothingIsToBeSeenWasNotDone(ResourceType type) {
    assertNotDone(settle(Action.CREATE, type, null, spec(type, 1)));
  }

  @ParameterizedTest
  @EnumSource
  void aCreationThatIsToBeSeenWasDone(ResourceType type) {
    ResourceSpec spec = spec(type, 1);
    LiveResource made = live(40, spec, Workbench.INSTALLATION, AFTERWARDS);
    assertStands(40, spec, settle(Action.CREATE, type, null, spec, made));
  }

  @Test
  void theEndOfASubscriptionIsTakenFromTheHost() {
    ResourceSpec.Subscription wanted =
        new ResourceSpec.Subscription("a@b.example", GROUP, 30, null);
    LiveResource made =
        live(40, spec(ResourceType.SUBSCRIPTION, 0), Workbench.INSTALLATION, AFTERWARDS);
    assertStands(
        40,
        new ResourceSpec.Subscription("a@b.example", GROUP, 30, END),
        settle(Action.CREATE, ResourceType.SUBSCRIPTION, null, wanted, made));
  }

  @ParameterizedTest
  @EnumSource(names = {"ACCOUNT", "SUBSCRIPTION"})
  void aThingOfTheSameNameWithoutOurMarkIsNotOurs(ResourceType type) {
    ResourceSpec spec = spec(type, 1);
    assertNotDone(
        settle(
            Action.CREATE,
            type,
            null,
            spec,
            live(40, spec, null, AFTERWARDS),
            live(41, spec, "ffffffffffff", AFTERWARDS)));
  }

  @ParameterizedTest
  @EnumSource(names = {"ACCOUNT", "SUBSCRIPTION"})
  void ourMarkTwiceIsForAPersonToDecide(ResourceType type) {
    ResourceSpec spec = spec(type, 1);
    Settlement.Undecided undecided =
        assertInstanceOf(
            Settlement.Undecided.class,
            settle(
                Action.CREATE,
                type,
                null,
                spec,
                live(40, spec, Workbench.INSTALLATION, AFTERWARDS),
                live(41, spec, Workbench.INSTALLATION, AFTERWARDS)));
    assertTrue(undecided.why().contains("relay-manager:0123456789ab/deepseek/"), undecided.why());
  }

  @ParameterizedTest
  @EnumSource(names = {"GROUP", "PLAN"})
  void aThingThatIsOlderThanTheRequestIsForAPersonToDecide(ResourceType type) {
    ResourceSpec spec = spec(type, 1);
    Settlement.Undecided undecided =
        assertInstanceOf(
            Settlement.Undecided.class,
            settle(Action.CREATE, type, null, spec, live(40, spec, null, LONG_BEFORE)));
    assertTrue(undecided.why().contains("is older than the request"), undecided.why());
    assertTrue(undecided.search().contains("spec.adopt: true"), undecided.search());
  }

  @ParameterizedTest
  @EnumSource(names = {"GROUP", "CHANNEL", "PLAN"})
  void aThingOfTheNameWithOtherContentIsForAPersonToDecide(ResourceType type) {
    Settlement settlement =
        settle(Action.CREATE, type, null, spec(type, 1), live(40, spec(type, 2), null, AFTERWARDS));
    assertInstanceOf(Settlement.Undecided.class, settlement);
  }

  @Test
  void ofTwoPlansOfTheNameTheOneThatFitsIsOursAndTwoThatFitAreForAPerson() {
    ResourceSpec spec = spec(ResourceType.PLAN, 1);
    LiveResource old = live(39, spec, null, LONG_BEFORE);
    LiveResource made = live(40, spec, null, AFTERWARDS);
    assertStands(40, spec, settle(Action.CREATE, ResourceType.PLAN, null, spec, old, made));
    assertInstanceOf(
        Settlement.Undecided.class,
        settle(
            Action.CREATE, ResourceType.PLAN, null, spec, made, live(41, spec, null, AFTERWARDS)));
  }

  @Test
  void aPlanOfTheNameInAnotherGroupIsAnother() {
    ResourceSpec spec = spec(ResourceType.PLAN, 1);
    LiveResource elsewhere = live(40, spec.inGroup(new Reference.Id(8)), null, AFTERWARDS);
    assertNotDone(settle(Action.CREATE, ResourceType.PLAN, null, spec, elsewhere));
  }

  @ParameterizedTest
  @EnumSource
  void aChangeIsDoneWhenItIsToBeSeenAndNotDoneOtherwise(ResourceType type) {
    ResourceSpec before = spec(type, 1);
    ResourceSpec after = spec(type, 2);
    for (Action action : List.of(Action.UPDATE, Action.ADOPT)) {
      assertStands(
          11, after, settle(action, type, before, after, live(11, after, null, LONG_BEFORE)));
      assertNotDone(settle(action, type, before, after, live(11, before, null, LONG_BEFORE)));
      assertNotDone(settle(action, type, before, after));
    }
  }

  @Test
  void aNewKeyThatAHostHidesCountsAsNotArrived() {
    LiveResource hidden = live(11, account(2, null), null, LONG_BEFORE);
    assertNotDone(
        settle(
            Action.UPDATE,
            ResourceType.ACCOUNT,
            account(1, Wish.fingerprint("sk-old")),
            account(2, KEY),
            hidden));
    assertStands(
        11,
        account(2, KEY),
        settle(Action.UPDATE, ResourceType.ACCOUNT, account(1, KEY), account(2, KEY), hidden));
  }

  @ParameterizedTest
  @EnumSource
  void aDeletionIsDoneWhenItsThingIsGone(ResourceType type) {
    ResourceSpec before = spec(type, 1);
    assertEquals(
        new Settlement.Decided(new Effect.Removed()), settle(Action.DELETE, type, before, null));
    assertNotDone(settle(Action.DELETE, type, before, null, live(11, before, null, LONG_BEFORE)));
  }

  @ParameterizedTest
  @EnumSource
  void lettingGoIsDoneWhateverTheHostShows(ResourceType type) {
    ResourceSpec before = spec(type, 1);
    assertEquals(
        new Settlement.Decided(new Effect.Removed()),
        settle(Action.FORGET, type, before, null, live(11, before, null, LONG_BEFORE)));
  }
}

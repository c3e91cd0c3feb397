package dev.relaymanager.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.PastChange;
import dev.relaymanager.observed.Recorded;
import dev.relaymanager.observed.RecordedResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RollbackPlannerTest {
  private static final Instant AT = Instant.parse("2026-02-20T10:00:00Z");
  private static final ResourceKey GROUP = ResourceKey.group("prod", "deepseek");
  private static final ResourceKey CHANNEL = ResourceKey.channel("prod", "deepseek");
  private static final ResourceKey PLAN = ResourceKey.plan("prod", "deepseek");
  private static final ResourceKey ACCOUNT = ResourceKey.account("prod", "deepseek", "team-a");
  private static final ResourceKey USER =
      ResourceKey.subscription("prod", "deepseek", "a@b.example");
  private static final Map<ResourceKey, Long> IDS =
      Map.of(GROUP, 7L, CHANNEL, 8L, PLAN, 9L, ACCOUNT, 11L, USER, 21L);

  private final Set<Fingerprint> keysAtHand = new HashSet<>();
  private final List<RecordedResource> recorded = new ArrayList<>();
  private final List<LiveResource> live = new ArrayList<>();
  private final List<PastChange> past = new ArrayList<>();
  private Map<String, Long> users = Map.of();

  private static ResourceSpec spec(ResourceKey key, String json) {
    return SpecReader.read(
        key.type(),
        new JsonMapper().readTree(json),
        key.type() == ResourceType.SUBSCRIPTION ? key.name() : "deepseek",
        new Reference.Id(7));
  }

  private void stands(ResourceKey key, String json) {
    stands(key, IDS.get(key), spec(key, json), spec(key, json));
  }

  private void stands(ResourceKey key, long id, ResourceSpec known, ResourceSpec shown) {
    recorded.add(new RecordedResource(key, id, known, "b1", null, AT));
    live.add(live(id, shown));
  }

  private static LiveResource live(long id, ResourceSpec spec) {
    Marker mark = new Marker(PlanCase.INSTALLATION, "deepseek", "x");
    return switch (spec) {
      case ResourceSpec.Group group -> new LiveResource.Group(id, group, true, AT);
      case ResourceSpec.Channel channel -> new LiveResource.Channel(id, channel, true);
      case ResourceSpec.Plan plan -> new LiveResource.Plan(id, plan, AT);
      case ResourceSpec.Account account ->
          new LiveResource.Account(
              id,
              account,
              mark,
              new LiveResource.AccountHealth("active", true, "", false, null),
              AT);
      case ResourceSpec.Subscription subscription ->
          new LiveResource.Subscription(id, subscription, 3, mark, AT, "active", AT);
      case ResourceSpec.ProbeUser user -> new LiveResource.ProbeUser(id, user, mark, true, AT);
      case ResourceSpec.ProbeKey probe -> new LiveResource.ProbeKey(id, probe, mark, true);
    };
  }

  private ImportPlan plan() {
    Map<ResourceType, SortedMap<Long, LiveResource>> resources = new EnumMap<>(ResourceType.class);
    for (ResourceType type : ResourceType.values()) {
      resources.put(
          type, LiveHost.index(live.stream().filter(one -> one.spec().type() == type).toList()));
    }
    return RollbackPlanner.plan(
        "prod",
        "deepseek",
        past,
        Recorded.of(recorded),
        new LiveHost("prod", "0.1.126", resources, users, Map.of(7L, 0L)),
        new PlanContext(PlanCase.INSTALLATION, PlanCase.NOW),
        keysAtHand);
  }

  private static List<String> said(ImportPlan plan) {
    return plan.changes().stream()
        .map(change -> change.getClass().getSimpleName() + " " + change.key().withinHost())
        .toList();
  }

  private void created(ResourceKey key) {
    past.add(new PastChange.Created(key, IDS.get(key), spec(key, "{}")));
  }

  @Test
  void whatTheBatchMadeGoesInReverseAndWhatWasThereStays() {
    for (ResourceKey key : List.of(GROUP, CHANNEL, PLAN, ACCOUNT)) {
      stands(key, "{}");
    }
    created(CHANNEL);
    created(PLAN);
    created(ACCOUNT);
    assertEquals(
        List.of(
            "Delete Account/deepseek/team-a", "Delete Channel/deepseek", "Delete Plan/deepseek"),
        said(plan()));
  }

  @Test
  void aGroupThatTheBatchMadeTakesAllOfTheImportAlong() {
    for (ResourceKey key : List.of(GROUP, CHANNEL, PLAN, ACCOUNT)) {
      stands(key, "{}");
    }
    stands(USER, "{\"expires\":\"2026-04-01T00:00:00Z\"}");
    created(GROUP);
    past.add(new PastChange.Updated(PLAN, 9, spec(PLAN, "{\"price\":\"1\"}"), spec(PLAN, "{}")));
    ImportPlan plan = plan();
    assertEquals(
        List.of(
            "Delete Subscription/deepseek/a@b.example",
            "Delete Account/deepseek/team-a",
            "Delete Channel/deepseek",
            "Delete Plan/deepseek",
            "Delete Group/deepseek"),
        said(plan));
    assertEquals("needs the batch's group", plan.changes().getFirst().why());
    assertEquals("made by the batch", plan.changes().getLast().why());
  }

  @Test
  void whatTheBatchChangedGetsTheValuesFromBeforeItsFirstChange() {
    stands(PLAN, "{\"price\":\"3\"}");
    past.add(
        new PastChange.Updated(
            PLAN, 9, spec(PLAN, "{\"price\":\"1\"}"), spec(PLAN, "{\"price\":\"2\"}")));
    past.add(
        new PastChange.Updated(
            PLAN, 9, spec(PLAN, "{\"price\":\"2\"}"), spec(PLAN, "{\"price\":\"3\"}")));
    Change.Update update = assertInstanceOf(Change.Update.class, plan().changes().getFirst());
    assertEquals(
        "{price=FieldChange[before=Decimal[number=3], after=Decimal[number=1]]}",
        update.fields().toString());
    assertEquals(spec(PLAN, "{\"price\":\"1\"}"), update.after());
  }

  @Test
  void whatHasItsEarlierValuesAlreadyIsLeftAlone() {
    stands(PLAN, "{\"price\":\"1\"}");
    past.add(new PastChange.Updated(PLAN, 9, spec(PLAN, "{\"price\":\"1\"}"), spec(PLAN, "{}")));
    assertEquals(List.of(), said(plan()));
  }

  @Test
  void whatWasTakenOverIsRestoredAndLetGo() {
    stands(GROUP, "{}");
    past.add(new PastChange.Adopted(GROUP, 7, spec(GROUP, "{\"rate\":\"2\"}"), spec(GROUP, "{}")));
    assertEquals(List.of("Update Group/deepseek", "Forget Group/deepseek"), said(plan()));
  }

  @Test
  void whatIsOursNoMoreIsNotTouched() {
    live.add(live(9, spec(PLAN, "{}")));
    past.add(new PastChange.Updated(PLAN, 9, spec(PLAN, "{\"price\":\"1\"}"), spec(PLAN, "{}")));
    created(ACCOUNT);
    ImportPlan plan = plan();
    assertEquals(List.of(), said(plan));
    assertEquals(
        List.of("prod/Plan/deepseek: is ours no more, so it stays as it is"), plan.notes());
  }

  @Test
  void whatALaterBatchMadeAnewStays() {
    stands(ACCOUNT, 99, spec(ACCOUNT, "{}"), spec(ACCOUNT, "{}"));
    created(ACCOUNT);
    ImportPlan plan = plan();
    assertEquals(List.of(), said(plan));
    assertEquals(
        List.of("prod/Account/deepseek/team-a: was made anew by a later batch, and stays"),
        plan.notes());
  }

  @Test
  void whatIsGoneAlreadyIsForgotten() {
    recorded.add(new RecordedResource(ACCOUNT, 11, spec(ACCOUNT, "{}"), "b1", null, AT));
    created(ACCOUNT);
    assertEquals(List.of("Forget Account/deepseek/team-a"), said(plan()));
  }

  @Test
  void whatTheBatchDeletedIsMadeAgain() {
    stands(GROUP, "{}");
    past.add(new PastChange.Deleted(ACCOUNT, 11, spec(ACCOUNT, "{\"key\":\"a1\"}")));
    past.add(
        new PastChange.Deleted(USER, 21, spec(USER, "{\"expires\":\"2026-04-01T00:00:00Z\"}")));
    users = Map.of("a@b.example", 3L);
    ImportPlan plan = plan();
    assertEquals(
        List.of("Create Subscription/deepseek/a@b.example", "Create Account/deepseek/team-a"),
        said(plan));
    assertEquals(
        spec(ACCOUNT, "{\"key\":\"a1\"}"), ((Change.Create) plan.changes().getLast()).after());
  }

  @Test
  void whatCameBackAlreadyIsNotMadeTwice() {
    stands(GROUP, "{}");
    stands(ACCOUNT, 12, spec(ACCOUNT, "{}"), spec(ACCOUNT, "{}"));
    past.add(new PastChange.Deleted(ACCOUNT, 11, spec(ACCOUNT, "{}")));
    assertEquals(List.of(), said(plan()));
  }

  @Test
  void nothingIsMadeAgainInAGroupThatIsGone() {
    past.add(new PastChange.Deleted(ACCOUNT, 11, spec(ACCOUNT, "{}")));
    past.add(new PastChange.Deleted(CHANNEL, 8, spec(CHANNEL, "{}")));
    past.add(new PastChange.Deleted(GROUP, 7, spec(GROUP, "{}")));
    ImportPlan plan = plan();
    assertEquals(List.of(), said(plan));
    assertEquals(
        List.of(
            "prod/Group/deepseek: a deleted group cannot come back; declare it again to make a new"
                + " one",
            "prod/Channel/deepseek: its group is gone, so it cannot come back",
            "prod/Account/deepseek/team-a: its group is gone, so it cannot come back"),
        plan.notes());
  }

  @Test
  void aSubscriptionThatWouldHaveEndedOrLostItsUserStaysAway() {
    stands(GROUP, "{}");
    past.add(
        new PastChange.Deleted(USER, 21, spec(USER, "{\"expires\":\"2026-02-25T00:00:00Z\"}")));
    assertEquals(
        List.of("prod/Subscription/deepseek/a@b.example: would have ended by now, and stays away"),
        plan().notes());
    past.clear();
    past.add(
        new PastChange.Deleted(USER, 21, spec(USER, "{\"expires\":\"2026-04-25T00:00:00Z\"}")));
    assertEquals(
        List.of(
            "prod/Subscription/deepseek/a@b.example: the host has no user with this e-mail any"
                + " more"),
        plan().notes());
  }

  @Test
  void aRotatedKeyIsAnObstacleWhetherTheHostShowsKeysOrNot() {
    for (String shown : List.of("{\"key\":\"c3\"}", "{}")) {
      recorded.clear();
      live.clear();
      past.clear();
      stands(ACCOUNT, 11, spec(ACCOUNT, "{\"key\":\"c3\"}"), spec(ACCOUNT, shown));
      past.add(
          new PastChange.Updated(
              ACCOUNT, 11, spec(ACCOUNT, "{\"key\":\"a1\"}"), spec(ACCOUNT, "{\"key\":\"c3\"}")));
      ImportPlan plan = plan();
      assertEquals(List.of(), said(plan), shown);
      assertEquals(
          List.of("key-was-rotated"), plan.obstacles().stream().map(Obstacle::code).toList());

      keysAtHand.add(SpecReader.fingerprint("a1"));
      ImportPlan back = plan();
      assertEquals(List.of(), back.obstacles(), shown);
      assertEquals(List.of("Update " + ACCOUNT.withinHost()), said(back), shown);
      assertEquals(
          Set.of("apiKey"), ((Change.Update) back.changes().getFirst()).fields().keySet(), shown);
      keysAtHand.clear();
    }
  }

  @Test
  void aKeyThatTheBatchLeftAloneIsNoObstacleOnAHostThatHidesKeys() {
    ResourceSpec before = spec(ACCOUNT, "{\"key\":\"a1\",\"concurrency\":3}");
    ResourceSpec after = spec(ACCOUNT, "{\"key\":\"a1\"}");
    stands(ACCOUNT, 11, after, spec(ACCOUNT, "{}"));
    past.add(new PastChange.Updated(ACCOUNT, 11, before, after));
    ImportPlan plan = plan();
    assertEquals(List.of(), plan.obstacles());
    assertEquals(
        "[concurrency]", ((Change.Update) plan.changes().getFirst()).fields().keySet().toString());
  }

  private static ResourceKey account(String name) {
    return ResourceKey.account("prod", "deepseek", name);
  }

  @Test
  void whatTheBatchGaveAnotherKeyGetsItsFormerOneBack() {
    ResourceSpec spec = spec(ACCOUNT, "{\"key\": \"a1\"}");
    stands(account("team-z"), 11, spec, spec);
    past.add(new PastChange.Updated(account("team-z"), 11, spec, spec));
    past.add(new PastChange.Forgotten(ACCOUNT, 11, spec));

    ImportPlan plan = plan();

    assertEquals(List.of("Update Account/deepseek/team-a"), said(plan));
    Change.Update back = (Change.Update) plan.changes().getFirst();
    assertEquals(account("team-z"), back.movedFrom());
    assertEquals(Map.of(), back.fields());
    assertEquals(List.of(), plan.notes());
  }

  @Test
  void aFormerKeyThatCameBackHalfWayOnlyLeavesTheOtherOne() {
    ResourceSpec spec = spec(ACCOUNT, "{\"key\": \"a1\"}");
    stands(account("team-z"), 11, spec, spec);
    stands(ACCOUNT, 11, spec, spec);
    past.add(new PastChange.Updated(account("team-z"), 11, spec, spec));
    past.add(new PastChange.Forgotten(ACCOUNT, 11, spec));

    assertEquals(List.of("Forget Account/deepseek/team-z"), said(plan()));
  }

  @Test
  void aBatchThatDiedBeforeItLetGoOfTheFormerKeyLeavesNoneOfTheTwoTwice() {
    ResourceSpec spec = spec(ACCOUNT, "{\"key\": \"a1\"}");
    stands(account("team-z"), 11, spec, spec);
    stands(ACCOUNT, 11, spec, spec);
    past.add(new PastChange.Updated(account("team-z"), 11, spec, spec));

    assertEquals(List.of("Forget Account/deepseek/team-z"), said(plan()));
  }

  @Test
  void theEndOfAMoveThatAnEarlierBatchBeganIsTakenBack() {
    ResourceSpec spec = spec(ACCOUNT, "{\"key\": \"a1\"}");
    stands(account("team-z"), 11, spec, spec);
    past.add(new PastChange.Forgotten(ACCOUNT, 11, spec));

    ImportPlan plan = plan();

    assertEquals(List.of("Update Account/deepseek/team-a"), said(plan));
    assertEquals(account("team-z"), ((Change.Update) plan.changes().getFirst()).movedFrom());
  }

  @Test
  void aFormerKeyThatSomethingElseGotMeanwhileIsLeftToThat() {
    ResourceSpec spec = spec(ACCOUNT, "{\"key\": \"a1\"}");
    stands(account("team-z"), 11, spec, spec);
    ResourceSpec other = spec(ACCOUNT, "{\"key\": \"b2\"}");
    stands(ACCOUNT, 12, other, other);
    past.add(new PastChange.Updated(account("team-z"), 11, spec, spec));
    past.add(new PastChange.Forgotten(ACCOUNT, 11, spec));

    assertEquals(List.of(), said(plan()));
  }

  @Test
  void whatSomebodyElseChangedIsNeitherTakenBackNorPutOnRecord() {
    // Drifted before the batch, which left it alone: the journal's picture has the drifted value.
    ResourceSpec drifted = spec(PLAN, "{\"price\": \"5.00\", \"days\": 31}");
    ResourceSpec made = spec(PLAN, "{\"price\": \"9.90\", \"days\": 30}");
    ResourceSpec shown = spec(PLAN, "{\"price\": \"9.90\", \"days\": 31}");
    stands(PLAN, 9, made, shown);
    past.add(new PastChange.Updated(PLAN, 9, drifted, made));
    // Changed by hand, or by a later batch, after this one, which left it alone.
    ResourceSpec group = spec(GROUP, "{\"daily\": \"10\"}");
    ResourceSpec changed = spec(GROUP, "{\"daily\": \"20\"}");
    stands(GROUP, 7, group, changed);
    past.add(new PastChange.Updated(GROUP, 7, group, group));

    ImportPlan plan = plan();

    assertEquals(List.of("Update Plan/deepseek"), said(plan));
    Change.Update back = (Change.Update) plan.changes().getFirst();
    assertEquals(Set.of("price"), back.fields().keySet());
    assertEquals(spec(PLAN, "{\"price\": \"5.00\", \"days\": 30}"), back.after());
  }

  @Test
  void whatWasLetGoStaysLetGo() {
    past.add(new PastChange.Forgotten(PLAN, 9, spec(PLAN, "{}")));
    ImportPlan plan = plan();
    assertEquals(List.of(), said(plan));
    assertEquals(
        List.of("prod/Plan/deepseek: was let go of and stays so; adopt it to take it back"),
        plan.notes());
  }
}

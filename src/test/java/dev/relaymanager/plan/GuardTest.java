package dev.relaymanager.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.Observed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardTest {
  /** Lets everything pass that a test is not about. */
  private static final GuardLimits WIDE = new GuardLimits(100, 100, 100, 0, List.of());

  private PlanCase removed;

  @BeforeEach
  void read() throws IOException {
    removed = golden("import-removed");
  }

  private static PlanCase golden(String name) throws IOException {
    return PlanCase.read(Path.of("src/test/golden/plan").resolve(name));
  }

  private static List<Refusal> check(PlanCase written, GuardLimits limits, String... allowed) {
    return new Guard(limits, Set.of(allowed)).check(written.plan(), written.observed());
  }

  private static List<String> rules(List<Refusal> refusals) {
    return refusals.stream().map(Refusal::rule).toList();
  }

  private static String allow(List<Refusal> refusals, String rule) {
    return refusals.stream()
        .filter(refusal -> refusal.rule().equals(rule))
        .findFirst()
        .orElseThrow()
        .allow();
  }

  @Test
  void nothingThatDeletesNothingIsRefused() throws IOException {
    GuardLimits nothing = new GuardLimits(0, 0, 0, 100, List.of("Group", "Account", "Plan"));
    assertEquals(List.of(), check(golden("create-all"), nothing));
    assertEquals(List.of(), check(golden("key-removed-orphan"), nothing));
  }

  @Test
  void everyRuleSpeaksAndEachWordLiftsJustItsRule() {
    GuardLimits tight = new GuardLimits(5, 20, 2, 1, List.of("Channel"));
    List<Refusal> all = check(removed, tight);
    assertEquals(List.of("protect", "empty", "deletes", "people", "irreversible"), rules(all));
    for (Refusal refusal : all) {
      if (refusal.allow().isEmpty()) {
        continue;
      }
      List<String> left = new ArrayList<>(rules(all));
      left.remove(refusal.rule());
      assertEquals(left, rules(check(removed, tight, refusal.allow())), refusal.allow());
    }
  }

  @Test
  void refusalsSayWhichRuleByHowMuchAndTheWordsThatAllowIt() {
    GuardLimits tight = new GuardLimits(5, 20, 2, 1, List.of("Channel"));
    assertEquals(
        """
        refused by the guard, rule protect: prod/Channel/deepseek would be deleted, but the policy \
        protects Channel
        refused by the guard, rule empty: the revision declares no import at all, so everything \
        would be deleted; to allow it: --allow empty-desired-state
        refused by the guard, rule deletes: 6 of 6 recorded resources would be deleted (100 %); at \
        most 5 and 20 % may be; to allow it: --allow deletes=6
        refused by the guard, rule people: 53 people would lose access; at most 2 may; to allow \
        it: --allow people=53
        refused by the guard, rule irreversible: deleting prod/Group/deepseek cannot be taken back \
        and ends 2 subscriptions, unbinds 52 user keys, leaves 1 account without it; to allow it: \
        --allow delete=prod/Group/deepseek
        or let the commit say so, in the last lines of its message: Relay-Allow: WORDS""",
        new GuardRefusedException(check(removed, tight)).getMessage());
  }

  @Test
  void theDefaultsHold() {
    assertEquals(
        List.of("empty", "deletes", "people", "irreversible"),
        rules(check(removed, GuardLimits.DEFAULT)));
  }

  @Test
  void aNumberThatGrewSinceItWasAllowedIsRefusedAgain() {
    GuardLimits limits = new GuardLimits(5, 100, 100, 0, List.of());
    assertTrue(rules(check(removed, limits, "deletes=5")).contains("deletes"));
    assertTrue(!rules(check(removed, limits, "deletes=6")).contains("deletes"));
  }

  @Test
  void whatThePolicyProtectsNoWordAllows() {
    for (String name : List.of("prod/Group/deepseek", "Group/deepseek", "Group")) {
      GuardLimits limits = new GuardLimits(100, 100, 100, 0, List.of(name));
      List<Refusal> refusals =
          check(removed, limits, "", name, "empty-desired-state", "delete=prod/Group/deepseek");
      assertEquals(List.of("protect"), rules(refusals), name);
      assertEquals("", refusals.getFirst().allow());
    }
    GuardLimits others = new GuardLimits(100, 100, 100, 0, List.of("prod/Group/other", "Grou"));
    assertEquals(List.of("empty", "irreversible"), rules(check(removed, others)));
  }

  @Test
  void aShareIsLookedAtFromTheThirdDeletionOnAndNotRounded() throws IOException {
    PlanCase one = golden("key-removed-prune");
    assertEquals(List.of(), check(one, new GuardLimits(1, 0, 10, 1, List.of())));
    GuardLimits limits = new GuardLimits(100, 99, 100, 0, List.of());
    assertTrue(rules(check(removed, limits)).contains("deletes"));
  }

  @Test
  void aGroupThatStaysKeepsAccountsInService() throws IOException {
    PlanCase one = golden("key-removed-prune");
    assertEquals(List.of(), check(one, GuardLimits.DEFAULT));
    List<Refusal> refusals = check(one, new GuardLimits(5, 20, 10, 2, List.of()));
    assertEquals(List.of("accounts-left"), rules(refusals));
    assertEquals(
        "group deepseek on prod would keep 1 of 2 accounts in service; at least 2 must stay",
        refusals.getFirst().message());
    assertEquals("accounts-left=prod/deepseek", refusals.getFirst().allow());
    assertEquals(
        List.of(),
        check(one, new GuardLimits(5, 20, 10, 2, List.of()), "accounts-left=prod/deepseek"));
  }

  @Test
  void anAccountWhoseKeyNeverWorkedServesNobody() throws IOException {
    PlanCase one = golden("key-never-worked");
    assertEquals(List.of(), check(one, new GuardLimits(0, 0, 0, 1, List.of())));
    assertEquals(List.of(), check(one, new GuardLimits(0, 0, 0, 2, List.of())));
    PlanCase other = golden("key-never-worked-beside-one-removed");
    assertEquals(
        List.of("accounts-left"), rules(check(other, new GuardLimits(1, 100, 0, 1, List.of()))));
  }

  @Test
  void anAllowedGroupOnOneHostIsStillRefusedOnAnother() {
    Plan plan = removed.plan();
    ImportPlan here = plan.imports().getFirst();
    List<Change> there = here.changes().stream().map(GuardTest::onTest).toList();
    Plan both =
        new Plan(
            "r",
            List.of(
                here,
                new ImportPlan("test", "deepseek", null, there, List.of(), List.of(), List.of())),
            new TreeMap<>());
    List<Refusal> refusals =
        new Guard(WIDE, Set.of("empty-desired-state", "people=106", "delete=prod/Group/deepseek"))
            .check(both, removed.observed());
    assertEquals("delete=test/Group/deepseek", allow(refusals, "irreversible"));
  }

  private static Change onTest(Change change) {
    Change.Delete delete = (Change.Delete) change;
    ResourceKey key = delete.key();
    return new Change.Delete(
        new ResourceKey("test", key.importName(), key.type(), key.name()),
        delete.hostId(),
        delete.before(),
        delete.impact(),
        delete.why());
  }

  @Test
  void anImportWithAnObstacleDeletesNothingAndIsNotRefused() throws IOException {
    PlanCase blocked = golden("key-removed-protect");
    assertEquals(List.of(), check(blocked, new GuardLimits(0, 0, 0, 100, List.of())));
  }

  @Test
  void aRevisionThatDeclaresNothingIsRefusedAlsoWhereAllWouldOnlyBeLetGoOf() {
    List<Change> forgotten =
        removed.plan().imports().getFirst().changes().stream()
            .map(Change.Delete.class::cast)
            .<Change>map(one -> new Change.Forget(one.key(), one.hostId(), one.before(), "orphan"))
            .toList();
    Plan plan =
        new Plan(
            "r",
            List.of(
                new ImportPlan(
                    "prod", "deepseek", null, forgotten, List.of(), List.of(), List.of())),
            new TreeMap<>());

    assertEquals(
        List.of("empty"), rules(new Guard(WIDE, Set.of()).check(plan, removed.observed())));
  }

  @Test
  void whoLosesDaysCountsAsSomebodyWhoLosesAccess() throws IOException {
    PlanCase shortened = golden("until-date-shortened");
    assertEquals(List.of(), check(shortened, GuardLimits.DEFAULT));

    List<Refusal> refusals = check(shortened, new GuardLimits(5, 20, 0, 1, List.of()));

    assertEquals(List.of("people"), rules(refusals));
    assertEquals(
        "1 people would lose access (1 of them only some days); at most 0 may",
        refusals.getFirst().message());
    assertEquals(List.of(), check(shortened, new GuardLimits(5, 20, 0, 1, List.of()), "people=1"));
  }

  @Test
  void anAccountThatIsTakenOutOfAGroupIsMissedThere() throws IOException {
    PlanCase one = golden("key-removed-prune");
    ImportPlan part = one.plan().imports().getFirst();
    Change.Delete delete = (Change.Delete) part.changes().getFirst();
    LiveResource.Account live =
        (LiveResource.Account)
            one.observed()
                .live()
                .get("prod")
                .get(ResourceType.ACCOUNT, delete.hostId())
                .orElseThrow();
    ResourceSpec.Account spec = live.spec();
    Change.Update moved =
        new Change.Update(
            delete.key(),
            live,
            spec.inGroup(new Reference.Id(99)),
            new TreeMap<>(Map.of("groups", new FieldChange(null, null))),
            null,
            "moved");
    Plan plan =
        new Plan(
            "r",
            List.of(
                new ImportPlan(
                    "prod",
                    "deepseek",
                    part.desired(),
                    List.of(moved),
                    List.of(),
                    List.of(),
                    List.of())),
            new TreeMap<>());

    List<Refusal> refusals =
        new Guard(new GuardLimits(5, 20, 10, 2, List.of()), Set.of()).check(plan, one.observed());

    assertEquals(List.of("accounts-left"), rules(refusals));
  }

  @Test
  void aRollbackIsNoEmptyDesiredState() {
    List<Refusal> refusals =
        new Guard(GuardLimits.DEFAULT, Set.of()).checkPart(removed.plan(), removed.observed());
    assertEquals(List.of("deletes", "people", "irreversible"), rules(refusals));
  }

  @Test
  void unreadHostsAreNotTakenForAnEmptyRevision() {
    Map<String, String> unread = new HashMap<>(Map.of("test", "connection refused"));
    Plan plan = new Plan("r", removed.plan().imports(), new TreeMap<>(unread));
    Observed observed = removed.observed();
    Refusal refusal =
        new Guard(WIDE, Set.of())
            .check(plan, observed).stream()
                .filter(one -> one.rule().equals("empty"))
                .findFirst()
                .orElseThrow();
    assertEquals(
        "no import is declared on the hosts that could be read, so everything on them would be"
            + " deleted",
        refusal.message());
  }
}

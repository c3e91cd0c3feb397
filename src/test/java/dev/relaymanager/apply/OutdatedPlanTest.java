package dev.relaymanager.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.plan.ImportPlan;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan applies only to what it saw: somebody changes the host between plan and apply. */
final class OutdatedPlanTest {
  @TempDir private Path folder;
  private Workbench bench;
  private final Wish wish = new Wish();

  private void standing(String version) {
    bench = new Workbench(version, folder);
    bench.user("alice@example.com");
    wish.keys.put("a", "sk-good-invented-a-0001");
    wish.keys.put("b", "sk-good-invented-b-0002");
    wish.users.put("alice@example.com", 30);
    assertEquals(BatchState.SUCCEEDED, bench.apply(wish).state());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private long id(ResourceKey key) {
    return bench.recorded().get(key).orElseThrow().hostId();
  }

  private ResourceKey group() {
    return ResourceKey.group("prod", wish.name);
  }

  /** What the plan was made of, and the plan. */
  private record Made(LiveHost live, ImportPlan plan) {}

  private Made plan() {
    LiveHost live = bench.read(wish);
    return new Made(live, bench.plan(wish, live));
  }

  private BatchResult apply(Made made) {
    return bench.apply(wish, made.plan(), made.live());
  }

  /** Somebody changes the payment plan. */
  private void byHand(long id, BigDecimal price, int days) {
    LiveResource.Plan standing = bench.host.plan(id).require().orElseThrow();
    ResourceSpec.Plan spec = standing.spec();
    bench
        .host
        .updatePlan(
            standing,
            new ResourceSpec.Plan(
                spec.name(), spec.description(), spec.group(), price, days, spec.forSale()))
        .require();
  }

  private static void saysOutdated(BatchResult result, String what) {
    assertTrue(
        result.detail().contains("changed on the host since the plan was made: " + what),
        result.detail());
    assertTrue(result.isOutdated(), "a new plan is made; nothing is taken back");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aFieldThatThePlanChangesWasChangedByHand(String version) {
    standing(version);
    wish.price = "12.50";
    Made made = plan();
    long plan = id(ResourceKey.plan("prod", wish.name));
    byHand(plan, new BigDecimal("7.70"), 30);

    saysOutdated(apply(made), "price is 7.7 where the plan saw 9.9");

    assertEquals(
        0,
        new BigDecimal("7.70")
            .compareTo(bench.host.plan(plan).require().orElseThrow().spec().price()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aFieldThatThePlanLeavesAloneKeepsWhatSomebodyGaveItMeanwhile(String version) {
    standing(version);
    wish.price = "12.50";
    Made made = plan();
    long plan = id(ResourceKey.plan("prod", wish.name));
    byHand(plan, new BigDecimal("9.90"), 31);

    assertEquals(BatchState.SUCCEEDED, apply(made).state());

    ResourceSpec.Plan now = bench.host.plan(plan).require().orElseThrow().spec();
    assertEquals(31, now.days());
    assertEquals(0, new BigDecimal("12.50").compareTo(now.price()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void whatIsToBeChangedIsGone(String version) {
    standing(version);
    wish.price = "12.50";
    Made made = plan();
    bench.host.deletePlan(id(ResourceKey.plan("prod", wish.name))).require();
    saysOutdated(apply(made), "it is gone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void anAccountThatIsToBeDeletedWasTakenOverByHand(String version) {
    standing(version);
    wish.keys.remove("b");
    Made made = plan();
    long account = id(ResourceKey.account("prod", wish.name, "b"));
    bench
        .sim
        .backDoor()
        .byHand("PUT", "/api/v1/admin/accounts/" + account, "{\"name\":\"bobs-own\"}");

    saysOutdated(apply(made), "name is \"bobs-own\"");

    assertTrue(bench.host.account(account).require().isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aGroupThatIsToBeDeletedGotMorePeople(String version) {
    standing(version);
    long group = id(group());
    wish.declared = false;
    Made made = plan();
    long bob = bench.user("bob@example.com");
    bench
        .sim
        .backDoor()
        .byHand(
            "POST",
            "/api/v1/admin/subscriptions/assign",
            "{\"user_id\":%d,\"group_id\":%d,\"validity_days\":30}".formatted(bob, group));

    saysOutdated(apply(made), "it has 1 subscriptions");

    assertTrue(bench.host.group(group).require().isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void whatIsGoneAlreadyIsNotDeletedAgain(String version) {
    standing(version);
    wish.keys.remove("b");
    Made made = plan();
    long account = id(ResourceKey.account("prod", wish.name, "b"));
    bench.host.deleteAccount(account).require();
    bench.sim.forgetRequests();

    assertEquals(BatchState.SUCCEEDED, apply(made).state());

    assertFalse(
        bench.sim.requests().stream().anyMatch(request -> request.method().equals("DELETE")));
    assertEquals(
        0,
        bench.recorded().of("prod", wish.name).stream()
            .filter(one -> one.key().type() == ResourceType.ACCOUNT)
            .filter(one -> one.hostId() == account)
            .count());
  }
}

package dev.relaymanager.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.desired.OnDrift;
import dev.relaymanager.host.Scope;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.ImportPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A grant from its assignment to its end, whatever answers are lost: each subscription once. */
class GrantLifeTest {
  private static final String ALICE = "alice@example.com";
  private static final String SUBSCRIPTIONS = "/api/v1/admin/subscriptions";

  @TempDir private Path folder;
  private Workbench bench;
  private final Wish wish = new Wish();
  private String fault = "";
  private LocalDate begun;

  private void start(String version, String answers) {
    bench = new Workbench(version, folder);
    fault = answers;
    bench.user(ALICE);
    wish.keys.put("team-a", "sk-good-team-a-0001");
    wish.users.put(ALICE, 30);
  }

  @AfterEach
  void close() {
    if (bench != null) {
      bench.close();
    }
  }

  /** Applies while answers about the subscription are lost. */
  private void apply() {
    if (!fault.equals("none")) {
      for (String route :
          List.of(
              "POST " + SUBSCRIPTIONS + "/assign",
              "POST " + SUBSCRIPTIONS + "/*/extend",
              "DELETE " + SUBSCRIPTIONS + "/*")) {
        bench.fault(route + ":" + fault);
      }
    }
    BatchResult result = bench.apply(wish);
    assertEquals("", result.detail());
    assertEquals(BatchState.SUCCEEDED, result.state());
    assertEquals(List.of(), bench.store.journal().openIntents("prod"));
    bench.sim.clearFaults();
    rests();
  }

  private ImportPlan rests() {
    ImportPlan plan = bench.plan(wish);
    assertEquals(List.of(), plan.changes());
    assertEquals(List.of(), plan.obstacles());
    return plan;
  }

  private List<LiveResource.Subscription> standing() {
    return bench.host.subscriptions(new Scope.All()).require();
  }

  private LiveResource.Subscription only() {
    List<LiveResource.Subscription> all = standing();
    assertEquals(1, all.size(), all::toString);
    return all.getFirst();
  }

  private long endsOnDay() {
    LocalDate end = day(only().spec().expiresAt());
    return end.toEpochDay() - begun.toEpochDay();
  }

  private static LocalDate day(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate();
  }

  private void passes(int days) {
    Duration time = Duration.ofDays(days);
    bench.sim.backDoor().passTime(time);
    Instant now = bench.clock.instant();
    Duration ahead = Duration.between(Instant.now(), now).plus(time);
    bench.clock = () -> Instant.now().plus(ahead);
  }

  private void extendByHand(int days) {
    bench
        .sim
        .backDoor()
        .byHand("POST", SUBSCRIPTIONS + "/" + only().id() + "/extend", "{\"days\":" + days + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "0.1.126, none",
    "0.1.126, cut-before",
    "0.1.126, cut-after",
    "0.1.126, error-after",
    "0.1.126, truncate",
    "0.1.172, none",
    "0.1.172, cut-before",
    "0.1.172, cut-after",
    "0.1.172, error-after",
    "0.1.172, truncate"
  })
  void fromAssignmentToEndEachSubscriptionStandsOnce(String version, String answers) {
    start(version, answers);
    begun = day(bench.clock.instant());
    apply();
    assertEquals(30, endsOnDay());
    long first = only().id();

    wish.users.put(ALICE, 45);
    apply();
    assertEquals(45, endsOnDay());
    wish.users.put(ALICE, 20);
    apply();
    assertEquals(20, endsOnDay());

    passes(21);
    assertTrue(rests().notes().toString().contains("ended on"), rests().notes()::toString);
    assertEquals(20, endsOnDay());
    wish.users.put(ALICE, 21);
    assertTrue(rests().notes().toString().contains("extend it in its document"));
    assertEquals(20, endsOnDay());

    wish.users.put(ALICE, 33);
    apply();
    assertEquals(33, endsOnDay());
    assertEquals(first, only().id());

    passes(20);
    assertEquals(33, endsOnDay());
    wish.users.clear();
    apply();
    assertEquals(List.of(), standing());

    wish.users.put(ALICE, 30);
    begun = day(bench.clock.instant());
    apply();
    assertEquals(30, endsOnDay());
  }

  @ParameterizedTest
  @CsvSource({"0.1.126, none", "0.1.126, cut-after", "0.1.172, cut-before", "0.1.172, cut-after"})
  void aGrantUntilADayFollowsThatDay(String version, String answers) {
    start(version, answers);
    begun = day(bench.clock.instant());
    wish.ends.put(ALICE, endOfDay(40));
    apply();
    assertEquals(40, endsOnDay());
    wish.ends.put(ALICE, endOfDay(10));
    apply();
    assertEquals(10, endsOnDay());
    passes(12);
    assertTrue(rests().notes().toString().contains("ended on"));
    wish.ends.put(ALICE, endOfDay(60));
    apply();
    assertEquals(60, endsOnDay());
    wish.ends.put(ALICE, endOfDay(5));
    apply();
    assertEquals(List.of(), standing());
  }

  private Instant endOfDay(int day) {
    return begun.plusDays(day + 1).atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1);
  }

  @ParameterizedTest
  @CsvSource({"0.1.126, REPORT", "0.1.126, CORRECT", "0.1.172, REPORT", "0.1.172, CORRECT"})
  void whatSomebodyExtendedByHandIsNeverTakenBack(String version, OnDrift onDrift) {
    start(version, "none");
    begun = day(bench.clock.instant());
    wish.onDrift = onDrift;
    apply();
    extendByHand(10);

    ImportPlan told = rests();
    assertEquals(1, told.drift().size());
    assertEquals(false, told.drift().getFirst().corrected());

    wish.users.put(ALICE, 60);
    decides("changed-on-both-sides");
    wish.users.put(ALICE, 25);
    decides("changed-on-both-sides");
    wish.users.clear();
    decides("extended-by-hand");
    passes(35);
    wish.users.put(ALICE, 30);
    assertEquals(1, rests().drift().size()); // it runs, though the grant would be over
    assertEquals(40, endsOnDay());

    wish.users.put(ALICE, 40);
    List<Change> changes = bench.plan(wish).changes();
    assertEquals(1, changes.size());
    apply();
    assertEquals(40, endsOnDay());
    assertEquals(List.of(), rests().drift());
    wish.users.put(ALICE, 50);
    apply();
    assertEquals(50, endsOnDay());
  }

  /** Somebody has to decide, and until then nothing is changed. */
  private void decides(String code) {
    ImportPlan plan = bench.plan(wish);
    assertEquals(1, plan.obstacles().size(), plan.obstacles()::toString);
    assertEquals(code, plan.obstacles().getFirst().code());
    assertEquals(List.of(), plan.changes().stream().filter(GrantLifeTest::isOfGrant).toList());
  }

  private static boolean isOfGrant(Change change) {
    return change.key().name().equals(ALICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void whatSomebodyShortenedByHandIsPutRightWhereThatIsAskedFor(String version) {
    start(version, "none");
    begun = day(bench.clock.instant());
    apply();
    extendByHand(-10);
    assertEquals(1, rests().drift().size());
    wish.onDrift = OnDrift.CORRECT;
    apply();
    assertEquals(30, endsOnDay());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aSubscriptionThatAPaymentMadeIsAConflictUntilItIsTakenOver(String version) {
    start(version, "none");
    wish.users.clear();
    apply();
    begun = day(bench.clock.instant());
    paidByHand(90);
    wish.users.put(ALICE, 30);
    decides("not-ours");
    wish.onDrift = OnDrift.CORRECT;
    decides("not-ours");
    assertEquals(90, endsOnDay());

    wish.adopt = true;
    apply();
    assertEquals(90, endsOnDay());
    bench.sim.backDoor().byHand("DELETE", SUBSCRIPTIONS + "/" + only().id(), "");
    paidByHand(60);
    wish.adopt = false;
    decides("not-ours"); // the recorded one is gone, and the user paid for another
    assertEquals(60, endsOnDay());
  }

  private void paidByHand(int days) {
    long group =
        bench.store.resources().get(ResourceKey.group("prod", "deepseek")).orElseThrow().hostId();
    long alice = bench.host.userByEmail(ALICE).require().orElseThrow().id();
    bench
        .sim
        .backDoor()
        .byHand(
            "POST",
            SUBSCRIPTIONS + "/assign",
            "{\"user_id\":%d,\"group_id\":%d,\"validity_days\":%d,\"notes\":\"paid\"}"
                .formatted(alice, group, days));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void anExtensionByHandIsStillToldAfterARename(String version) {
    start(version, "none");
    begun = day(bench.clock.instant());
    apply();
    extendByHand(10);
    wish.movedFrom = "deepseek";
    wish.name = "another";
    BatchResult moved = bench.apply(wish);
    assertEquals(BatchState.SUCCEEDED, moved.state());
    assertEquals(40, endsOnDay());
    assertEquals(1, rests().drift().size());
    wish.users.put(ALICE, 60);
    decides("changed-on-both-sides");
  }
}

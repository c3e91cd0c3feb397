package dev.relaymanager.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.desired.Access;
import dev.relaymanager.model.ClosureState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows from calls and from what is for sale, for each way of access. */
class AccessJudgeTest {
  private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");
  private static final Set<Access> BOTH = Set.of(Access.SUBSCRIPTION, Access.SELF_SERVICE);
  private static final AccessJudge.ForSale NOTHING = new AccessJudge.ForSale(List.of(), "");
  private static final AccessJudge.ForSale PLAN =
      new AccessJudge.ForSale(List.of("DeepSeek 30 days"), "");
  private static final GatewayProof.Paid BY_GRANT = new GatewayProof.Paid(7, true);
  private static final GatewayProof.Paid BY_PAYMENT = new GatewayProof.Paid(8, false);

  private static GatewayProof answered(GatewayProof.@Nullable Paid paid) {
    return proof(WayVerdict.PROVEN, 200, "answered", paid);
  }

  private static GatewayProof refused() {
    return proof(WayVerdict.REFUSED, 403, "refused with 403", null);
  }

  private static GatewayProof unchecked() {
    return proof(WayVerdict.UNCHECKED, 200, "the key is bound elsewhere", null);
  }

  private static GatewayProof proof(
      WayVerdict verdict, int status, String evidence, GatewayProof.@Nullable Paid paid) {
    return new GatewayProof(
        new GatewayProof.Caller("research", "alice@example.com"),
        verdict,
        "POST /v1/chat/completions with deepseek-chat",
        status,
        evidence,
        "",
        paid,
        NOW);
  }

  private static ClosureState state(
      Set<Access> declared, AccessJudge.ForSale forSale, GatewayProof... calls) {
    return AccessJudge.judge(declared, List.of(calls), forSale).state();
  }

  @Test
  void aSubscriptionIsProvenByACallThatItPaidFor() {
    Set<Access> declared = Set.of(Access.SUBSCRIPTION);
    assertEquals(ClosureState.SUBSCRIPTION_READY, state(declared, NOTHING, answered(BY_GRANT)));
    assertEquals(ClosureState.SUBSCRIPTION_READY, state(declared, NOTHING, answered(BY_PAYMENT)));
    assertEquals(
        ClosureState.SUBSCRIPTION_READY, state(declared, PLAN, refused(), answered(BY_GRANT)));
    assertEquals(ClosureState.BROKEN, state(declared, PLAN, refused()));
    assertEquals(ClosureState.NOT_CONFIGURED, state(declared, PLAN, answered(null)));
    assertEquals(ClosureState.NOT_CONFIGURED, state(declared, PLAN, unchecked()));
    assertEquals(ClosureState.NOT_CONFIGURED, state(declared, PLAN));
  }

  @Test
  void selfServiceIsProvenByWhatIsForSaleOrByWhoCameAlone() {
    Set<Access> declared = Set.of(Access.SELF_SERVICE);
    assertEquals(ClosureState.SELF_SERVICE_READY, state(declared, NOTHING, answered(null)));
    assertEquals(ClosureState.SELF_SERVICE_READY, state(declared, NOTHING, answered(BY_PAYMENT)));
    assertEquals(ClosureState.SELF_SERVICE_READY, state(declared, PLAN, answered(BY_GRANT)));
    assertEquals(ClosureState.BROKEN, state(declared, NOTHING, answered(BY_GRANT)));
    assertEquals(ClosureState.BROKEN, state(declared, PLAN, refused()));
    assertEquals(ClosureState.NOT_CONFIGURED, state(declared, PLAN));
    assertEquals(
        ClosureState.NOT_CONFIGURED,
        state(declared, new AccessJudge.ForSale(List.of(), "403"), answered(BY_GRANT)));
  }

  @Test
  void ofTwoWaysEachIsJudgedByItself() {
    assertEquals(ClosureState.FULLY_READY, state(BOTH, PLAN, answered(BY_GRANT)));
    assertEquals(ClosureState.FULLY_READY, state(BOTH, NOTHING, answered(BY_PAYMENT)));
    assertEquals(ClosureState.SUBSCRIPTION_READY, state(BOTH, NOTHING, answered(BY_GRANT)));
    assertEquals(ClosureState.SELF_SERVICE_READY, state(BOTH, NOTHING, answered(null)));
    assertEquals(ClosureState.BROKEN, state(BOTH, PLAN, refused()));
    assertEquals(ClosureState.NOT_CONFIGURED, state(BOTH, PLAN));
  }

  @Test
  void whatWasNotCheckedSaysWhy() {
    Closure closure = AccessJudge.judge(BOTH, List.of(), PLAN);
    assertTrue(closure.note().startsWith("subscription: not checked: no grant"), closure.note());
    assertTrue(closure.note().contains("self-service: not checked"), closure.note());
    Closure half = AccessJudge.judge(BOTH, List.of(answered(BY_GRANT)), NOTHING);
    assertEquals("", half.note());
    assertTrue(half.evidence().contains("self-service refused: no plan of the group is for sale"));
  }
}

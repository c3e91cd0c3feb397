package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.sim.Fault;
import dev.relaymanager.sim.FaultRule;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/**
 * How one call of the adapter ended while a fault befell it, on a host of its own.
 *
 * @param requests how many reached the host
 * @param effects how often the host carried it out
 * @param left what that left behind, in words
 */
record Trial(HostOutcome<?> outcome, int requests, int effects, String left) {
  /** A delay beyond this outlasts every test. */
  private static final Duration FOR_EVER = Duration.ofMinutes(10);

  /**
   * Makes the call.
   *
   * @param start where those that are tried together wait until all hosts stand, so that none runs
   *     out of time because others are being set up
   */
  static Trial of(KindOfCall kind, Fault fault, FaultRule.When when, CyclicBarrier start)
      throws Exception {
    Attempts attempts = new Attempts(kind.route());
    try (Stage stage = new Stage("0.1.172", attempts)) {
      KindOfCall.Prepared prepared = kind.on(stage);
      stage.simulated.addHook(attempts);
      stage.simulated.inject(FaultRule.of(kind.route().replace(":id", "*"), fault, when));
      attempts.begin(hopeless(kind, fault, when));
      start.await(1, TimeUnit.MINUTES);

      HostOutcome<?> outcome = prepared.call().get();

      attempts.awaitArrival();
      if (!neverWorks(fault)) {
        attempts.awaitWork();
      }
      int effects = prepared.effects().get();
      return new Trial(outcome, attempts.arrived(), effects, prepared.left().apply(effects));
    }
  }

  /** How many attempts, from the first on, get no whole answer however long they wait. */
  private static int hopeless(KindOfCall kind, Fault fault, FaultRule.When when) {
    int befallen = when instanceof FaultRule.When.Next next ? next.count() : Integer.MAX_VALUE;
    return switch (fault) {
      // An account test is over with its last event.
      case Fault.Endless endless -> kind == KindOfCall.TEST_ACCOUNT ? 0 : befallen;
      case Fault.Delay delay when !lastsForEver(delay) -> 0;
      // The first alone holds the key, the others are told so; who has no key does not notice.
      case Fault.Delay delay when delay.moment() == Fault.Moment.DURING ->
          kind == KindOfCall.CREATE_ACCOUNTS ? 1 : 0;
      case Fault.Delay delay -> befallen;
      case Fault.Refuse answered -> 0;
      case Fault.Failure answered -> 0;
      case Fault.Cut endsAtOnce -> 0;
      case Fault.Truncate endsAtOnce -> 0;
      case Fault.WrongType answered -> 0;
      case Fault.MissingField answered -> 0;
      case Fault.ShortPage answered -> 0;
      case Fault.PlainNotFound answered -> 0;
      case Fault.Html answered -> 0;
    };
  }

  private static boolean neverWorks(Fault fault) {
    return fault instanceof Fault.Delay delay
        && lastsForEver(delay)
        && delay.moment() != Fault.Moment.AFTER;
  }

  private static boolean lastsForEver(Fault.Delay delay) {
    return delay.time().compareTo(FOR_EVER) > 0;
  }
}

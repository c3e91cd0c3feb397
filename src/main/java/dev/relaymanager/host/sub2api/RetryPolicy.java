package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.sub2api.Decoded.Failed;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a failed attempt is repeated, and after how long; the only such rule for hosts. */
final class RetryPolicy {
  /** Our own word for "not asked": {@link Throttle} leaves the host alone. */
  static final String CIRCUIT_OPEN = "CIRCUIT_OPEN";

  private static final int ATTEMPTS = 6;
  private static final Duration FIRST_WAIT = Duration.ofMillis(150);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** A host that asks for more than this is left alone. */
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

  private final RetryBudget budget;
  private final RandomGenerator random;

  RetryPolicy(RetryBudget budget, RandomGenerator random) {
    this.budget = budget;
    this.random = random;
  }

  /**
   * How long to wait before the next attempt; empty when there is to be none.
   *
   * @param attempts made so far
   * @param spent since the first began
   */
  Optional<Duration> next(Call call, Failed<?> failed, int attempts, Duration spent) {
    HostFault fault = failed.fault();
    if (fault.reason().equals(CIRCUIT_OPEN)) {
      // A call that finds the host given up fails at once; one that saw it fail waits for it.
      return attempts == 1 || attempts >= ATTEMPTS || late(call, spent)
          ? Optional.empty()
          : Optional.of(fault.retryAfter() == null ? LONGEST_WAIT : fault.retryAfter());
    }
    if (late(call, spent) || attempts >= ATTEMPTS || !worthwhile(call.repeat(), fault)) {
      return Optional.empty();
    }
    Duration wait = fault.retryAfter() == null ? backoff(attempts) : fault.retryAfter();
    return wait.compareTo(LONGEST_RETRY_AFTER) <= 0 && budget.spend()
        ? Optional.of(wait)
        : Optional.empty();
  }

  private static boolean late(Call call, Duration spent) {
    return spent.compareTo(call.deadline().multipliedBy(2)) > 0;
  }

  private Duration backoff(int attempts) {
    long most =
        Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(attempts - 1, 10));
    return Duration.ofMillis(random.nextLong(most / 2, most + 1));
  }

  private static boolean worthwhile(Repeat repeat, HostFault fault) {
    return switch (fault.kind()) {
      case UNREACHABLE, RATE_LIMITED -> true;
      case TIMEOUT, CUT -> repeat != Repeat.ONCE;
      // The host may have carried it out and failed to note that down (contract.md 2.5).
      case UNAVAILABLE ->
          repeat != Repeat.ONCE && !fault.reason().equals("IDEMPOTENCY_STORE_UNAVAILABLE");
      case HOST_ERROR -> repeat == Repeat.READ;
      case CONFLICT ->
          repeat == Repeat.KEYED
              && (fault.reason().equals("IDEMPOTENCY_IN_PROGRESS")
                  || fault.reason().equals("IDEMPOTENCY_RETRY_BACKOFF"));
      case UNAUTHORIZED,
          FORBIDDEN,
          TERMS_NOT_ACCEPTED,
          NOT_FOUND,
          INVALID,
          API_DRIFT,
          NO_SUCH_ROUTE,
          REDIRECTED ->
          false;
    };
  }
}

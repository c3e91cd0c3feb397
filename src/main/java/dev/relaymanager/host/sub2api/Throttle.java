package dev.relaymanager.host.sub2api;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.RateLimiter;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.http.HttpResult.Answered;
import dev.relaymanager.http.HttpResult.Lost;
import dev.relaymanager.http.HttpResult.NotSent;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Keeps a host's limits, and leaves a host that is down alone for a while. Safe for use by many
 * threads.
 */
final class Throttle {
  static final Duration REST = Duration.ofSeconds(10);
  private static final int FAILURES = 20;

  private final Semaphore slots;
  private final RateLimiter<Object> rate;
  private final CircuitBreaker<Object> circuit;

  Throttle(int concurrency, int requestsPerSecond) {
    this.slots = new Semaphore(concurrency, true);
    this.rate = RateLimiter.smoothBuilder(requestsPerSecond, Duration.ofSeconds(1)).build();
    this.circuit =
        CircuitBreaker.builder()
            .withFailureThreshold(Math.max(FAILURES, 2 * concurrency))
            .withDelay(REST)
            .build();
  }

  /** Waits until a request may start; {@link #leave} has to follow. */
  void enter() throws InterruptedException {
    slots.acquire();
    try {
      rate.acquirePermit();
    } catch (InterruptedException interrupted) {
      slots.release();
      throw interrupted;
    }
  }

  /** Whether the host is to be asked at all just now; if so, {@link #note} has to follow. */
  boolean mayAsk() {
    return circuit.tryAcquirePermit();
  }

  /** How long the host is still left alone. */
  Duration remainingRest() {
    return circuit.getRemainingDelay();
  }

  /** Takes notice of how a request ended. */
  void note(HttpResult result, boolean upstream) {
    if (isDown(result, upstream)) {
      circuit.recordFailure();
    } else {
      circuit.recordSuccess();
    }
  }

  void leave() {
    slots.release();
  }

  private static boolean isDown(HttpResult result, boolean upstream) {
    return switch (result) {
      case NotSent notSent -> notSent.obstacle() != NotSent.Obstacle.INTERRUPTED;
      case Lost lost ->
          switch (lost.loss()) {
            case TIMEOUT -> !upstream && lost.status() == 0;
            case CUT -> lost.status() == 0;
            case TOO_LARGE, INTERRUPTED -> false;
          };
      case Answered answered -> !upstream && answered.status() >= 502 && answered.status() <= 504;
    };
  }
}

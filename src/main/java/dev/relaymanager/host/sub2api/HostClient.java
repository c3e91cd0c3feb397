package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostConnection;
import dev.relaymanager.host.HostConnection.Credential;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.HostOutcome.Unknown;
import dev.relaymanager.host.sub2api.Decoded.Failed;
import dev.relaymanager.host.sub2api.Decoded.Got;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpRequest;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.seal.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Sends calls to one host within its limits, repeats them where that is safe, and says how they
 * ended. Safe for use by many threads.
 */
final class HostClient implements AutoCloseable {
  private static final int RETRY_RESERVE = 100;
  private static final int LARGEST_ANSWER = 64 << 20;

  private final HostConnection connection;
  private final HttpCaller caller;
  private final Throttle throttle;
  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final Pause pause;
  private final AnswerDecoder decoder;

  HostClient(HostConnection connection, HttpCaller caller, Pause pause, InstantSource clock) {
    this.connection = connection;
    this.caller = caller;
    this.throttle = new Throttle(connection.concurrency(), connection.requestsPerSecond());
    this.budget = new RetryBudget(RETRY_RESERVE);
    this.policy = new RetryPolicy(budget, RandomGenerator.getDefault());
    this.pause = pause;
    Secret credential =
        switch (connection.credential()) {
          case Credential.AdminKey admin -> admin.key();
          case Credential.Bearer bearer -> bearer.token();
        };
    this.decoder = new AnswerDecoder(credential, clock);
  }

  /**
   * How a call ended after all its attempts.
   *
   * @param mayBeDone whether an attempt may have been carried out though the last says otherwise
   */
  record Ended<T>(Decoded<T> last, boolean mayBeDone) {}

  /** An answer in the envelope, read by {@code reading}. */
  <T> HostOutcome<T> run(Call call, Function<Wire, T> reading) {
    return run(call, credentialed(call), reading);
  }

  /** The same with a request of one's own. */
  <T> HostOutcome<T> run(Call call, HttpRequest request, Function<Wire, T> reading) {
    Ended<Wire> ended = attempts(call, request, caller::call, decoder::decode);
    return switch (ended.last()) {
      case Failed<Wire> failed -> ended(call, failed.fault(), ended.mayBeDone());
      case Got<Wire> got -> {
        try {
          yield new Done<>(reading.apply(got.value()));
        } catch (WireDriftException drift) {
          yield ended(call, fault(call, Kind.API_DRIFT, drift.difference()), true);
        }
      }
    };
  }

  /** One thing by its id; empty when the host itself says that there is none. */
  <T> HostOutcome<Optional<T>> find(Call call, Function<Wire, T> reading) {
    HostOutcome<T> read = run(call, reading);
    return read instanceof Refused<T> refused && refused.fault().kind() == Kind.NOT_FOUND
        ? new Done<>(Optional.empty())
        : read.map(Optional::of);
  }

  /** A deletion, which is done as well when there is nothing to delete. */
  HostOutcome<Gone> delete(Call call) {
    Ended<Wire> ended = attempts(call, caller::call, decoder::decode);
    return switch (ended.last()) {
      case Got<Wire> got -> new Done<>(new Gone(true));
      // Gone after an attempt whose answer was lost: that attempt did it.
      case Failed<Wire> failed when failed.fault().kind() == Kind.NOT_FOUND ->
          new Done<>(new Gone(ended.mayBeDone()));
      case Failed<Wire> failed -> ended(call, failed.fault(), ended.mayBeDone());
    };
  }

  /** A read that fails is refused; a change that may have been carried out is unknown. */
  static <T> HostOutcome<T> ended(Call call, HostFault fault, boolean mayBeDone) {
    return mayBeDone && call.repeat() != Repeat.READ ? new Unknown<>(fault) : new Refused<>(fault);
  }

  static HostFault fault(Call call, Kind kind, String message) {
    return new HostFault(kind, call.toString(), 0, "", message, null);
  }

  AnswerDecoder decoder() {
    return decoder;
  }

  HttpCaller caller() {
    return caller;
  }

  void pause(Duration time) throws InterruptedException {
    pause.of(time);
  }

  /** Sends the call until it succeeds, is refused, or is given up. */
  <T> Ended<T> attempts(
      Call call,
      Function<HttpRequest, HttpResult> sending,
      BiFunction<Call, HttpResult, Decoded<T>> decoding) {
    return attempts(call, credentialed(call), sending, decoding);
  }

  <T> Ended<T> attempts(
      Call call,
      HttpRequest request,
      Function<HttpRequest, HttpResult> sending,
      BiFunction<Call, HttpResult, Decoded<T>> decoding) {
    long begun = System.nanoTime();
    boolean mayBeDone = false;
    budget.earn();
    for (int attempts = 1; ; attempts++) {
      Call timed = call.within(pause.deadline(call.deadline()));
      Decoded<T> decoded = attempt(timed, request.within(timed.deadline()), sending, decoding);
      if (!(decoded instanceof Failed<T> failed)) {
        return new Ended<>(decoded, mayBeDone);
      }
      mayBeDone |= !failed.certain();
      Optional<Duration> wait =
          Thread.currentThread().isInterrupted()
              ? Optional.empty()
              : policy.next(timed, failed, attempts, Duration.ofNanos(System.nanoTime() - begun));
      if (wait.isEmpty() || !waited(wait.get())) {
        return new Ended<>(decoded, mayBeDone);
      }
    }
  }

  private <T> Decoded<T> attempt(
      Call call,
      HttpRequest request,
      Function<HttpRequest, HttpResult> sending,
      BiFunction<Call, HttpResult, Decoded<T>> decoding) {
    try {
      throttle.enter();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Failed<>(fault(call, Kind.UNREACHABLE, "stopped before anything was sent"), true);
    }
    try {
      if (!throttle.mayAsk()) {
        String message =
            "not asked: the host failed many times in a row, and is left alone for up to "
                + Throttle.REST.toSeconds()
                + " s";
        return new Failed<>(
            new HostFault(
                Kind.UNAVAILABLE,
                call.toString(),
                0,
                RetryPolicy.CIRCUIT_OPEN,
                message,
                throttle.remainingRest()),
            true);
      }
      HttpResult result = sending.apply(request);
      throttle.note(result, call.upstream());
      return decoding.apply(call, result);
    } finally {
      throttle.leave();
    }
  }

  private boolean waited(Duration time) {
    try {
      pause.of(time);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private HttpRequest credentialed(Call call) {
    HttpRequest request = bare(call);
    return switch (connection.credential()) {
      case Credential.AdminKey admin -> request.withSecret("x-api-key", "", admin.key());
      case Credential.Bearer bearer ->
          request.withSecret("Authorization", "Bearer ", bearer.token());
    };
  }

  /** The request without our credential. */
  HttpRequest bare(Call call) {
    HttpRequest request =
        HttpRequest.of(
                call.method(), URI.create(connection.baseUrl() + call.path()), call.deadline())
            .withHeader("Accept", "application/json")
            .withJson(call.body() == null ? null : Json.write(call.body()))
            .withMaxBytes(LARGEST_ANSWER);
    return call.idempotencyKey() == null
        ? request
        : request.withHeader("Idempotency-Key", call.idempotencyKey());
  }

  @Override
  public void close() {
    caller.close();
  }
}

package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.AccountVerdict;
import dev.relaymanager.host.AccountVerdict.Failed;
import dev.relaymanager.host.AccountVerdict.Inconclusive;
import dev.relaymanager.host.AccountVerdict.Passed;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.sub2api.Decoded.Got;
import dev.relaymanager.host.sub2api.HostClient.Ended;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.http.HttpResult.Answered;
import dev.relaymanager.http.HttpResult.Lost;
import dev.relaymanager.http.HttpResult.NotSent;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code POST /admin/accounts/:id/test} and what it proves (contract.md 5.5). */
final class AccountTest {
  private final HostClient client;
  private final Supplier<HostOutcome<Dialect>> dialect;

  AccountTest(HostClient client, Supplier<HostOutcome<Dialect>> dialect) {
    this.client = client;
    this.dialect = dialect;
  }

  HostOutcome<AccountVerdict> run(long id, String model) {
    return dialect.get().then(known -> run(id, model, known));
  }

  private HostOutcome<AccountVerdict> run(long id, String model, Dialect known) {
    Call call =
        Call.send(
                "test account",
                "POST",
                AccountCalls.ACCOUNTS + "/:id/test",
                Json.object().put("model_id", model))
            .of(id)
            .within(Call.LONG_DEADLINE)
            .throughVendor();
    TestEvents events = new TestEvents();
    Ended<TestEvents> ended =
        client.attempts(
            call,
            request -> client.caller().stream(request, events::line),
            (sent, result) -> decode(sent, result, events));
    return switch (ended.last()) {
      case Decoded.Failed<TestEvents> failed -> new Refused<>(failed.fault());
      case Got<TestEvents> got -> verdict(id, got.value(), known);
    };
  }

  /** A test that has begun and takes too long is the upstream's doing; anything else the host's. */
  private Decoded<TestEvents> decode(Call call, HttpResult result, TestEvents events) {
    return switch (result) {
      case Answered answered when answered.status() == 200 -> new Got<>(events);
      case Answered answered -> client.decoder().failed(call, answered);
      case NotSent notSent -> client.decoder().unanswered(call, notSent);
      case Lost lost when lost.status() == 200 && lost.loss() == Lost.Loss.TIMEOUT -> {
        events.tooLate(
            "the upstream had not finished within " + call.deadline().toSeconds() + " s");
        yield new Got<>(events);
      }
      case Lost lost -> client.decoder().unanswered(call, lost);
    };
  }

  private HostOutcome<AccountVerdict> verdict(long id, TestEvents events, Dialect known) {
    if (!events.difference().isEmpty()) {
      return new Refused<>(
          HostClient.fault(
              Call.send("test account", "POST", AccountCalls.ACCOUNTS + "/:id/test", null),
              Kind.API_DRIFT,
              events.difference()));
    }
    Optional<String> failure = events.failure();
    if (failure.isEmpty()) {
      return new Done<>(new Passed());
    }
    Optional<String> blindSpot = known.testing().blindSpot();
    if (events.started() && blindSpot.isEmpty()) {
      return new Done<>(new Failed(failure.get()));
    }
    // It failed before the upstream was asked, or on a host that asks only /responses.
    return client
        .run(
            Call.read("read account", AccountCalls.ACCOUNTS + "/:id").of(id), WireAccount::chatOnly)
        .map(
            chatOnly ->
                chatOnly && blindSpot.isPresent()
                    ? new Inconclusive(blindSpot.get())
                    : new Failed(failure.get()));
  }
}

package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.Capability;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.HostReport;
import dev.relaymanager.host.HostReport.Finding;
import dev.relaymanager.host.sub2api.Decoded.Failed;
import dev.relaymanager.host.sub2api.Decoded.Got;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.http.HttpResult.Answered;
import dev.relaymanager.http.HttpResult.Lost;
import dev.relaymanager.http.HttpResult.NotSent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a host can do by requests that it cannot carry out (recording 02): an empty body
 * where fields are needed, and the id 0, which no row has. A route that exists answers in the
 * host's own shapes, be it with a refusal; a missing one with a plain 404. Not asked for is what a
 * host would call done: the deletion of an account that is not there (item 13).
 */
final class Prober {
  private static final int REFUSALS = 300;
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT");

  private record Question(Capability capability, String method, String route) {
    @Override
    public String toString() {
      return method + " " + route;
    }
  }

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(Capability.GROUPS, "POST", GroupCalls.GROUPS),
          new Question(Capability.GROUPS, "GET", GroupCalls.GROUPS + "/:id"),
          new Question(Capability.GROUPS, "PUT", GroupCalls.GROUPS + "/:id"),
          new Question(Capability.GROUPS, "DELETE", GroupCalls.GROUPS + "/:id"),
          new Question(Capability.CHANNELS, "POST", ChannelCalls.CHANNELS),
          new Question(Capability.CHANNELS, "GET", ChannelCalls.CHANNELS + "/:id"),
          new Question(Capability.CHANNELS, "PUT", ChannelCalls.CHANNELS + "/:id"),
          new Question(Capability.CHANNELS, "DELETE", ChannelCalls.CHANNELS + "/:id"),
          new Question(Capability.PLANS, "POST", PlanCalls.PLANS),
          new Question(Capability.PLANS, "GET", PlanCalls.PLANS),
          new Question(Capability.PLANS, "PUT", PlanCalls.PLANS + "/:id"),
          new Question(Capability.PLANS, "DELETE", PlanCalls.PLANS + "/:id"),
          new Question(Capability.ACCOUNTS, "POST", AccountCalls.ACCOUNTS),
          new Question(Capability.ACCOUNTS, "GET", AccountCalls.ACCOUNTS + "/:id"),
          new Question(Capability.ACCOUNTS, "PUT", AccountCalls.ACCOUNTS + "/:id"),
          new Question(Capability.ACCOUNT_BATCH, "POST", AccountCalls.ACCOUNTS + "/batch"),
          new Question(Capability.ACCOUNT_BULK_UPDATE, "POST", BulkUpdate.ROUTE),
          new Question(Capability.ACCOUNT_TEST, "POST", AccountCalls.ACCOUNTS + "/:id/test"),
          new Question(Capability.ACCOUNT_MODELS, "GET", AccountCalls.ACCOUNTS + "/:id/models"),
          new Question(
              Capability.SUBSCRIPTIONS, "POST", SubscriptionCalls.SUBSCRIPTIONS + "/assign"),
          new Question(Capability.SUBSCRIPTIONS, "GET", SubscriptionCalls.SUBSCRIPTIONS + "/:id"),
          new Question(
              Capability.SUBSCRIPTIONS, "POST", SubscriptionCalls.SUBSCRIPTIONS + "/:id/extend"),
          new Question(
              Capability.SUBSCRIPTIONS, "DELETE", SubscriptionCalls.SUBSCRIPTIONS + "/:id"),
          new Question(
              Capability.SUBSCRIPTION_BULK,
              "POST",
              SubscriptionCalls.SUBSCRIPTIONS + "/bulk-assign"),
          new Question(Capability.USERS, "GET", UserCalls.USERS + "/:id"),
          new Question(Capability.USERS, "GET", UserCalls.USERS + "/:id/api-keys"),
          new Question(Capability.USAGE, "GET", GroupCalls.USAGE));

  private final HostClient client;

  Prober(HostClient client) {
    this.client = client;
  }

  HostOutcome<HostReport> probe(Dialect dialect) {
    SortedMap<Capability, Finding> findings = new TreeMap<>();
    @Nullable HostFault forbidden = null;
    int forbiddenRoutes = 0;
    for (Question question : QUESTIONS) {
      HostOutcome<Finding> answer = ask(question);
      if (answer instanceof Refused<Finding> refused
          && refused.fault().kind() == HostFault.Kind.FORBIDDEN) {
        forbidden = refused.fault();
        forbiddenRoutes++;
        findings.merge(
            question.capability(),
            new Finding(false, question + ": 403, " + forbidden.message()),
            Prober::both);
      } else if (answer instanceof Done<Finding> done) {
        findings.merge(question.capability(), done.value(), Prober::both);
      } else {
        return answer.map(finding -> report(dialect, findings));
      }
    }
    // Who is let in nowhere is no administrator; who is kept from one route lacks that.
    return forbidden != null && forbiddenRoutes == QUESTIONS.size()
        ? new Refused<>(forbidden)
        : new Done<>(report(dialect, findings));
  }

  private static HostReport report(Dialect dialect, SortedMap<Capability, Finding> findings) {
    return new HostReport(dialect.version(), dialect.assumed(), dialect.note(), findings);
  }

  /** A capability is there when all its routes are. */
  private static Finding both(Finding one, Finding other) {
    List<String> evidence = new ArrayList<>();
    if (one.present() || !other.present()) {
      evidence.add(one.evidence());
    }
    if (other.present() || !one.present()) {
      evidence.add(other.evidence());
    }
    if (one.present() != other.present()) {
      return one.present() ? other : one;
    }
    return new Finding(one.present(), String.join("; ", evidence));
  }

  private HostOutcome<Finding> ask(Question question) {
    Call call =
        Call.send(
                "probe",
                question.method(),
                question.route(),
                WITH_BODY.contains(question.method()) ? Json.object() : null)
            .of(0)
            .repeatable(Repeat.READ);
    return switch (client
        .<Finding>attempts(
            call, client.caller()::call, (sent, result) -> decode(sent, question, result))
        .last()) {
      case Got<Finding> got -> new Done<>(got.value());
      case Failed<Finding> failed -> new Refused<>(failed.fault());
    };
  }

  private Decoded<Finding> decode(Call call, Question question, HttpResult result) {
    return switch (result) {
      case NotSent notSent -> client.decoder().unanswered(call, notSent);
      case Lost lost -> client.decoder().unanswered(call, lost);
      case Answered answered when answered.status() < REFUSALS ->
          new Got<>(finding(question, answered));
      case Answered answered -> {
        Failed<Finding> failed = client.decoder().failed(call, answered);
        yield stops(failed.fault()) ? failed : new Got<>(finding(question, answered));
      }
    };
  }

  /** Answers that say nothing of the route: no admittance, no time, or another address. */
  private static boolean stops(HostFault fault) {
    return switch (fault.kind()) {
      case UNAUTHORIZED,
          FORBIDDEN,
          TERMS_NOT_ACCEPTED,
          RATE_LIMITED,
          UNAVAILABLE,
          REDIRECTED,
          TIMEOUT ->
          true;
      case UNREACHABLE, CUT, NOT_FOUND, CONFLICT, INVALID, HOST_ERROR, API_DRIFT, NO_SUCH_ROUTE ->
          false;
    };
  }

  private static Finding finding(Question question, Answered answered) {
    String what = question.toString();
    String text = answered.body().text();
    boolean ownShape = ErrorBody.of(text).inEnvelope();
    if (question.capability() == Capability.ACCOUNT_TEST) {
      return new Finding(
          ownShape || text.startsWith("data:"), what + ": " + shown(answered, ownShape, text));
    }
    boolean tooWilling = WITH_BODY.contains(question.method()) && answered.status() < REFUSALS;
    return new Finding(
        ownShape && !tooWilling,
        what
            + ": "
            + shown(answered, ownShape, text)
            + (tooWilling ? ", though it was given nothing to do" : ""));
  }

  private static String shown(Answered answered, boolean ownShape, String text) {
    String shape =
        ownShape
            ? "in the host's envelope"
            : text.startsWith("data:") ? "as events" : "in no shape of this host";
    return answered.status() + " " + shape;
  }
}

package dev.relaymanager.sim;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way of a request through log, hooks, faults and guard to its handler. Thread-safe. */
final class Dispatcher {
  private final State state;
  private final Routes routes;
  private final Gatekeeper gatekeeper;
  private final Clock clock;
  private final RequestLog log = new RequestLog();
  private final FaultDesk faults = new FaultDesk();
  private final List<RequestHook> hooks = new CopyOnWriteArrayList<>();

  Dispatcher(State state, Routes routes, Gatekeeper gatekeeper, Clock clock) {
    this.state = state;
    this.routes = routes;
    this.gatekeeper = gatekeeper;
    this.clock = clock;
  }

  RequestLog log() {
    return log;
  }

  FaultDesk faults() {
    return faults;
  }

  void add(RequestHook hook) {
    hooks.add(hook);
  }

  void remove(RequestHook hook) {
    hooks.remove(hook);
  }

  /** A request from outside. */
  Delivery deliver(
      String method,
      String path,
      String queryText,
      Map<String, String> query,
      Map<String, String> headers,
      String body,
      String remote) {
    Routes.Match match = routes.match(method, path);
    SeenRequest seen =
        new SeenRequest(
            log.nextNumber(),
            method,
            SeenRequest.masked(queryText.isEmpty() ? path : path + "?" + queryText),
            match == null ? SeenRequest.masked(path) : match.route().template(),
            0,
            headers.getOrDefault("idempotency-key", ""),
            match != null && match.route().changes());
    hooks.forEach(hook -> hook.before(seen));
    List<Fault> befalling = faults.befalling(method, path);
    Runnable pause = () -> delay(befalling, Fault.Moment.DURING);
    Delivery delivery =
        faulty(befalling, () -> answer(match, method, path, query, headers, body, remote, pause));
    SeenRequest answered = seen.answered(status(delivery));
    log.add(answered);
    hooks.forEach(hook -> hook.after(answered));
    delay(befalling, Fault.Moment.AFTER);
    return delivery;
  }

  /** The work itself, without log, hooks and faults. */
  Reply answer(
      Routes.@Nullable Match match,
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String body,
      String remote,
      Runnable pause) {
    if (match == null) {
      return notFound();
    }
    Routes.Route route = match.route();
    Call call =
        new Call(
            method,
            path,
            route.template(),
            query,
            headers,
            body,
            remote,
            match.parts(),
            null,
            null,
            pause);
    try {
      Call admitted = gatekeeper.admit(call, route.access());
      if (!route.locked()) {
        return route.handler().apply(admitted);
      }
      Supplier<Reply> work = () -> route.handler().apply(admitted);
      return method.equals("GET") ? state.read(work) : state.write(work);
    } catch (Refusal refusal) {
      return refusal.reply();
    }
  }

  Reply answerByHand(String method, String path, Map<String, String> query, String body) {
    Map<String, String> headers = Map.of("x-api-key", gatekeeper.adminKey());
    return answer(
        routes.match(method, path), method, path, query, headers, body, "127.0.0.1", () -> {});
  }

  private Delivery faulty(List<Fault> befalling, Supplier<Reply> work) {
    for (Fault fault : befalling) {
      Delivery instead = insteadOfWork(fault);
      if (instead != null) {
        return instead;
      }
    }
    Delivery delivery = new Delivery.Whole(work.get());
    for (Fault fault : befalling) {
      delivery = afterWork(fault, delivery);
    }
    return delivery;
  }

  private @Nullable Delivery insteadOfWork(Fault fault) {
    return switch (fault) {
      case Fault.Delay delay -> {
        if (delay.moment() == Fault.Moment.BEFORE) {
          Waits.sleep(delay.time());
        }
        yield null;
      }
      case Fault.Refuse refuse -> new Delivery.Whole(refusal(refuse));
      case Fault.Failure failure ->
          failure.moment() == Fault.Moment.AFTER ? null : new Delivery.Whole(internal());
      case Fault.Cut cut -> cut.moment() == Fault.Moment.AFTER ? null : new Delivery.Cut();
      case Fault.PlainNotFound missing -> new Delivery.Whole(notFound());
      case Fault.Html html -> new Delivery.Whole(page());
      case Fault.Truncate later -> null;
      case Fault.WrongType later -> null;
      case Fault.MissingField later -> null;
      case Fault.ShortPage later -> null;
      case Fault.Endless later -> null;
    };
  }

  private static Delivery afterWork(Fault fault, Delivery delivery) {
    if (!(delivery instanceof Delivery.Whole whole)) {
      return delivery;
    }
    Reply reply = whole.reply();
    return switch (fault) {
      case Fault.Failure failure -> new Delivery.Whole(internal());
      case Fault.Cut cut -> new Delivery.Cut();
      case Fault.Truncate truncate -> new Delivery.Broken(reply, truncate.bytes());
      case Fault.Endless endless -> new Delivery.Endless(reply);
      case Fault.WrongType wrong ->
          new Delivery.Whole(FaultyBodies.withWrongType(reply, wrong.field()));
      case Fault.MissingField missing ->
          new Delivery.Whole(FaultyBodies.withoutField(reply, missing.field()));
      case Fault.ShortPage page ->
          new Delivery.Whole(FaultyBodies.withShortPage(reply, page.items()));
      case Fault.Delay earlierOrLater -> delivery;
      case Fault.Refuse earlier -> delivery;
      case Fault.PlainNotFound earlier -> delivery;
      case Fault.Html earlier -> delivery;
    };
  }

  private static void delay(List<Fault> befalling, Fault.Moment moment) {
    for (Fault fault : befalling) {
      if (fault instanceof Fault.Delay delay && delay.moment() == moment) {
        Waits.sleep(delay.time());
      }
    }
  }

  private Reply refusal(Fault.Refuse refuse) {
    Reply reply = Envelope.barred(refuse.status(), "SIMULATED_FAULT", "this refusal was asked for");
    return switch (refuse.retryAfter()) {
      case Fault.RetryAfter.Silent silent -> reply;
      case Fault.RetryAfter.Seconds seconds ->
          reply.with("Retry-After", Long.toString(seconds.seconds()));
      case Fault.RetryAfter.Date date -> {
        ZonedDateTime when = clock.instant().plus(date.fromNow()).atZone(ZoneOffset.UTC);
        yield reply.with("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(when));
      }
    };
  }

  private static int status(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Whole whole -> whole.reply().status();
      case Delivery.Broken broken -> broken.reply().status();
      case Delivery.Endless endless -> endless.reply().status();
      case Delivery.Cut cut -> 0;
    };
  }

  private static Reply internal() {
    return Refusal.internal().reply();
  }

  private static Reply notFound() {
    return Reply.text(404, "text/plain", "404 page not found");
  }

  private static Reply page() {
    return Reply.text(
        200, "text/html; charset=utf-8", "<html><body>somebody else answers here</body></html>");
  }
}

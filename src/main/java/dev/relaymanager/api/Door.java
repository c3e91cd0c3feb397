package dev.relaymanager.api;

import dev.relaymanager.model.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/**
 * The one way in: finds the operation, looks at who calls from where, holds the call to the
 * contract, has it carried out, and answers. No operation is reached around it, and so none without
 * its role being asked for. Safe for use by many threads.
 */
final class Door extends Handler.Abstract {
  private final PathMappings<Map<String, Operation>> routes = new PathMappings<>();
  private final Map<String, Handling> handlings;
  private final Gate gate;
  private final BodyReader bodies;
  private final Idempotency idempotency;
  private final Ledger ledger;
  private final BiConsumer<Call, Throwable> defects;

  /** Carries an operation out. */
  interface Handling {
    Answer answer(Call call);
  }

  /**
   * A door.
   *
   * @param handlings by {@code operationId}: one for each operation of the contract
   * @param defects hears of failures that are nobody's fault but the program's
   */
  Door(
      Contract contract,
      Map<String, Handling> handlings,
      Gate gate,
      Idempotency idempotency,
      Ledger ledger,
      BiConsumer<Call, Throwable> defects) {
    this.handlings = Map.copyOf(handlings);
    this.gate = gate;
    this.bodies = new BodyReader();
    this.idempotency = idempotency;
    this.ledger = ledger;
    this.defects = defects;
    Map<String, Map<String, Operation>> paths = new TreeMap<>();
    Set<String> ids = new TreeSet<>();
    for (Operation operation : contract.operations()) {
      ids.add(operation.id());
      paths
          .computeIfAbsent(operation.path(), any -> new TreeMap<>())
          .put(operation.method(), operation);
    }
    if (!ids.equals(handlings.keySet())) {
      throw new IllegalStateException(
          "the contract has the operations " + ids + ", the program " + handlings.keySet());
    }
    paths.forEach((path, methods) -> routes.put(new UriTemplatePathSpec(path), methods));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Answer answer;
    try {
      answer = answer(request);
    } catch (IOException left) {
      callback.failed(left);
      return true;
    }
    switch (answer) {
      case Answer.Whole whole -> send(whole, response, callback);
      case Answer.Stream stream -> stream(stream, response, callback);
    }
    return true;
  }

  // ------------------------------------------------------------------ in

  private Answer answer(Request request) throws IOException {
    @Nullable Call call = null;
    try {
      gate.checkAddressed(request);
      MatchedResource<Map<String, Operation>> matched =
          routes.getMatched(Request.getPathInContext(request));
      if (matched == null) {
        throw ApiException.notFound(
            "no-such-route", "there is nothing at this path", "see /api/openapi.yaml");
      }
      Optional<Operation> operation = operation(matched.getResource(), request.getMethod());
      if (operation.isEmpty()) {
        return methodNotAllowed(matched.getResource());
      }
      Caller caller = gate.admit(request, operation.get().role());
      byte[] body = bodies.read(operation.get(), request);
      call = call(operation.get(), caller, request, matched.getPathSpec(), body);
      return carryOut(call, body);
    } catch (RuntimeException | Error failure) {
      Answer.Whole told = Problems.of(failure);
      if (told == null) {
        defects.accept(call, failure);
        told =
            Problems.answer(
                500,
                "defect",
                "a defect of the program; its log says more at this time",
                List.of());
      }
      if (call != null) {
        ledger.note(call, told);
      }
      return failure instanceof ApiException refused && refused.status() == 401
          ? told.with("WWW-Authenticate", "Bearer")
          : told;
    }
  }

  private Answer carryOut(Call call, byte[] body) {
    Handling handling = handlings.get(call.operation().id());
    if (handling == null) {
      throw new IllegalStateException("nothing carries out " + call.operation().id());
    }
    if (!call.operation().changes()) {
      return handling.answer(call);
    }
    Answer.Whole answer =
        idempotency.once(
            call,
            body,
            () -> (Answer.Whole) handling.answer(call),
            batchId -> ledger.batches().apply(batchId));
    ledger.note(call, answer);
    return answer;
  }

  private static Optional<Operation> operation(Map<String, Operation> methods, String method) {
    return Optional.ofNullable(methods.get(method.equals("HEAD") ? "GET" : method));
  }

  private static Answer methodNotAllowed(Map<String, Operation> methods) {
    String allowed = String.join(", ", new TreeSet<>(methods.keySet()));
    return Problems.answer(405, "method-not-allowed", "this path takes " + allowed, List.of())
        .with("Allow", allowed);
  }

  private Call call(
      Operation operation, Caller caller, Request request, PathSpec spec, byte[] body) {
    Map<String, String> path =
        ((UriTemplatePathSpec) spec).getPathParams(Request.getPathInContext(request));
    Map<String, String> query = query(request.getHttpURI());
    Map<String, String> headers = new HashMap<>();
    for (Operation.Parameter parameter : operation.parameters()) {
      if (parameter.in() == Operation.In.HEADER) {
        String value = request.getHeaders().get(parameter.name());
        if (value != null) {
          headers.put(parameter.name(), value);
        }
      }
    }
    Checks.parameters(operation, path, query, headers);
    String accepted = request.getHeaders().get(HttpHeader.ACCEPT);
    if (accepted != null) {
      headers.put("Accept", accepted);
    }
    boolean isJson = bodies.isJson(request);
    return new Call(
        operation,
        caller,
        path,
        query,
        headers,
        isJson && body.length > 0 ? bodies.parse(operation, body) : Call.NO_BODY,
        isJson || body.length == 0 ? null : new Upload(body));
  }

  /** The last of several of one name would be as good as the first: a call has each once. */
  private static Map<String, String> query(HttpURI uri) {
    Map<String, String> query = new HashMap<>();
    if (uri.getQuery() == null) {
      return query;
    }
    Fields fields = new Fields(true);
    UrlEncoded.decodeTo(uri.getQuery(), fields::add, StandardCharsets.UTF_8);
    for (Fields.Field field : fields) {
      if (field.getValues().size() > 1) {
        throw new ApiException(
            422,
            "repeated-parameter",
            "a parameter stands in the query more than once",
            List.of(
                new Problem(
                    "repeated-parameter",
                    null,
                    "?" + field.getName(),
                    "found it " + field.getValues().size() + " times",
                    "keep one")));
      }
      query.put(field.getName(), field.getValue());
    }
    return query;
  }

  // ------------------------------------------------------------------ out

  private static void head(Answer answer, String type, Response response) {
    response.setStatus(answer.status());
    if (!type.isEmpty()) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    }
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
  }

  private static void send(Answer.Whole whole, Response response, Callback callback) {
    head(whole, whole.type().toLowerCase(Locale.ROOT), response);
    response.write(true, ByteBuffer.wrap(whole.body().getBytes(StandardCharsets.UTF_8)), callback);
  }

  private static void stream(Answer.Stream stream, Response response, Callback callback) {
    head(stream, stream.type(), response);
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      stream.source().writeTo(out);
      callback.succeeded();
    } catch (IOException left) {
      callback.failed(left); // who listened is gone
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      callback.failed(ending);
    }
  }
}

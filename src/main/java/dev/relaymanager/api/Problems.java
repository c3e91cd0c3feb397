package dev.relaymanager.api;

import dev.relaymanager.engine.LockHeldException;
import dev.relaymanager.engine.UnsupportedHostException;
import dev.relaymanager.git.GitException;
import dev.relaymanager.host.HostException;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.KeyLike;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.RelayException;
import dev.relaymanager.plan.GuardRefusedException;
import dev.relaymanager.report.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Failures as {@code application/problem+json} (RFC 9457). */
final class Problems {
  private static final String TYPE = "urn:relay-manager:problem:";

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Malformed request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not found"),
          Map.entry(405, "Method not allowed"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Body too large"),
          Map.entry(415, "Unsupported media type"),
          Map.entry(421, "Misdirected request"),
          Map.entry(422, "Invalid"),
          Map.entry(500, "Defect"),
          Map.entry(502, "The other side failed"),
          Map.entry(503, "Unavailable"));

  /** Codes of problems that are no fault of the call. */
  private static final Map<String, Integer> STATUSES =
      Map.ofEntries(
          Map.entry("host-unusable", 502),
          Map.entry("pack-unreachable", 502),
          Map.entry("no-such-batch", 404),
          Map.entry("no-such-host", 404),
          Map.entry("rolled-back-already", 409),
          Map.entry("owned-by-git", 409),
          Map.entry("pack-clash", 409),
          Map.entry("host-unsupported", 409),
          Map.entry("host-version", 409));

  private Problems() {}

  /** How a failure is told; null when it is a defect of the program. */
  static Answer.@Nullable Whole of(Throwable failure) {
    return switch (failure) {
      case ApiException refused ->
          answer(refused.status(), refused.code(), message(refused), refused.problems());
      case InvalidInputException invalid -> of(invalid);
      case GuardRefusedException refused ->
          answer(
              409,
              "guard-refused",
              refused.explanation(),
              refused.refusals().stream()
                  .map(
                      one ->
                          Problem.of(
                              one.rule(),
                              one.message(),
                              one.allow().isEmpty()
                                  ? "only the policy can allow it"
                                  : "\"allow\": [\"" + one.allow() + "\"]"))
                  .toList());
      case UnsupportedHostException unsupported ->
          answer(409, "host-unsupported", unsupported.explanation(), List.of());
      case HostException failed -> answer(502, "host-failed", failed.explanation(), List.of());
      case GitException failed ->
          answer(502, failed.problem().code(), failed.explanation(), List.of(failed.problem()));
      case LockHeldException held -> answer(503, "lock-held", held.explanation(), List.of());
      case EnvironmentException broken ->
          answer(503, "environment", broken.explanation(), List.of());
      case RelayException other -> answer(503, "failed", other.explanation(), List.of());
      case CancellationException ending ->
          answer(503, "ending", "the service is ending; ask again when it is back", List.of());
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case ExecutionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      default -> null;
    };
  }

  private static Answer.Whole of(InvalidInputException invalid) {
    List<Problem> problems = invalid.problems();
    String code = problems.getFirst().code();
    boolean alike = problems.stream().allMatch(problem -> problem.code().equals(code));
    return answer(
        alike ? STATUSES.getOrDefault(code, 422) : 422,
        alike ? code : "invalid",
        problems.size() == 1
            ? problems.getFirst().message()
            : problems.size() + " problems; nothing was changed",
        problems);
  }

  private static String message(ApiException refused) {
    return String.valueOf(refused.getMessage());
  }

  static Answer.Whole answer(int status, String code, String detail, List<Problem> problems) {
    ObjectNode body = Json.object();
    body.put("type", TYPE + code);
    body.put("title", TITLES.getOrDefault(status, "Problem"));
    body.put("status", status);
    body.put("detail", KeyLike.hidden(detail));
    if (!problems.isEmpty()) {
      ArrayNode errors = body.putArray("errors");
      for (Problem problem : problems) {
        ObjectNode error = errors.addObject();
        error.put("code", problem.code());
        Place place = problem.place();
        if (place != null) {
          error.put("place", place.toString());
        }
        error.put("path", problem.path());
        error.put("message", problem.message());
        error.put("fix", problem.fix());
      }
    }
    return new Answer.Whole(status, Map.of(), Answer.PROBLEM, body.toString(), null, code);
  }
}

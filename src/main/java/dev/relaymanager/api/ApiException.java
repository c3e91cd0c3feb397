package dev.relaymanager.api;

import dev.relaymanager.model.Problem;
import java.util.List;

/** A call that is refused, and how that is told. */
final class ApiException extends RuntimeException {
  private final int status;
  private final String code;
  private final transient List<Problem> problems;

  /**
   * A refusal.
   *
   * @param status of HTTP
   * @param code stable, lower case with dashes
   * @param detail what is wrong; never a secret
   * @param problems each thing that is wrong; may be empty
   */
  ApiException(int status, String code, String detail, List<Problem> problems) {
    super(detail);
    this.status = status;
    this.code = code;
    this.problems = List.copyOf(problems);
  }

  /** One thing that is wrong with the request. */
  static ApiException at(int status, String code, String path, String message, String fix) {
    return new ApiException(
        status, code, message, List.of(new Problem(code, null, path, message, fix)));
  }

  static ApiException notFound(String code, String message, String fix) {
    return at(404, code, "", message, fix);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  List<Problem> problems() {
    return problems;
  }
}

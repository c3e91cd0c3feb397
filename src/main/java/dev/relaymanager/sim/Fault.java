package dev.relaymanager.sim;

import java.time.Duration;

/** One way in which the simulated host can misbehave; a {@link FaultRule} says where and when. */
public sealed interface Fault {
  /** When, seen from the work that a request asks for. */
  enum Moment {
    /** Nothing was done yet. */
    BEFORE,
    /** An idempotency key is taken already, the work is not done. */
    DURING,
    /** All was done and nobody heard of it. */
    AFTER
  }

  /** The host takes its time, then answers as it should. */
  record Delay(Duration time, Moment moment) implements Fault {}

  /** The host refuses without doing anything, such as with 429 or 503. */
  record Refuse(int status, RetryAfter retryAfter) implements Fault {}

  /** 500, before or after the work. */
  record Failure(Moment moment) implements Fault {}

  /** The connection ends without an answer, before or after the work. */
  record Cut(Moment moment) implements Fault {}

  /**
   * The work is done, the answer breaks off.
   *
   * @param bytes how much of the body comes; below zero for half of it
   */
  record Truncate(int bytes) implements Fault {}

  /** The work is done; every field of this name in the answer has a value of another type. */
  record WrongType(String field) implements Fault {}

  /** The work is done; every field of this name is left out of the answer. */
  record MissingField(String field) implements Fault {}

  /** A list's page lacks its last items, while its total counts them. */
  record ShortPage(int items) implements Fault {}

  /** The work is done; the answer begins and never ends. */
  record Endless() implements Fault {}

  /** A plain 404, as of a route that this host does not have; nothing is done. */
  record PlainNotFound() implements Fault {}

  /** 200 with a page of HTML, as of a proxy that stands in front; nothing is done. */
  record Html() implements Fault {}

  /** What a refusal says about when to come again. */
  sealed interface RetryAfter {
    record Silent() implements RetryAfter {}

    record Seconds(long seconds) implements RetryAfter {}

    /** As an HTTP date, so long from now. */
    record Date(Duration fromNow) implements RetryAfter {}
  }
}

package dev.relaymanager.host;

import java.util.function.Function;

/**
 * How a call to a host ended.
 *
 * @param <T> what the host answers when it did it
 */
public sealed interface HostOutcome<T> {
  /** The host did it, and its answer was understood. */
  record Done<T>(T value) implements HostOutcome<T> {}

  /** The host did not do it; a read that failed in any way is refused too. */
  record Refused<T>(HostFault fault) implements HostOutcome<T> {}

  /**
   * A change may or may not have been carried out: the answer was lost, late, or not to be
   * understood. Look before doing anything else.
   */
  record Unknown<T>(HostFault fault) implements HostOutcome<T> {}

  /**
   * The value, where failing is no option for the caller.
   *
   * @throws HostException when it was not done or is not known to be
   */
  default T require() {
    return switch (this) {
      case Done<T> done -> done.value();
      case Refused<T> refused -> throw new HostException(refused.fault());
      case Unknown<T> unknown -> throw new HostException(unknown.fault());
    };
  }

  /** What went wrong, for people; empty when it was done. */
  default String faultText() {
    return switch (this) {
      case Done<T> ignored -> "";
      case Refused<T> refused -> refused.fault().toString();
      case Unknown<T> unknown -> unknown.fault().toString();
    };
  }

  /** Goes on with the value, where there is one. */
  default <R> HostOutcome<R> then(Function<? super T, HostOutcome<R>> next) {
    return switch (this) {
      case Done<T> done -> next.apply(done.value());
      case Refused<T> refused -> new Refused<>(refused.fault());
      case Unknown<T> unknown -> new Unknown<>(unknown.fault());
    };
  }

  /** The same outcome with another value. */
  default <R> HostOutcome<R> map(Function<? super T, ? extends R> change) {
    return switch (this) {
      case Done<T> done -> new Done<>(change.apply(done.value()));
      case Refused<T> refused -> new Refused<>(refused.fault());
      case Unknown<T> unknown -> new Unknown<>(unknown.fault());
    };
  }
}

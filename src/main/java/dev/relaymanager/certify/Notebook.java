package dev.relaymanager.certify;

import dev.relaymanager.certify.Finding.Differs;
import dev.relaymanager.certify.Finding.Holds;
import dev.relaymanager.certify.Finding.NotTried;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.HostOutcome.Unknown;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tries claims and writes down what was found. Used by one thread. */
final class Notebook {
  private final SortedMap<Claim, Finding> findings = new TreeMap<>();
  private final BooleanSupplier stop;
  private final BiConsumer<Claim, Finding> listener;

  /**
   * An empty one.
   *
   * @param stop whether nothing more is to be tried
   * @param listener hears each finding
   */
  Notebook(BooleanSupplier stop, BiConsumer<Claim, Finding> listener) {
    this.stop = stop;
    this.listener = listener;
  }

  SortedMap<Claim, Finding> findings() {
    return findings;
  }

  void note(Claim claim, Finding finding) {
    findings.put(claim, finding);
    listener.accept(claim, finding);
  }

  /** Says why of all claims of an area that nothing is known of; whether it is clean is always. */
  void leave(Area area, String why) {
    for (Claim claim : Claim.of(area)) {
      if (claim != Claim.NOTHING_LEFT && !findings.containsKey(claim)) {
        note(claim, new NotTried(why));
      }
    }
  }

  /**
   * Tries what has to succeed.
   *
   * @param difference from what was expected, in words; empty when there is none
   * @throws Blocked when the host did not do it: there is nothing to go on with
   */
  <T> T tried(Claim claim, Supplier<HostOutcome<T>> call, Function<T, String> difference)
      throws Blocked {
    goOn();
    return switch (call.get()) {
      case Done<T> done -> {
        String found = difference.apply(done.value());
        note(claim, found.isEmpty() ? new Holds("") : new Differs(found));
        yield done.value();
      }
      case Refused<T> refused -> throw blocked(claim, refused.fault());
      case Unknown<T> unknown -> throw blocked(claim, unknown.fault());
    };
  }

  private Blocked blocked(Claim claim, HostFault fault) {
    note(claim, new Differs(fault.toString()));
    return new Blocked("it needs \"" + claim.operation() + "\"");
  }

  /** Tries what the host has to refuse for a reason. */
  void refused(Claim claim, Supplier<? extends HostOutcome<?>> call, String reason) throws Blocked {
    goOn();
    note(
        claim,
        switch (call.get()) {
          case Done<?> done -> new Differs("expected a refusal as " + reason + ", it was done");
          case Refused<?> refused -> refusal(refused.fault(), reason);
          case Unknown<?> unknown -> new Differs(unknown.fault().toString());
        });
  }

  private static Finding refusal(HostFault fault, String reason) {
    return fault.reason().equals(reason) || fault.kind().name().equals(reason)
        ? new Holds("")
        : new Differs("expected a refusal as " + reason + ", found " + fault);
  }

  /** What of an earlier step is needed now; a read that fails ends the area. */
  static <T> T need(HostOutcome<T> outcome) throws Blocked {
    return switch (outcome) {
      case Done<T> done -> done.value();
      case Refused<T> refused -> throw new Blocked(refused.fault().toString());
      case Unknown<T> unknown -> throw new Blocked(unknown.fault().toString());
    };
  }

  /** Ends the area when somebody asked to stop. */
  void goOn() throws Blocked {
    if (stop.getAsBoolean()) {
      throw new Blocked("stopped before it");
    }
  }
}

package dev.relaymanager.certify;

import dev.relaymanager.certify.Finding.Differs;
import dev.relaymanager.certify.Finding.Holds;
import dev.relaymanager.certify.Finding.NotTried;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostReport;
import dev.relaymanager.seal.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Tries every claim on a running host, with throw-away things of its own, and removes these in any
 * case. What stands on the host otherwise is listed, never touched. Used by one thread.
 */
public final class Certifier {
  private final HostAdapter host;
  private final InstantSource clock;

  public Certifier(HostAdapter host, InstantSource clock) {
    this.host = host;
    this.clock = clock;
  }

  private interface Attempt {
    void run() throws Blocked;
  }

  /**
   * What a sweep came to.
   *
   * @param failures what is left, and why; empty when nothing is
   */
  public record Swept(int removed, List<String> failures) {
    public Swept {
      failures = List.copyOf(failures);
    }
  }

  /**
   * Tries all claims, and cleans up also when it was stopped or failed.
   *
   * @param stop asked before each step
   * @param listener hears each finding as it comes
   */
  public Certificate certify(
      Vendor vendor, BooleanSupplier stop, BiConsumer<Claim, Finding> listener) {
    Throwaway things = new Throwaway(random(6), vendor, Secret.of(random(12)));
    Notebook notebook = new Notebook(stop, listener);
    Bench bench = new Bench(host, notebook, things);
    HostArea hostArea = new HostArea();
    boolean usable = attempt(notebook, Area.HOST, () -> hostArea.tryOn(bench));
    try {
      if (usable) {
        attempt(notebook, Area.GROUPS, () -> GroupArea.tryOn(bench));
        attempt(notebook, Area.CHANNELS, () -> ChannelArea.tryOn(bench));
        attempt(notebook, Area.PLANS, () -> PlanArea.tryOn(bench));
        attempt(notebook, Area.ACCOUNTS, () -> AccountArea.tryOn(bench));
        attempt(notebook, Area.SUBSCRIPTIONS, () -> SubscriptionArea.tryOn(bench));
        attempt(notebook, Area.GATEWAY, () -> GatewayArea.tryOn(bench, clock));
        attempt(notebook, Area.REMOVAL, () -> RemovalArea.tryOn(bench, clock));
      } else {
        for (Area area : Area.values()) {
          notebook.leave(area, "it needs \"" + Claim.PROBE.operation() + "\"");
        }
      }
    } finally {
      cleanUp(notebook, things, usable);
      bench.forgetSecrets();
      things.password().close();
    }
    HostReport report = hostArea.report();
    return new Certificate(
        hostArea.version(),
        report == null ? "" : report.dialect(),
        report == null ? "" : report.dialectNote(),
        clock.instant(),
        vendor.real(),
        notebook.findings());
  }

  /** Removes what runs left that were killed before they could clean up. */
  public Swept sweep() {
    Leftovers leftovers = new Leftovers(host, Throwaway.PREFIX);
    leftovers.remove();
    return new Swept(leftovers.removed(), leftovers.failures());
  }

  private static boolean attempt(Notebook notebook, Area area, Attempt attempt) {
    try {
      attempt.run();
      return true;
    } catch (Blocked blocked) {
      notebook.leave(area, blocked.why());
      return false;
    }
  }

  private void cleanUp(Notebook notebook, Throwaway things, boolean usable) {
    if (!usable) {
      notebook.note(Claim.NOTHING_LEFT, new NotTried("nothing was made"));
      return;
    }
    Leftovers leftovers = new Leftovers(host, things.prefix());
    leftovers.remove();
    notebook.note(
        Claim.NOTHING_LEFT,
        leftovers.failures().isEmpty()
            ? new Holds("")
            : new Differs("left on the host: " + String.join("; ", leftovers.failures())));
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}

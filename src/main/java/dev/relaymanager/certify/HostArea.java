package dev.relaymanager.certify;

import static dev.relaymanager.certify.Differences.unless;

import dev.relaymanager.host.Capability;
import dev.relaymanager.host.HostReport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Version and capabilities; without them nothing else is tried. */
final class HostArea {
  private String version = "";
  private @Nullable HostReport report;

  /** As the host calls itself; empty when it was not told. */
  String version() {
    return version;
  }

  /** What the probe found; null when it failed. */
  @Nullable HostReport report() {
    return report;
  }

  void tryOn(Bench bench) throws Blocked {
    version = bench.notebook.tried(Claim.VERSION, bench.host::version, told -> "");
    HostReport found = bench.notebook.tried(Claim.PROBE, bench.host::probe, HostArea::lacking);
    report = found;
    if (!found.missing().isEmpty()) {
      throw new Blocked(lacking(found));
    }
  }

  private static String lacking(HostReport report) {
    return unless(
        report.missing().isEmpty(),
        "the host lacks "
            + report.missing().stream().map(Capability::id).collect(Collectors.joining(", ")));
  }
}

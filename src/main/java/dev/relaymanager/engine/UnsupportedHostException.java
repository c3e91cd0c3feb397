package dev.relaymanager.engine;

import dev.relaymanager.host.HostReport;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.RelayException;

/** A host answers, but cannot do all that is needed. */
public final class UnsupportedHostException extends RelayException {
  private final transient HostReport report;

  UnsupportedHostException(Problem problem, HostReport report) {
    super(1, problem.toString());
    this.report = report;
  }

  /** What it can do and what not. */
  public HostReport report() {
    return report;
  }
}

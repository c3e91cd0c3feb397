package dev.relaymanager.host;

import dev.relaymanager.model.RelayException;

/** A host call failed where nothing sensible can go on without its answer. */
public final class HostException extends RelayException {
  private final transient HostFault fault;

  public HostException(HostFault fault) {
    super(1, fault.toString());
    this.fault = fault;
  }

  public HostFault fault() {
    return fault;
  }
}

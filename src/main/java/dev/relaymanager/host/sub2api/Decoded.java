package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostFault;

/** What one attempt came to. */
sealed interface Decoded<T> {
  /** The host did it and said this. */
  record Got<T>(T value) implements Decoded<T> {}

  /**
   * It failed.
   *
   * @param certain whether the host certainly did not do it
   */
  record Failed<T>(HostFault fault, boolean certain) implements Decoded<T> {}
}

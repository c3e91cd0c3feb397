package dev.relaymanager.seal;

import java.util.HexFormat;

/**
 * Which manager made a thing on a host. It derives from the identity, so it is the same after the
 * store was lost, and tells nothing about the identity.
 *
 * @param id 12 lower-case hexadecimal digits, as {@link dev.relaymanager.model.Marker} carries them
 */
public record Installation(String id) {
  private static final int BYTES = 6;

  static Installation of(Identity identity) {
    byte[] derived = identity.derive("relay-manager/v1 installation");
    return new Installation(HexFormat.of().formatHex(derived, 0, BYTES));
  }

  @Override
  public String toString() {
    return id;
  }
}

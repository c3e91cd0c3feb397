package dev.relaymanager.api;

/** A body that is no JSON. Immutable. */
final class Upload {
  private final byte[] bytes;

  Upload(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  byte[] bytes() {
    return bytes.clone();
  }
}

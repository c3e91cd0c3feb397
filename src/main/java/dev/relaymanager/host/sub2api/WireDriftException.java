package dev.relaymanager.host.sub2api;

/** An answer has another shape than the contract says; {@link HostClient} turns it into a fault. */
final class WireDriftException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String difference;

  WireDriftException(String path, String expected, String found) {
    super(path);
    this.difference = path + ": expected " + expected + ", found " + found;
  }

  /** Field, expectation and finding; no value. */
  String difference() {
    return difference;
  }
}

package dev.relaymanager.sim;

import java.time.Duration;
import java.util.Set;

/**
 * How a simulated host is to be.
 *
 * @param version of sub2api, such as {@code 0.1.126}
 * @param port on 127.0.0.1; 0 for any free one
 * @param adminKey what {@code x-api-key} has to hold
 * @param termsAccepted whether the first administrator accepted the terms already (0.1.136 on)
 * @param probeDelay how long after a create the host asks the upstream by itself
 * @param modelListKept how long {@code GET /v1/models} is kept; 15 seconds on the real host
 */
public record SimulatedHostOptions(
    String version,
    int port,
    String adminKey,
    boolean termsAccepted,
    Duration probeDelay,
    Duration modelListKept,
    SimulatedVendorOptions vendor) {
  public SimulatedHostOptions {
    if (adminKey.isEmpty()) {
      throw new IllegalArgumentException("the admin key is empty");
    }
  }

  /**
   * A host of a version on any free port, its terms accepted, without a TLS port for the vendor.
   */
  public static SimulatedHostOptions of(String version) {
    return new SimulatedHostOptions(
        version,
        0,
        "admin-simulated-0123456789abcdef",
        true,
        Duration.ZERO,
        Duration.ofSeconds(15),
        SimulatedVendorOptions.everywhere());
  }

  /** The same under another admin key. */
  public SimulatedHostOptions withAdminKey(String key) {
    return new SimulatedHostOptions(
        version, port, key, termsAccepted, probeDelay, modelListKept, vendor);
  }

  /** The same on a port. */
  public SimulatedHostOptions withPort(int wanted) {
    return new SimulatedHostOptions(
        version, wanted, adminKey, termsAccepted, probeDelay, modelListKept, vendor);
  }

  /** The same with terms that nobody accepted yet; nothing to versions before 0.1.136. */
  public SimulatedHostOptions withTermsOpen() {
    return new SimulatedHostOptions(
        version, port, adminKey, false, probeDelay, modelListKept, vendor);
  }

  /** The same with another pause before the host's own probe. */
  public SimulatedHostOptions withProbeDelay(Duration delay) {
    return new SimulatedHostOptions(
        version, port, adminKey, termsAccepted, delay, modelListKept, vendor);
  }

  /** The same with a list of models that is kept for another time. */
  public SimulatedHostOptions withModelListKept(Duration time) {
    return new SimulatedHostOptions(
        version, port, adminKey, termsAccepted, probeDelay, time, vendor);
  }

  /** The same with another vendor. */
  public SimulatedHostOptions withVendor(SimulatedVendorOptions other) {
    return new SimulatedHostOptions(
        version, port, adminKey, termsAccepted, probeDelay, modelListKept, other);
  }

  /** The same with a vendor that has these models too. */
  public SimulatedHostOptions withVendorModels(Set<String> models) {
    return withVendor(vendor.withModels(models));
  }

  /** The same with a vendor that takes direct calls over TLS; 0 for any free port. */
  public SimulatedHostOptions withVendorPort(int wanted) {
    return withVendor(vendor.withPort(wanted));
  }
}

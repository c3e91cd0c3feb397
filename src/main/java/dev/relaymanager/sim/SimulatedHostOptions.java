package dev.relaymanager.sim;

import java.time.Duration;
import java.util.List;
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
 * @param vendorHosts names behind which the fake vendor stands, in lower case; none means every
 *     https address that is not loopback
 * @param vendorAddresses more of them, as {@code host:port}; the recordings' vendor had a plain
 *     port
 * @param vendorModels models that the vendor has beside its own
 * @param vendorPort where the vendor takes direct calls over TLS: a port, 0 for any free one, below
 *     zero for none
 * @param vendorNames what its certificate is made out to, beside localhost
 * @param slowKey how long a {@code sk-slow…} key takes
 */
public record SimulatedHostOptions(
    String version,
    int port,
    String adminKey,
    boolean termsAccepted,
    Duration probeDelay,
    Duration modelListKept,
    Set<String> vendorHosts,
    Set<String> vendorAddresses,
    Set<String> vendorModels,
    int vendorPort,
    List<String> vendorNames,
    Duration slowKey) {
  /** Vendors that a certificate is made out to unless told otherwise. */
  public static final List<String> KNOWN_VENDORS =
      List.of(
          "api.deepseek.com",
          "api.moonshot.cn",
          "dashscope.aliyuncs.com",
          "open.bigmodel.cn",
          "ark.cn-beijing.volces.com",
          "api.minimax.io",
          "api.minimaxi.com",
          "api.siliconflow.cn",
          "api.stepfun.com",
          "api.baichuan-ai.com",
          "api.hunyuan.cloud.tencent.com",
          "tokenhub.tencentmaas.com",
          "api.openai.com");

  public SimulatedHostOptions {
    vendorHosts = Set.copyOf(vendorHosts);
    vendorAddresses = Set.copyOf(vendorAddresses);
    vendorModels = Set.copyOf(vendorModels);
    vendorNames = List.copyOf(vendorNames);
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
        Duration.ofMillis(10),
        Duration.ofSeconds(15),
        Set.of(),
        Set.of("127.0.0.1:19000"),
        Set.of(),
        -1,
        KNOWN_VENDORS,
        Duration.ofSeconds(5));
  }

  /** The same under another admin key. */
  public SimulatedHostOptions withAdminKey(String key) {
    return new SimulatedHostOptions(
        version,
        port,
        key,
        termsAccepted,
        probeDelay,
        modelListKept,
        vendorHosts,
        vendorAddresses,
        vendorModels,
        vendorPort,
        vendorNames,
        slowKey);
  }

  /** The same on a port. */
  public SimulatedHostOptions withPort(int wanted) {
    return new SimulatedHostOptions(
        version,
        wanted,
        adminKey,
        termsAccepted,
        probeDelay,
        modelListKept,
        vendorHosts,
        vendorAddresses,
        vendorModels,
        vendorPort,
        vendorNames,
        slowKey);
  }

  /** The same with terms that nobody accepted yet; nothing to versions before 0.1.136. */
  public SimulatedHostOptions withTermsOpen() {
    return new SimulatedHostOptions(
        version,
        port,
        adminKey,
        false,
        probeDelay,
        modelListKept,
        vendorHosts,
        vendorAddresses,
        vendorModels,
        vendorPort,
        vendorNames,
        slowKey);
  }

  /** The same with another pause before the host's own probe. */
  public SimulatedHostOptions withProbeDelay(Duration delay) {
    return new SimulatedHostOptions(
        version,
        port,
        adminKey,
        termsAccepted,
        delay,
        modelListKept,
        vendorHosts,
        vendorAddresses,
        vendorModels,
        vendorPort,
        vendorNames,
        slowKey);
  }

  /** The same with a vendor that has these models too. */
  public SimulatedHostOptions withVendorModels(Set<String> models) {
    return new SimulatedHostOptions(
        version,
        port,
        adminKey,
        termsAccepted,
        probeDelay,
        modelListKept,
        vendorHosts,
        vendorAddresses,
        models,
        vendorPort,
        vendorNames,
        slowKey);
  }

  /** The same with a vendor that takes direct calls over TLS; 0 for any free port. */
  public SimulatedHostOptions withVendorPort(int wanted) {
    return new SimulatedHostOptions(
        version,
        port,
        adminKey,
        termsAccepted,
        probeDelay,
        modelListKept,
        vendorHosts,
        vendorAddresses,
        vendorModels,
        wanted,
        vendorNames,
        slowKey);
  }

  /**
   * The same with a vendor behind these names only, which its certificate is made out to as well.
   */
  public SimulatedHostOptions withVendorHosts(Set<String> names) {
    return new SimulatedHostOptions(
        version,
        port,
        adminKey,
        termsAccepted,
        probeDelay,
        modelListKept,
        names,
        vendorAddresses,
        vendorModels,
        vendorPort,
        names.stream().sorted().toList(),
        slowKey);
  }
}

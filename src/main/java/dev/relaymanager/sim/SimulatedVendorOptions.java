package dev.relaymanager.sim;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How the fake vendor behind a simulated host is to be.
 *
 * @param hosts names behind which it stands, in lower case; none means every https address that is
 *     not loopback
 * @param addresses more of them, as {@code host:port}
 * @param models that it has beside its own
 * @param port where it takes direct calls over TLS: a port, 0 for any free one, below zero for none
 * @param names what its certificate is made out to, beside localhost
 * @param slowKey how long a {@code sk-slow…} key takes
 */
public record SimulatedVendorOptions(
    Set<String> hosts,
    Set<String> addresses,
    Set<String> models,
    int port,
    List<String> names,
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

  public SimulatedVendorOptions {
    hosts = Set.copyOf(hosts);
    addresses = Set.copyOf(addresses);
    models = Set.copyOf(models);
    names = List.copyOf(names);
  }

  /**
   * Behind every https address, without a TLS port; the recordings' vendor had a plain port too.
   */
  public static SimulatedVendorOptions everywhere() {
    return new SimulatedVendorOptions(
        Set.of(), Set.of("127.0.0.1:19000"), Set.of(), -1, KNOWN_VENDORS, Duration.ofSeconds(5));
  }

  /** The same with these models too. */
  public SimulatedVendorOptions withModels(Set<String> more) {
    return new SimulatedVendorOptions(hosts, addresses, more, port, names, slowKey);
  }

  /** The same with a TLS port; 0 for any free one. */
  public SimulatedVendorOptions withPort(int wanted) {
    return new SimulatedVendorOptions(hosts, addresses, models, wanted, names, slowKey);
  }

  /** The same behind these names only, which its certificate is made out to as well. */
  public SimulatedVendorOptions withHosts(Set<String> only) {
    List<String> sorted = only.stream().sorted().toList();
    return new SimulatedVendorOptions(only, addresses, models, port, sorted, slowKey);
  }

  /** The same with another time for slow keys. */
  public SimulatedVendorOptions withSlowKey(Duration time) {
    return new SimulatedVendorOptions(hosts, addresses, models, port, names, time);
  }
}

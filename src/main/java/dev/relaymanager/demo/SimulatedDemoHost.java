package dev.relaymanager.demo;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.http.ConnectTo;
import dev.relaymanager.sim.SimulatedHost;
import dev.relaymanager.sim.SimulatedHostOptions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/** A simulated host in this process, with a fake vendor behind it. */
final class SimulatedDemoHost implements DemoHost {
  static final String USER = "alice@example.com";
  static final String PASSWORD = "AlicePass123";

  private final SimulatedHost host;
  private final List<String> upstreamKeys = List.of("sk-good-" + random(), "sk-good-" + random());

  SimulatedDemoHost(String version) {
    host =
        SimulatedHost.start(
            SimulatedHostOptions.of(version)
                .withAdminKey("admin-" + random() + random())
                .withVendorPort(0));
    host.backDoor().addUser(USER, PASSWORD);
  }

  @Override
  public String url() {
    return host.url();
  }

  @Override
  public String adminKey() {
    return host.adminKey();
  }

  @Override
  public String user() {
    return USER;
  }

  @Override
  public List<String> upstreamKeys() {
    return upstreamKeys;
  }

  @Override
  public String vendorCaPem() {
    return host.vendor().authorityPem();
  }

  @Override
  public List<ConnectTo> vendorDetour() {
    return List.of(new ConnectTo(DemoDocuments.VENDOR, 443, "127.0.0.1", host.vendor().port()));
  }

  @Override
  public String userKey(HostAdapter adapter, long groupId) {
    return DemoHost.makeKey(adapter, USER, PASSWORD, groupId);
  }

  @Override
  public void deleteAccount(long id) {
    host.backDoor().byHand("DELETE", "/api/v1/admin/accounts/" + id, "");
  }

  @Override
  public void forgetRequests() {
    host.forgetRequests();
  }

  @Override
  public OptionalLong changingRequests() {
    return OptionalLong.of(host.changingRequests());
  }

  @Override
  public void close() {
    host.close();
  }

  private static String random() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

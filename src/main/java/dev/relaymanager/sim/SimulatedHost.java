package dev.relaymanager.sim;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A sub2api look-alike on a port of 127.0.0.1, with a fake vendor behind it. A fresh one holds what
 * a fresh real one holds: user 1 is the administrator ({@value #ADMIN_EMAIL}, {@value
 * #ADMIN_PASSWORD}), group 1 the default group. It is a test double, everything is in memory.
 * Thread-safe.
 */
public final class SimulatedHost implements AutoCloseable {
  public static final String ADMIN_EMAIL = "admin@sub2api.local";
  public static final String ADMIN_PASSWORD = "AdminPass123456";

  private final Server server;
  private final ServerConnector connector;
  private final int port;
  private final Front front;
  private final SimulatedVendor vendor;
  private final Core core;

  private SimulatedHost(
      Server server, ServerConnector connector, Front front, SimulatedVendor vendor, Core core) {
    this.server = server;
    this.connector = connector;
    this.port = connector.getLocalPort();
    this.front = front;
    this.vendor = vendor;
    this.core = core;
  }

  /**
   * Starts a fresh host.
   *
   * @throws IllegalArgumentException if the version cannot be read
   * @throws IllegalStateException if a port cannot be opened
   */
  public static SimulatedHost start(SimulatedHostOptions options) {
    Dialect dialect = Dialect.of(options.version());
    SimulatedVendorOptions wanted = options.vendor();
    VendorRules rules = new VendorRules(wanted.models(), wanted.slowKey());
    SimulatedVendor vendor = new SimulatedVendor(rules, wanted.names());
    try {
      if (wanted.port() >= 0) {
        vendor.listen(wanted.port());
      }
      Core core = Core.of(options, dialect, vendor, Clock.systemUTC());
      Front front = new Front(core.dispatcher());
      Server server = new Server(Front.threads());
      ServerConnector connector =
          new ServerConnector(server, new HttpConnectionFactory(Front.plain()));
      connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
      connector.setPort(options.port());
      server.addConnector(connector);
      server.setHandler(front);
      server.start();
      return new SimulatedHost(server, connector, front, vendor, core);
    } catch (Exception failed) {
      vendor.close();
      throw new IllegalStateException("the simulated host does not start", failed);
    }
  }

  /** Such as {@code http://127.0.0.1:40123}, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What {@code x-api-key} has to hold now. */
  public String adminKey() {
    return core.gatekeeper().adminKey();
  }

  /** How many connections it has taken and neither side has closed. */
  public int openConnections() {
    return connector.getConnectedEndPoints().size();
  }

  public SimulatedVendor vendor() {
    return vendor;
  }

  /** Lets a fault befall requests from now on; several rules add up. */
  public void inject(FaultRule rule) {
    core.dispatcher().faults().add(rule);
  }

  /** Takes all rules back. */
  public void clearFaults() {
    core.dispatcher().faults().clear();
  }

  /** The requests so far in the order of their answers; those done by hand are not among them. */
  public List<SeenRequest> requests() {
    return core.dispatcher().log().all();
  }

  /**
   * How many requests came to each route, under keys such as {@code GET /api/v1/admin/groups/:id}.
   */
  public Map<String, Long> requestCounts() {
    return core.dispatcher().log().counts();
  }

  /** How many requests came that are meant to change what the host keeps. */
  public long changingRequests() {
    return core.dispatcher().log().changes();
  }

  /** Forgets the requests and counts so far. */
  public void forgetRequests() {
    core.dispatcher().log().clear();
  }

  public void addHook(RequestHook hook) {
    core.dispatcher().add(hook);
  }

  public void removeHook(RequestHook hook) {
    core.dispatcher().remove(hook);
  }

  /**
   * Waits until the host has asked the upstreams of all new accounts.
   *
   * @throws IllegalStateException if that takes more than 30 seconds
   */
  public void awaitProbes() {
    core.probe().await(Duration.ofSeconds(30));
  }

  /** What happens behind the manager's back. */
  public BackDoor backDoor() {
    return core.backDoor();
  }

  /** Ends it; connections break, endless answers end. */
  @Override
  public void close() {
    front.shut();
    Front.stop(server);
    vendor.close();
  }
}

package dev.relaymanager.sim;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/** A simulated host that runs until somebody ends it: what {@code relayctl sim} starts. */
public final class SimServer implements AutoCloseable {
  private static final Pattern VERSION = Pattern.compile("v?\\d+\\.\\d+\\.\\d+(?:[-+].*)?");

  private final SimulatedHost host;
  private final CountDownLatch ended = new CountDownLatch(1);

  private SimServer(SimulatedHost host) {
    this.host = host;
  }

  /**
   * Starts it.
   *
   * @throws InvalidInputException if the version or a fault cannot be read
   * @throws EnvironmentException if the authority's file cannot be written
   */
  public static SimServer start(SimServerOptions options) {
    if (!VERSION.matcher(options.version()).matches()) {
      throw new InvalidInputException(
          Problem.of(
              "bad-version",
              "'" + options.version() + "' is no version of a host",
              "give one such as 0.1.126 or 0.1.172"));
    }
    List<FaultRule> rules = options.faults().stream().map(FaultRule::parse).toList();
    SimulatedHost host = SimulatedHost.start(hostOptions(options));
    rules.forEach(host::inject);
    if (options.accounts() > 0) {
      host.backDoor().seed(options.accounts(), options.groups());
    }
    SimServer server = new SimServer(host);
    Path file = options.authorityFile();
    if (file != null) {
      try {
        Files.writeString(file, host.vendor().authorityPem());
      } catch (IOException failed) {
        server.close();
        throw new EnvironmentException("cannot write " + file + ": " + failed.getMessage(), failed);
      }
    }
    return server;
  }

  public SimulatedHost host() {
    return host;
  }

  /** Waits until {@link #close} is called. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    host.close();
    ended.countDown();
  }

  private static SimulatedHostOptions hostOptions(SimServerOptions options) {
    SimulatedHostOptions host =
        SimulatedHostOptions.of(options.version())
            .withPort(options.port())
            .withAdminKey(options.adminKey())
            .withVendorModels(options.models())
            .withVendorPort(options.vendorPort());
    return options.termsAccepted() ? host : host.withTermsOpen();
  }
}

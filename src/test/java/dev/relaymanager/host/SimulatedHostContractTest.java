package dev.relaymanager.host;

import dev.relaymanager.seal.Secret;
import dev.relaymanager.sim.SimulatedHost;
import dev.relaymanager.sim.SimulatedHostOptions;
import java.net.URI;
import org.junit.jupiter.api.Nested;

/** The contract on the simulated host, in each version that was recorded and one between. */
class SimulatedHostContractTest {
  @Nested
  class Oldest extends OnSimulatedHost {
    @Override
    String version() {
      return "0.1.126";
    }
  }

  @Nested
  class Between extends OnSimulatedHost {
    @Override
    String version() {
      return "0.1.128";
    }
  }

  @Nested
  class Newest extends OnSimulatedHost {
    @Override
    String version() {
      return "0.1.172";
    }
  }

  abstract static class OnSimulatedHost extends HostContractTest {
    private SimulatedHost simulated;

    abstract String version();

    @Override
    protected Target target() {
      simulated = SimulatedHost.start(SimulatedHostOptions.of(version()));
      return new Target(
          URI.create(simulated.url()),
          Secret.of(simulated.adminKey()),
          "https://api.deepseek.com",
          Secret.of("sk-good-contract-0001"),
          Secret.of("sk-bad-contract-0002"),
          "deepseek-chat");
    }

    @Override
    protected void over() {
      simulated.close();
    }
  }
}

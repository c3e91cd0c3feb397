package dev.relaymanager.cli;

import dev.relaymanager.sim.FaultRule;
import dev.relaymanager.sim.SimServer;
import dev.relaymanager.sim.SimServerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a simulated sub2api and a fake vendor on this machine, in memory, until it is stopped.",
      "A test double: for dry runs, tests and learning, never needed for a real host."
    },
    modelTransformer = SimCommand.FaultsInFooter.class,
    footer = {
      "",
      "Examples:",
      "  relayctl sim --port 8080 --admin-key admin-invented --ca-file sim-ca.pem",
      "  relayctl sim --host-version 0.1.172 --seed-accounts 10000",
      "  relayctl sim --fault 'POST /api/v1/admin/accounts*:cut-after:every=10'",
      "  relayctl sim --fault 'GET *:status=429,retry-after=2:next=3' --fault '* *:delay=200ms:always'"
    })
final class SimCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "Port on 127.0.0.1 (default: ${DEFAULT-VALUE}).")
  private int port = 8080;

  @Option(
      names = "--host-version",
      paramLabel = "V",
      defaultValue = "0.1.126",
      description = "Which sub2api to be like (default: ${DEFAULT-VALUE}).")
  private String version = "0.1.126";

  @Option(
      names = "--admin-key",
      paramLabel = "KEY",
      defaultValue = "admin-invented-for-the-simulation",
      description = "An invented admin key (default: ${DEFAULT-VALUE}).")
  private String adminKey = "admin-invented-for-the-simulation";

  @Option(
      names = "--vendor-port",
      paramLabel = "P",
      defaultValue = "8443",
      description = "Port of the fake vendor's TLS (default: ${DEFAULT-VALUE}).")
  private int vendorPort = 8443;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Where to write the vendor's certificate authority, for relayctl --ca-file.")
  private @Nullable Path caFile;

  @Option(
      names = "--user",
      paramLabel = "EMAIL",
      description = "A user to begin with; the password is Password123456. Repeatable.")
  private List<String> users = List.of();

  @Option(
      names = "--seed-accounts",
      paramLabel = "N",
      defaultValue = "0",
      description = "Accounts to begin with.")
  private int seedAccounts;

  @Option(
      names = "--fault",
      paramLabel = "RULE",
      description = "A fault to play: METHOD PATH:FAULT[:WHEN], see below. Repeatable.")
  private List<String> faults = List.of();

  @Override
  public Integer call() throws InterruptedException {
    SimServerOptions options =
        new SimServerOptions(
            version,
            port,
            adminKey,
            true,
            Set.of(),
            vendorPort,
            caFile,
            faults,
            seedAccounts,
            seedAccounts == 0 ? 0 : Math.max(1, seedAccounts / 100));
    try (SimServer server = SimServer.start(options)) {
      users.forEach(email -> server.host().backDoor().addUser(email, "Password123456"));
      System.out.println("simulated sub2api " + version + " at " + server.host().url());
      System.out.println("  admin key   " + adminKey);
      System.out.println("  admin       admin@sub2api.local / AdminPass123456");
      users.forEach(email -> System.out.println("  user        " + email + " / Password123456"));
      System.out.println(
          "  vendor      keys sk-good… work, sk-bad… are refused, sk-poor… have no balance,"
              + " sk-limit… are busy");
      System.out.println("so that relayctl reaches the fake vendor in place of the real one:");
      System.out.println(
          "  export RELAY_CONNECT_TO=api.deepseek.com:443:127.0.0.1:"
              + server.host().vendor().port());
      if (caFile != null) {
        System.out.println("  export RELAY_CA_FILE=" + caFile.toAbsolutePath());
      }
      System.out.println("stop it with Ctrl-C");
      System.out.flush();
      server.awaitEnd();
    }
    return 0;
  }

  /** Puts what can be written for a fault before the examples. */
  static final class FaultsInFooter implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      List<String> footer = new ArrayList<>(List.of(""));
      footer.addAll(FaultRule.help());
      footer.addAll(List.of(command.usageMessage().footer()));
      command.usageMessage().footer(footer.toArray(String[]::new));
      return command;
    }
  }
}

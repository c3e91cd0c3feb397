package dev.relaymanager.cli;

import dev.relaymanager.api.ApiOptions;
import dev.relaymanager.api.Service;
import dev.relaymanager.daemon.Daemon;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serves the HTTP API, for those who have no Git repository yet: hosts, packs, imports and",
      "access come over it, and what stands is compared with the hosts on a schedule. With --repo,",
      "what a repository or folder declares is looked after as well; relayctl daemon --listen does",
      "the same and reports to the repository."
    },
    footer = {
      "",
      "The API is described at /api/openapi.yaml. At an address of this machine alone no token is",
      "needed until one is made: relayctl token create.",
      "",
      "Examples:",
      "  relayctl serve",
      "  relayctl serve --listen 0.0.0.0:8443 --tls-cert relay.pem --tls-key relay.key --name relay.example.com"
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ListenOptions api = new ListenOptions();

  @Option(
      names = "--reconcile-interval",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Durations.class,
      description = "Between two comparisons with the hosts (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ofMinutes(10);

  @Override
  public Integer call() throws InterruptedException {
    Talk talk = output.talk();
    Duration look =
        interval.compareTo(Duration.ofSeconds(30)) < 0 ? interval : Duration.ofSeconds(30);
    try (StopSignal stop = new StopSignal();
        Service service =
            Service.open(
                repository.settings().contentWithoutRepository(),
                api.optionsOr(ApiOptions.DEFAULT),
                new Daemon.Schedule(look, interval),
                Holders.of("serve"),
                ServiceTalk.listeners(output, talk),
                stop)) {
      return ServiceTalk.run(service, talk, look);
    }
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.engine.Engine;
import dev.relaymanager.report.StatusJson;
import dev.relaymanager.report.StatusText;
import dev.relaymanager.report.StatusView;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows what is recorded: hosts, imports, keys, access. Asks no host.",
    footer = {"", "Example:", "  relayctl status --repo . --output json"})
final class StatusCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() {
    Optional<Remote> remote = server.remote(output, repository.hostHttp());
    if (remote.isPresent()) {
      try (Remote service = remote.get()) {
        return service.print(service.get("/api/status"));
      }
    }
    try (Engine engine = repository.engine(output.talk())) {
      StatusView view = engine.status();
      if (output.json()) {
        output.print(StatusJson.of(view));
      } else {
        output.print(StatusText.of(view, output.palette()));
      }
      return 0;
    }
  }
}

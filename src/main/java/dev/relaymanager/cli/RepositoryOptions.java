package dev.relaymanager.cli;

import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.engine.EngineSettings;
import dev.relaymanager.http.ConnectTo;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.seal.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where repository, state and identity are. */
final class RepositoryOptions {
  @Option(
      names = "--repo",
      paramLabel = "URL",
      defaultValue = "${env:RELAY_REPO}",
      description = "Git repository, https:// URL or path (RELAY_REPO).")
  private @Nullable String repository;

  @Option(
      names = "--ref",
      paramLabel = "REF",
      defaultValue = "${env:RELAY_REF:-main}",
      description = "Branch, tag or commit (RELAY_REF; default: main).")
  private String ref = "main";

  @Mixin private StateOptions state = new StateOptions();

  @Option(
      names = "--identity",
      paramLabel = "FILE",
      defaultValue = "${env:RELAY_IDENTITY}",
      description = "age identity that opens sealed keys (RELAY_IDENTITY).")
  private @Nullable Path identity;

  @Option(
      names = "--connect-to",
      paramLabel = "HOST:PORT:ADDRESS:PORT",
      split = ",",
      defaultValue = "${env:RELAY_CONNECT_TO}",
      description =
          "Where to connect to in place of a vendor's address, as curl does (RELAY_CONNECT_TO).")
  private @Nullable List<String> connectTo;

  @Option(
      names = "--report-branch",
      paramLabel = "BRANCH",
      defaultValue = "${env:RELAY_REPORT_BRANCH:-" + EngineSettings.REPORT_BRANCH + "}",
      description = "Branch that reports are committed to (default: ${DEFAULT-VALUE}).")
  private String reportBranch = EngineSettings.REPORT_BRANCH;

  @Option(
      names = "--gateway-patience",
      paramLabel = "SECONDS",
      defaultValue = "45",
      description = "How long a proof waits for a gateway's caches (default: ${DEFAULT-VALUE} s).")
  private int gatewayPatience = 45;

  /** Opens the engine on what was given; whoever asks for it closes it. */
  Engine engine(EngineListener listener) {
    return Engine.open(settings(), InstantSource.system(), listener);
  }

  /** Where things are. */
  EngineSettings settings() {
    return new EngineSettings(
        repository == null || repository.isEmpty() ? null : repository,
        ref,
        state.folder(),
        identity(),
        variable("RELAY_GIT_USER").orElse(null),
        variable("RELAY_GIT_TOKEN").map(Secret::of).orElse(null),
        state.authorities().orElse(null),
        connectTo == null
            ? List.of()
            : connectTo.stream().filter(one -> !one.isBlank()).map(ConnectTo::parse).toList(),
        Duration.ofSeconds(gatewayPatience),
        reportBranch,
        System.getenv(),
        false);
  }

  /** How connections are made to a host that is in no repository. */
  HttpSettings hostHttp() {
    return state.http();
  }

  @Nullable Path identity() {
    return identity == null || identity.toString().isEmpty() ? null : identity;
  }

  /** A variable that is set to nothing, as in a file of variables, counts as not set. */
  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }
}

package dev.relaymanager.engine;

import dev.relaymanager.http.ConnectTo;
import dev.relaymanager.seal.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where things are and how patient to be.
 *
 * @param repository URL or path of the Git repository, or a plain folder; null for commands that
 *     need none
 * @param ref branch, tag or commit to follow
 * @param state folder of the manager's own state
 * @param identity file that opens sealed keys; null when none was given
 * @param gitUser user name for https repositories; null for none
 * @param gitToken token for https repositories; null for none
 * @param caPem further authorities for calls to hosts and vendors, PEM; null for none
 * @param connectTo where to connect to instead, for calls to vendors
 * @param gatewayPatience how long a proof through the gateway waits for the host's caches
 * @param reportBranch branch that reports are committed to
 * @param environment the variables that documents may name
 * @param withoutRepository whether nothing but what came over the API is worked on when no
 *     repository is given, instead of asking for one
 */
public record EngineSettings(
    @Nullable String repository,
    String ref,
    Path state,
    @Nullable Path identity,
    @Nullable String gitUser,
    @Nullable Secret gitToken,
    @Nullable String caPem,
    List<ConnectTo> connectTo,
    Duration gatewayPatience,
    String reportBranch,
    Map<String, String> environment,
    boolean withoutRepository) {
  /** Auth caches of a host live up to 15 s, its negative ones 30 s (contract.md 6.5). */
  public static final Duration GATEWAY_PATIENCE = Duration.ofSeconds(45);

  public static final String REPORT_BRANCH = "relay/reports";

  public EngineSettings {
    connectTo = List.copyOf(connectTo);
    environment = Map.copyOf(environment);
  }

  /** The same, content with what came over the API when no repository is given. */
  public EngineSettings contentWithoutRepository() {
    return new EngineSettings(
        repository,
        ref,
        state,
        identity,
        gitUser,
        gitToken,
        caPem,
        connectTo,
        gatewayPatience,
        reportBranch,
        environment,
        true);
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.api.ApiClient;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.seal.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A service that does the work, instead of this process. */
final class ServerOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:RELAY_SERVER}",
      description = {
        "Have it done by the service there (RELAY_SERVER): relayctl daemon --listen, or serve.",
        "Repository, state and identity are the service's own."
      })
  private @Nullable String url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      defaultValue = "${env:RELAY_TOKEN_FILE}",
      description = "File with the token for it (RELAY_TOKEN_FILE).")
  private @Nullable Path tokenFile;

  boolean isGiven() {
    return url != null && !url.isBlank();
  }

  /**
   * The service; empty when this process does the work. Whoever asks for it closes it.
   *
   * @param http whom it trusts
   */
  Optional<Remote> remote(OutputOptions output, HttpSettings http) {
    if (url == null || url.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(new Remote(new ApiClient(checked(url), token(), http), output));
  }

  /** A token must not cross a network in clear. */
  private static String checked(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException noUrl) {
      throw bad("--server is no URL");
    }
    String host = uri.getHost();
    boolean local =
        host != null
            && (host.equals("localhost") || host.equals("[::1]") || host.startsWith("127."));
    if (host == null || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
      throw bad("--server is no URL of a service");
    }
    if (!"https".equals(uri.getScheme()) && !local) {
      throw bad("--server is on another machine and not https: the token would cross in clear");
    }
    return url;
  }

  private static InvalidInputException bad(String message) {
    return new InvalidInputException(
        Problem.of("bad-server", message, "write it as https://relay.example.com"));
  }

  private @Nullable Secret token() {
    if (tokenFile == null || tokenFile.toString().isEmpty()) {
      return null;
    }
    try {
      return Secret.of(Files.readString(tokenFile).strip());
    } catch (IOException unreadable) {
      throw new EnvironmentException(
          "the token file %s cannot be read (%s)"
              .formatted(tokenFile, unreadable.getClass().getSimpleName()),
          unreadable);
    }
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.api.ApiOptions;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where and how the API is served. */
final class ListenOptions {
  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      defaultValue = "${env:RELAY_LISTEN}",
      description = "Serve the HTTP API there (RELAY_LISTEN); port 0 for any that is free.")
  private @Nullable String listen;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      defaultValue = "${env:RELAY_TLS_CERT}",
      description = "Certificate and those that vouch for it, PEM (RELAY_TLS_CERT).")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      defaultValue = "${env:RELAY_TLS_KEY}",
      description = "Its private key, PEM (RELAY_TLS_KEY).")
  private @Nullable Path key;

  @Option(
      names = "--behind-proxy",
      description = "Something in front speaks TLS with the callers: serve plain HTTP to it.")
  private boolean behindProxy;

  @Option(
      names = "--name",
      paramLabel = "HOST",
      split = ",",
      defaultValue = "${env:RELAY_API_NAMES}",
      description = "Further host names that callers may call it by (RELAY_API_NAMES).")
  private @Nullable Set<String> names;

  /** Null when the API is not to be served. */
  @Nullable ApiOptions options() {
    return listen == null || listen.isBlank() ? null : optionsAt(listen);
  }

  /** The same, at an address when none was given. */
  ApiOptions optionsOr(String address) {
    return optionsAt(listen == null || listen.isBlank() ? address : listen);
  }

  private ApiOptions optionsAt(String address) {
    ApiOptions at = ApiOptions.at(address);
    return new ApiOptions(
        at.address(),
        at.port(),
        given(certificate),
        given(key),
        behindProxy,
        names == null ? Set.of() : names);
  }

  private static @Nullable Path given(@Nullable Path path) {
    return path == null || path.toString().isEmpty() ? null : path;
  }
}

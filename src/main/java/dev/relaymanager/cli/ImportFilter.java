package dev.relaymanager.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which imports a list takes in; all when nothing is said. */
final class ImportFilter {
  @Option(names = "--host", paramLabel = "NAME", description = "Only on this host.")
  private @Nullable String host;

  @Option(names = "--import", paramLabel = "NAME", description = "Only of this import.")
  private @Nullable String importName;

  /** Null for all. */
  @Nullable String host() {
    return host;
  }

  /** Null for all. */
  @Nullable String importName() {
    return importName;
  }

  boolean includes(String onHost, String name) {
    return (host == null || host.equals(onHost)) && (importName == null || importName.equals(name));
  }
}

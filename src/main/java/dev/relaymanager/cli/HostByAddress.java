package dev.relaymanager.cli;

import dev.relaymanager.desired.DocumentLoader;
import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.engine.HostConnector;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.SecretOpener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A host that is named on the command line and in no repository. It is written down as a document
 * all the same, so that its address and its credential are looked at as in any other.
 */
final class HostByAddress implements FileTree {
  private static final String NAME = "host";
  private static final String FILE = "--url";
  private static final String PATH = "host.yaml";

  private final byte[] document;

  /**
   * A host.
   *
   * @param adminKey file that holds its admin key
   */
  HostByAddress(String url, Path adminKey) {
    this.document =
        """
        apiVersion: relay-manager/v1
        kind: Host
        metadata: {name: %s}
        spec:
          baseUrl: %s
          auth: {adminKey: {file: %s}}
        """
            .formatted(NAME, quoted(url), quoted(adminKey.toAbsolutePath().toString()))
            .getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.stringNode(text).toString();
  }

  /**
   * The way to it; nothing is sent yet.
   *
   * @throws dev.relaymanager.model.InvalidInputException when address or key are no good
   */
  HostAdapter connect(HttpSettings http) {
    HostDocument host = DocumentLoader.load(this).host(NAME).orElseThrow();
    return new HostConnector(
            this,
            new SecretOpener(this, null, System.getenv()),
            Identity.generate().fingerprinter()::of,
            http)
        .connect(host);
  }

  @Override
  public List<Entry> files() {
    return List.of(new Entry(PATH, NAME, document.length));
  }

  @Override
  public List<String> strangers() {
    return List.of();
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) {
    return path.equals(PATH) ? Optional.of(document.clone()) : Optional.empty();
  }

  @Override
  public String name() {
    return FILE;
  }
}

package dev.relaymanager.engine;

import dev.relaymanager.desired.HostAuth;
import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostConnection;
import dev.relaymanager.host.HostConnection.Credential;
import dev.relaymanager.host.sub2api.Sub2ApiConnector;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.seal.SecretOpener;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the way to a host from its document: its credential, its limits, whom it trusts. */
public final class HostConnector {
  private static final int MAX_CA_BYTES = 1 << 20;

  private final FileTree tree;
  private final SecretOpener opener;
  private final Sub2ApiConnector connector;
  private final @Nullable String caPem;

  /**
   * A connector for the documents of one tree.
   *
   * @param fingerprints names a secret
   * @param http how connections are made; a host's own authority is added
   */
  public HostConnector(
      FileTree tree,
      SecretOpener opener,
      Function<Secret, Fingerprint> fingerprints,
      HttpSettings http) {
    this.tree = tree;
    this.opener = opener;
    this.connector = new Sub2ApiConnector(fingerprints, http);
    this.caPem = http.caPem();
  }

  /**
   * An adapter; nothing is sent yet. Whoever asks for it closes it.
   *
   * @throws InvalidInputException when the credential or the authority is not to be had
   */
  public HostAdapter connect(HostDocument document) {
    return connector.connect(
        new HostConnection(
            document.name(),
            document.baseUrl(),
            credential(document),
            document.concurrency(),
            document.requestsPerSecond(),
            authorities(document)));
  }

  private Credential credential(HostDocument document) {
    Secret secret = DeclaredSecrets.ofHost(opener, document).keys().getFirst();
    return switch (document.auth()) {
      case HostAuth.AdminKey ignored -> new Credential.AdminKey(secret);
      case HostAuth.Bearer ignored -> new Credential.Bearer(secret);
    };
  }

  private @Nullable String authorities(HostDocument document) {
    String file = document.caFile();
    String own =
        file == null
            ? null
            : tree.read(file, MAX_CA_BYTES)
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .orElseThrow(
                    () ->
                        new InvalidInputException(
                            document
                                .places()
                                .problem(
                                    "spec.tls.ca",
                                    "missing-file",
                                    "there is no file " + file,
                                    "commit the PEM file")));
    if (own == null || caPem == null) {
      return own == null ? caPem : own;
    }
    return own + "\n" + caPem;
  }
}

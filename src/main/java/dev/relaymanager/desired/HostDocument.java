package dev.relaymanager.desired;

import dev.relaymanager.seal.Recipient;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One running sub2api.
 *
 * @param baseUrl without a trailing slash; https, or http for this machine or where allowed
 * @param recipients who can open what is sealed for it; empty for whoever seals
 * @param versions which of its versions are accepted; null for whatever the packs accept
 * @param concurrency most requests at once
 * @param requestsPerSecond most requests begun in a second
 * @param caFile path in the tree of a PEM file with authorities to trust as well; null for none
 * @param probeUser whether the manager may keep users of its own there, for its proofs of access
 * @param testHost whether nobody depends on it, so that throw-away things may be made there
 */
public record HostDocument(
    String name,
    Places places,
    URI baseUrl,
    HostAuth auth,
    List<Recipient> recipients,
    @Nullable String versions,
    int concurrency,
    int requestsPerSecond,
    @Nullable String caFile,
    boolean allowPlaintext,
    boolean probeUser,
    boolean testHost)
    implements Document {
  public HostDocument {
    recipients = List.copyOf(recipients);
  }

  @Override
  public Kind kind() {
    return Kind.HOST;
  }
}

package dev.relaymanager.pack;

import dev.relaymanager.model.Problem;
import java.util.List;
import java.util.Optional;

/**
 * A pack that holds what it promises: complete, with right checksums, and free of contradictions.
 *
 * @param version a semantic version
 * @param description for people; empty when the pack has none
 * @param hostVersions which hosts it fits; a provider may narrow it
 * @param exchangeRates what its prices in other currencies are worth
 * @param providers by id; at least one
 * @param digest {@code sha256:} and 64 hexadecimal digits over the names and contents of all files,
 *     the same for a folder and a zip of it
 */
public record Pack(
    String id,
    String version,
    String description,
    HostVersionRange hostVersions,
    ExchangeRates exchangeRates,
    List<Provider> providers,
    String digest) {
  public Pack {
    providers = List.copyOf(providers);
  }

  public Optional<Provider> provider(String providerId) {
    return providers.stream().filter(provider -> provider.id().equals(providerId)).findFirst();
  }

  /** Whether another pack has the same id and version, and is not the same. */
  public boolean clashesWith(Pack other) {
    return id.equals(other.id) && version.equals(other.version) && !digest.equals(other.digest);
  }

  /** Why a provider of this pack cannot stand on a host of that version; empty when it can. */
  public Optional<Problem> refusal(Provider provider, String hostVersion) {
    if (!hostVersions.contains(hostVersion)) {
      return Optional.of(unsupported("pack " + id + " " + version, hostVersions, hostVersion));
    }
    HostVersionRange narrower = provider.hostVersions();
    if (narrower != null && !narrower.contains(hostVersion)) {
      return Optional.of(unsupported("provider " + provider.id(), narrower, hostVersion));
    }
    return Optional.empty();
  }

  private static Problem unsupported(String what, HostVersionRange range, String hostVersion) {
    return Problem.of(
        "host-version-unsupported",
        "the host has version " + hostVersion + ", and " + what + " fits " + range,
        "use a version of the pack for that host, or upgrade the host");
  }
}

package dev.relaymanager.desired;

import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.Provider;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.SecretSource;
import java.util.Map;
import java.util.Optional;

/** Finds what a sealed file is for, from the documents that name it. */
public final class SealTargets {
  private SealTargets() {}

  /**
   * The purpose of a file.
   *
   * @param packs by the name of their document
   * @param file as documents name it
   * @return empty when no document names it
   */
  public static Optional<SealPurpose> of(
      Documents documents, Map<String, Pack> packs, String file) {
    for (HostDocument host : documents.hosts()) {
      if (isFile(host.auth().source(), file)) {
        return Optional.of(SealPurposes.ofHost(host));
      }
    }
    for (ImportDocument wish : documents.imports()) {
      for (KeyEntry entry : wish.keys()) {
        if (isFile(entry.source(), file)) {
          Pack pack = packs.get(wish.pack());
          Optional<Provider> provider =
              pack == null ? Optional.empty() : pack.provider(wish.provider());
          return provider.map(found -> SealPurposes.ofKey(documents, wish, entry, found.baseUrl()));
        }
      }
    }
    for (GrantDocument grant : documents.grants()) {
      GrantDocument.ProbeKey probe = grant.probe();
      if (probe != null && isFile(probe.source(), file)) {
        return Optional.of(SealPurposes.ofProbe(documents, grant));
      }
    }
    return Optional.empty();
  }

  private static boolean isFile(SecretSource source, String file) {
    return source instanceof SecretSource.SealedFile sealed && sealed.path().equals(file);
  }
}

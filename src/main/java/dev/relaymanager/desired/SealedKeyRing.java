package dev.relaymanager.desired;

import dev.relaymanager.seal.Fingerprinter;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.seal.SecretOpener;
import java.util.ArrayList;
import java.util.List;

/** Opens the sources that documents name, keeps the names of their keys and forgets the keys. */
public final class SealedKeyRing implements KeyRing {
  private final SecretOpener opener;
  private final Fingerprinter fingerprinter;

  public SealedKeyRing(SecretOpener opener, Fingerprinter fingerprinter) {
    this.opener = opener;
    this.fingerprinter = fingerprinter;
  }

  @Override
  public Ring open(ImportDocument wish, KeyEntry entry, SealPurpose use) {
    OpenedKeys opened = opener.open(entry.source(), use, entry.place(), entry.path());
    List<NamedKey> named = new ArrayList<>();
    for (Secret key : opened.keys()) {
      try (key) {
        named.add(new NamedKey(fingerprinter.of(key), key.mask()));
      }
    }
    return new Ring(named, opened.dropped(), opened.warnings());
  }
}

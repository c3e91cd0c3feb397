package dev.relaymanager.desired;

import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.seal.Fingerprinter;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.seal.SecretOpener;
import dev.relaymanager.seal.SecretSource;
import dev.relaymanager.seal.Unsealed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens the sources that documents name, keeps the names of their keys and forgets the keys. A
 * sealed file whose names are known is not opened again.
 */
public final class SealedKeyRing implements KeyRing {
  private final SecretOpener opener;
  private final Fingerprinter fingerprinter;
  private final KeyNames names;
  private final Map<String, String> blobIds = new HashMap<>();

  /** One that knows no names yet. */
  public SealedKeyRing(SecretOpener opener, Fingerprinter fingerprinter) {
    this.opener = opener;
    this.fingerprinter = fingerprinter;
    this.names = KeyNames.none();
  }

  /**
   * One that knows names already.
   *
   * @param tree what the opener reads from
   * @param names made with the same fingerprinter
   */
  public SealedKeyRing(
      SecretOpener opener, Fingerprinter fingerprinter, FileTree tree, KeyNames names) {
    this.opener = opener;
    this.fingerprinter = fingerprinter;
    this.names = names;
    tree.files().forEach(file -> blobIds.put(file.path(), file.blobId()));
  }

  @Override
  public Ring open(ImportDocument wish, KeyEntry entry, SealPurpose use) {
    return name(entry.source(), use, entry.place(), entry.path());
  }

  /**
   * Names the keys of any source.
   *
   * @param declared where the document names the source
   * @param path inside that document
   * @throws InvalidInputException as {@link SecretOpener#open}
   */
  public Ring name(SecretSource source, SealPurpose use, Place declared, String path) {
    if (!(source instanceof SecretSource.SealedFile file)) {
      return named(opener.open(source, use, declared, path));
    }
    String blobId = blobIds.getOrDefault(file.path(), "");
    KeyNames.Known known = names.get(blobId);
    if (known == null) {
      Unsealed unsealed = opener.unseal(file, declared, path);
      known = new KeyNames.Known(unsealed.purpose(), named(unsealed.keys()));
      if (!blobId.isEmpty()) {
        names.put(blobId, known);
      }
    }
    Unsealed.requireUse(known.purpose(), use, file.allowUnbound(), Place.file(file.path()));
    return known.ring();
  }

  private Ring named(OpenedKeys opened) {
    List<NamedKey> named = new ArrayList<>();
    for (Secret key : opened.keys()) {
      try (key) {
        named.add(new NamedKey(fingerprinter.of(key), key.mask()));
      }
    }
    return new Ring(named, opened.dropped(), opened.warnings());
  }
}

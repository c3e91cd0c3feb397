package dev.relaymanager.engine;

import dev.relaymanager.apply.UpstreamKeys;
import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.DesiredResource;
import dev.relaymanager.desired.Documents;
import dev.relaymanager.desired.ImportDocument;
import dev.relaymanager.desired.KeyEntry;
import dev.relaymanager.desired.KeyReference;
import dev.relaymanager.desired.SealPurposes;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.seal.SecretOpener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Opens the upstream keys of one import when they are needed. Opens an entry anew each time, so
 * that no key stays in memory between its uses. Safe for use by many threads.
 */
final class ImportKeys implements UpstreamKeys {
  private final Documents documents;
  private final ImportDocument document;
  private final String baseUrl;
  private final SecretOpener opener;
  private final Map<Fingerprint, KeyReference> references = new HashMap<>();

  ImportKeys(
      Documents documents, ImportDocument document, DesiredImport desired, SecretOpener opener) {
    this.documents = documents;
    this.document = document;
    this.baseUrl = desired.baseUrl();
    this.opener = opener;
    for (DesiredResource resource : desired.resources()) {
      KeyReference reference = resource.upstreamKey();
      if (reference != null
          && resource.spec() instanceof ResourceSpec.Account account
          && account.key() != null) {
        references.put(account.key(), reference);
      }
    }
  }

  /** Which keys it can open. */
  Set<Fingerprint> names() {
    return references.keySet();
  }

  @Override
  public Secret open(ResourceKey account, Fingerprint key) {
    KeyReference reference = references.get(key);
    if (reference == null) {
      throw new InvalidInputException(
          Problem.of(
              "key-not-declared",
              "the upstream key of " + account + " is declared no more",
              "declare it again under spec.keys of import " + document.name()));
    }
    KeyEntry entry =
        document.keys().stream()
            .filter(one -> one.id().equals(reference.entryId()))
            .findFirst()
            .orElseThrow();
    List<Secret> keys = opened(entry).keys();
    for (int i = 0; i < keys.size(); i++) {
      if (i != reference.index()) {
        keys.get(i).close();
      }
    }
    return keys.get(reference.index());
  }

  /** Each entry is opened once, for all of its accounts. */
  @Override
  public Map<ResourceKey, Secret> openTogether(Map<ResourceKey, Fingerprint> accounts) {
    Map<String, Map<Integer, ResourceKey>> wanted = new HashMap<>();
    accounts.forEach(
        (account, key) -> {
          KeyReference reference = references.get(key);
          if (reference != null) {
            wanted
                .computeIfAbsent(reference.entryId(), entry -> new HashMap<>())
                .put(reference.index(), account);
          }
        });
    Map<ResourceKey, Secret> opened = new HashMap<>();
    for (KeyEntry entry : document.keys()) {
      Map<Integer, ResourceKey> ofEntry = wanted.getOrDefault(entry.id(), Map.of());
      if (ofEntry.isEmpty()) {
        continue;
      }
      List<Secret> keys;
      try {
        keys = opened(entry).keys();
      } catch (InvalidInputException toldWhenOpenedAlone) {
        continue;
      }
      for (int i = 0; i < keys.size(); i++) {
        ResourceKey account = ofEntry.get(i);
        if (account == null) {
          keys.get(i).close();
        } else {
          opened.put(account, keys.get(i));
        }
      }
    }
    return opened;
  }

  private OpenedKeys opened(KeyEntry entry) {
    return DeclaredSecrets.open(
        opener,
        entry.source(),
        SealPurposes.ofKey(documents, document, entry, baseUrl),
        entry.place(),
        entry.path());
  }
}

package dev.relaymanager.engine;

import dev.relaymanager.desired.DesiredState;
import dev.relaymanager.desired.DocumentLoader;
import dev.relaymanager.desired.Documents;
import dev.relaymanager.desired.Expander;
import dev.relaymanager.desired.KeyEntry;
import dev.relaymanager.desired.PackShelf;
import dev.relaymanager.desired.SealedKeyRing;
import dev.relaymanager.git.Revision;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.seal.Fingerprinter;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.SecretOpener;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tree: documents, packs, and the names of the keys; all of its problems are told at once.
 */
final class RevisionLoader {
  private RevisionLoader() {}

  static Loaded load(
      FileTree tree,
      @Nullable Revision revision,
      SecretOpener opener,
      Fingerprinter fingerprinter) {
    Documents documents = DocumentLoader.load(tree);
    SortedMap<String, Pack> packs = new TreeMap<>(PackShelf.load(tree, documents));
    String name = revision == null ? tree.name() : revision.commitId();
    DesiredState state =
        Expander.expand(name, documents, packs, new SealedKeyRing(opener, fingerprinter));
    return new Loaded(tree, revision, documents, packs, state);
  }

  static OpenedKeys open(SecretOpener opener, KeyEntry entry, SealPurpose use) {
    return opener.open(entry.source(), use, entry.place(), entry.path());
  }
}

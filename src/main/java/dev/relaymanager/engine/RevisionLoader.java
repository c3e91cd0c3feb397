package dev.relaymanager.engine;

import dev.relaymanager.desired.DesiredState;
import dev.relaymanager.desired.DocumentLoader;
import dev.relaymanager.desired.Documents;
import dev.relaymanager.desired.Expander;
import dev.relaymanager.desired.KeyNames;
import dev.relaymanager.desired.KeyRing;
import dev.relaymanager.desired.PackShelf;
import dev.relaymanager.desired.ParsedFiles;
import dev.relaymanager.desired.SealedKeyRing;
import dev.relaymanager.git.Revision;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.RemotePacks;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.SecretOpener;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tree: documents, packs, and the names of the keys; all of its problems are told at once.
 */
final class RevisionLoader {
  private RevisionLoader() {}

  static Loaded load(
      FileTree tree,
      @Nullable Revision revision,
      RemotePacks remotePacks,
      SecretOpener opener,
      Identity identity,
      Remembered remembered) {
    remembered.begin();
    Loaded loaded =
        read(tree, revision, remotePacks, opener, identity, remembered.files(), remembered.names());
    remembered.save();
    return loaded;
  }

  static Loaded read(
      FileTree tree,
      @Nullable Revision revision,
      RemotePacks remotePacks,
      SecretOpener opener,
      Identity identity,
      ParsedFiles files,
      KeyNames names) {
    Documents documents = DocumentLoader.load(tree, files);
    SortedMap<String, Pack> packs = new TreeMap<>(PackShelf.load(tree, documents, remotePacks));
    String name = revision == null ? tree.name() : revision.commitId();
    SealedKeyRing sealed = new SealedKeyRing(opener, identity.fingerprinter(), tree, names);
    List<Problem> problems = DeclaredSecrets.ofProbes(sealed, documents);
    DesiredState state;
    try {
      state = Expander.expand(name, documents, packs, ring(sealed), identity.installation().id());
    } catch (InvalidInputException faulty) {
      throw new InvalidInputException(
          Stream.concat(faulty.problems().stream(), problems.stream()).toList());
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new Loaded(tree, revision, documents, packs, state);
  }

  private static KeyRing ring(SealedKeyRing sealed) {
    return (wish, entry, use) ->
        DeclaredSecrets.placed(entry.place(), entry.path(), () -> sealed.open(wish, entry, use));
  }
}

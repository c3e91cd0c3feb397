package dev.relaymanager.engine;

import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.model.BatchOrigin;
import dev.relaymanager.model.RelayException;
import dev.relaymanager.store.StateStore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Knows which revisions hold the upstream keys of an import. */
final class KeySources {
  /** How many batches back a key is looked for. */
  private static final int BATCHES = 20;

  private final StateStore store;
  private final Workspace workspace;
  private final EngineListener listener;

  KeySources(StateStore store, Workspace workspace, EngineListener listener) {
    this.store = store;
    this.workspace = workspace;
    this.listener = listener;
  }

  /**
   * Keys of an import.
   *
   * @param before the batch that is taken back: what stood before it was declared by a revision
   *     that an earlier batch carried out; null to look through all batches
   * @param revisions where they are looked for first
   */
  KeyFinder of(String host, String importName, @Nullable String before, Loaded... revisions) {
    return new KeyFinder(
        Arrays.stream(revisions)
            .flatMap(revision -> declared(revision, host, importName).stream())
            .toList(),
        earlier(host, importName, before).iterator());
  }

  /** Read one by one, as they are asked for. */
  private Stream<ImportKeys> earlier(String host, String importName, @Nullable String before) {
    List<String> commits =
        store.batches().page(host, importName, before, BATCHES).stream()
            .flatMap(batch -> BatchOrigin.commit(batch.header().origin()).stream())
            .distinct()
            .toList();
    return commits.stream()
        .flatMap(commit -> read(commit).stream())
        .flatMap(revision -> declared(revision, host, importName).stream());
  }

  private synchronized Optional<Loaded> read(String commitId) {
    try {
      return workspace.known(commitId).map(workspace::read);
    } catch (RelayException unreadable) {
      listener.warning(
          "no upstream key can be taken from %s, which was applied earlier: %s"
              .formatted(commitId, unreadable.explanation()));
      return Optional.empty();
    }
  }

  private Optional<ImportKeys> declared(Loaded revision, String host, String importName) {
    Optional<DesiredImport> desired = revision.state().find(host, importName);
    return desired.map(
        wanted ->
            new ImportKeys(
                revision.documents(),
                revision.documents().providerImport(importName).orElseThrow(),
                wanted,
                workspace.opener(revision.tree())));
  }
}

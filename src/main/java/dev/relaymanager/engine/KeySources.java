package dev.relaymanager.engine;

import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.model.BatchOrigin;
import dev.relaymanager.model.RelayException;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.store.StateStore;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    Set<String> names = names(host, importName, revisions);
    return new KeyFinder(
        Arrays.stream(revisions).flatMap(revision -> declared(revision, host, names)).toList(),
        earlier(host, names, before).iterator(),
        probe -> probePassword(probe, revisions));
  }

  private Secret probePassword(ResourceKey probe, Loaded... revisions) {
    HostDocument host =
        Arrays.stream(revisions)
            .flatMap(revision -> revision.documents().host(probe.host()).stream())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no document of the host of " + probe));
    return probePassword(host, probe.importName());
  }

  /** The password of an import's probe user on a host. */
  Secret probePassword(HostDocument host, String importName) {
    return workspace
        .identity()
        .probePasswords()
        .of(Origin.of(host.baseUrl().toString()), importName);
  }

  /** How the import is called in one of the revisions or another. */
  private static Set<String> names(String host, String importName, Loaded... revisions) {
    Set<String> names = new LinkedHashSet<>(List.of(importName));
    for (Loaded revision : revisions) {
      for (DesiredImport declared : revision.state().imports()) {
        String former = declared.movedFrom();
        if (declared.host().equals(host) && former != null) {
          if (declared.name().equals(importName)) {
            names.add(former);
          } else if (former.equals(importName)) {
            names.add(declared.name());
          }
        }
      }
    }
    return names;
  }

  /** Read one by one, as they are asked for. */
  private Stream<ImportKeys> earlier(String host, Set<String> names, @Nullable String before) {
    List<String> origins =
        names.stream()
            .flatMap(name -> store.batches().page(host, name, before, BATCHES).stream())
            .map(batch -> batch.header().origin())
            .distinct()
            .toList();
    return origins.stream()
        .flatMap(origin -> read(origin).stream())
        .flatMap(revision -> declared(revision, host, names));
  }

  /** Empty for what has no revision, such as a plain folder, and what is known no more. */
  private synchronized Optional<Loaded> read(String origin) {
    try {
      return BatchOrigin.commit(origin)
          .flatMap(workspace::known)
          .or(() -> BatchOrigin.api(origin).flatMap(workspace::known))
          .map(workspace::read);
    } catch (RelayException unreadable) {
      listener.warning(
          "no upstream key can be taken from %s, which was applied earlier: %s"
              .formatted(BatchOrigin.shortened(origin), unreadable.explanation()));
      return Optional.empty();
    }
  }

  private Stream<ImportKeys> declared(Loaded revision, String host, Set<String> names) {
    return names.stream()
        .flatMap(name -> revision.state().find(host, name).stream())
        .map(
            wanted ->
                new ImportKeys(
                    revision.documents(),
                    revision.documents().providerImport(wanted.name()).orElseThrow(),
                    wanted,
                    workspace.opener(revision.tree())));
  }
}

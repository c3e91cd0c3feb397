package dev.relaymanager.engine;

import dev.relaymanager.declared.ApiDocuments;
import dev.relaymanager.declared.OverlayTree;
import dev.relaymanager.desired.DesiredState;
import dev.relaymanager.desired.Documents;
import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.git.Revision;
import dev.relaymanager.model.BatchOrigin;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.Pack;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A revision, read, checked and expanded.
 *
 * @param tree its files
 * @param revision the commit; null for a plain folder
 * @param documents as they were written
 * @param packs by the name of their document
 * @param state as it is worked on
 */
public record Loaded(
    FileTree tree,
    @Nullable Revision revision,
    Documents documents,
    SortedMap<String, Pack> packs,
    DesiredState state) {
  public Loaded {
    packs = Collections.unmodifiableSortedMap(new TreeMap<>(packs));
  }

  /** The pack of a document of this revision. */
  public Pack pack(String documentName) {
    return Objects.requireNonNull(packs.get(documentName), documentName);
  }

  /** Who owns an import over the API; empty when the repository does, or nobody. */
  public Optional<ApiDocuments.Import> apiOwner(String importName) {
    return documents
        .providerImport(importName)
        .filter(wish -> tree.givesWay(wish.places().file()))
        .flatMap(wish -> OverlayTree.owned(tree).owner(importName));
  }

  /**
   * What stands for the revision of an import: its commit, or the version of what came over the
   * API. Null for what a plain folder declares.
   */
  @Nullable String revisionOf(String importName) {
    return apiOwner(importName)
        .map(owner -> BatchOrigin.ofApi(owner.version(), null))
        .orElseGet(this::commitId);
  }

  /** The commit's full id; null for a plain folder. */
  public @Nullable String commitId() {
    return revision == null ? null : revision.commitId();
  }

  /**
   * A host's document.
   *
   * @throws InvalidInputException when there is none of that name
   */
  public HostDocument host(String name) {
    return documents
        .host(name)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    Problem.of(
                        "no-such-host",
                        "no Host document is called " + name,
                        "it is one of: "
                            + documents.hosts().stream()
                                .map(HostDocument::name)
                                .collect(Collectors.joining(", ")))));
  }

  /** {@code main@1a2b3c4}, or the folder. */
  public String name() {
    return tree.name();
  }
}

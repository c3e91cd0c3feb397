package dev.relaymanager.desired;

import java.util.List;
import java.util.Optional;

/**
 * All that a revision asks for, expanded: one import a host, every resource spelled out.
 *
 * @param revision what it was read from: a commit's id, or the name of a folder
 * @param imports in order of host and name
 */
public record DesiredState(String revision, List<DesiredImport> imports) {
  public DesiredState {
    imports = List.copyOf(imports);
  }

  /** What is asked for of an import on a host. */
  public Optional<DesiredImport> find(String host, String importName) {
    return imports.stream()
        .filter(one -> one.host().equals(host) && one.name().equals(importName))
        .findFirst();
  }
}

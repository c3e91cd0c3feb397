package dev.relaymanager.declared;

import dev.relaymanager.model.FileTree;
import java.util.List;
import java.util.Optional;

/** In the place of a repository where there is none: all there is came over the API. */
public final class EmptyTree implements FileTree {
  @Override
  public List<Entry> files() {
    return List.of();
  }

  @Override
  public List<String> strangers() {
    return List.of();
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) {
    return Optional.empty();
  }

  @Override
  public String name() {
    return "api";
  }
}

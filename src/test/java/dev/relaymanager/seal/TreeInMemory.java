package dev.relaymanager.seal;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A file tree that a test writes as it goes. */
public final class TreeInMemory implements FileTree {
  private final SortedMap<String, byte[]> contents = new TreeMap<>();
  private final List<String> strangers = new ArrayList<>();

  public TreeInMemory put(String path, byte[] bytes) {
    contents.put(path, bytes);
    return this;
  }

  public TreeInMemory put(String path, String text) {
    return put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  public TreeInMemory stranger(String path) {
    strangers.add(path);
    return this;
  }

  public void remove(String path) {
    contents.remove(path);
  }

  public SortedMap<String, byte[]> contents() {
    return contents;
  }

  @Override
  public List<Entry> files() {
    return contents.entrySet().stream()
        .map(
            file ->
                new Entry(
                    file.getKey(),
                    Integer.toHexString(Arrays.hashCode(file.getValue())),
                    file.getValue().length))
        .toList();
  }

  @Override
  public List<String> strangers() {
    return strangers;
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) {
    byte[] bytes = contents.get(path);
    if (bytes != null && bytes.length > maxBytes) {
      throw new EnvironmentException(path + " is larger than " + maxBytes);
    }
    return Optional.ofNullable(bytes);
  }

  @Override
  public String name() {
    return "test tree";
  }
}

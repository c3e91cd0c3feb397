package dev.relaymanager.cli;

import dev.relaymanager.model.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What shall be written in a working folder and what shall go, gathered before any of it is done.
 */
final class FolderChanges {
  private final SortedMap<Path, byte[]> writes = new TreeMap<>();
  private final SortedSet<Path> deletes = new TreeSet<>();

  void write(Path file, byte[] content) {
    writes.put(file, content);
    deletes.remove(file);
  }

  /** Unless it is written too. */
  void delete(Path file) {
    if (!writes.containsKey(file)) {
      deletes.add(file);
    }
  }

  /** Whether the folder is so already. */
  boolean isNothing() {
    try {
      for (Map.Entry<Path, byte[]> write : writes.entrySet()) {
        if (!isSame(write.getKey(), write.getValue())) {
          return false;
        }
      }
      return deletes.stream().noneMatch(Files::exists);
    } catch (IOException failed) {
      throw new EnvironmentException("the working folder cannot be read: " + failed, failed);
    }
  }

  private static boolean isSame(Path file, byte[] content) throws IOException {
    return Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content);
  }

  /** The first file that would be written over with other content; empty when there is none. */
  Optional<Path> overwritten() {
    try {
      for (Map.Entry<Path, byte[]> write : writes.entrySet()) {
        if (Files.exists(write.getKey()) && !isSame(write.getKey(), write.getValue())) {
          return Optional.of(write.getKey());
        }
      }
      return Optional.empty();
    } catch (IOException failed) {
      throw new EnvironmentException("the working folder cannot be read: " + failed, failed);
    }
  }

  void carryOut() {
    try {
      for (Path file : deletes) {
        Files.delete(file);
      }
      for (Map.Entry<Path, byte[]> write : writes.entrySet()) {
        Files.createDirectories(Objects.requireNonNull(write.getKey().getParent()));
        Files.write(write.getKey(), write.getValue());
      }
    } catch (IOException failed) {
      throw new EnvironmentException(
          "not everything was written: " + failed + "; git status shows how far it came", failed);
    }
  }
}

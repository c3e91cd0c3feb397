package dev.relaymanager.desired;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.pack.RemotePacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A tree of files in memory, in which a test says what a revision holds. */
final class MemoryTree implements FileTree {
  /** For trees that hold all their packs. */
  static final RemotePacks NO_OTHER_PACKS =
      (source, digest) -> {
        throw new AssertionError("asked for " + source);
      };

  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final List<String> strangers = new ArrayList<>();

  static MemoryTree of(String path, String text) {
    return new MemoryTree().with(path, text);
  }

  /** All files below a folder on disk. */
  static MemoryTree ofFolder(Path folder) {
    MemoryTree tree = new MemoryTree();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        tree.with(folder.relativize(path).toString(), Files.readAllBytes(path));
      }
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    return tree;
  }

  MemoryTree with(String path, String text) {
    return with(path, text.getBytes(StandardCharsets.UTF_8));
  }

  MemoryTree with(String path, byte[] bytes) {
    files.put(path, bytes);
    return this;
  }

  MemoryTree withStranger(String path) {
    strangers.add(path);
    return this;
  }

  @Override
  public List<Entry> files() {
    return files.entrySet().stream()
        .map(file -> new Entry(file.getKey(), id(file.getValue()), file.getValue().length))
        .toList();
  }

  @Override
  public List<String> strangers() {
    return List.copyOf(strangers);
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) {
    byte[] bytes = files.get(path);
    if (bytes != null && bytes.length > maxBytes) {
      throw new EnvironmentException(path + " is too large");
    }
    return Optional.ofNullable(bytes).map(byte[]::clone);
  }

  @Override
  public String name() {
    return "main@1a2b3c4";
  }

  private static String id(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException(fault);
    }
  }
}

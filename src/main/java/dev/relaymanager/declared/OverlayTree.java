package dev.relaymanager.declared;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A repository's files together with those that the API owns. Where both have a file, and where
 * both declare a document of one name, the repository's counts: it owns what it declares.
 */
public final class OverlayTree implements FileTree {
  private final FileTree repository;
  private final ApiDocuments documents;
  private final SortedMap<String, Entry> files = new TreeMap<>();
  private final SortedMap<String, Entry> own = new TreeMap<>();

  private OverlayTree(FileTree repository, ApiDocuments documents) {
    this.repository = repository;
    this.documents = documents;
    documents
        .files()
        .forEach((path, bytes) -> own.put(path, new Entry(path, blobId(bytes), bytes.length)));
    repository.files().forEach(file -> own.remove(file.path()));
    repository.files().forEach(file -> files.put(file.path(), file));
    files.putAll(own);
  }

  /** Both; the repository's alone when the API owns nothing. */
  public static FileTree of(FileTree repository, ApiDocuments documents) {
    FileTree below = repository instanceof OverlayTree overlay ? overlay.repository : repository;
    return documents.files().isEmpty() ? below : new OverlayTree(below, documents);
  }

  /** What the API owns in a tree. */
  public static ApiDocuments owned(FileTree tree) {
    return tree instanceof OverlayTree overlay ? overlay.documents : ApiDocuments.none();
  }

  @Override
  public List<Entry> files() {
    return List.copyOf(files.values());
  }

  @Override
  public List<String> strangers() {
    return repository.strangers();
  }

  @Override
  public boolean givesWay(String path) {
    return own.containsKey(path);
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) {
    Entry entry = own.get(path);
    if (entry == null) {
      return repository.read(path, maxBytes);
    }
    if (entry.size() > maxBytes) {
      throw new EnvironmentException(
          "%s, which came over the API, has %d bytes, and at most %d are read"
              .formatted(path, entry.size(), maxBytes));
    }
    return Optional.ofNullable(documents.files().get(path)).map(byte[]::clone);
  }

  @Override
  public String name() {
    return repository.name();
  }

  @Override
  public String toString() {
    return name();
  }

  private static String blobId(byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this Java lacks SHA-1", missing);
    }
  }
}

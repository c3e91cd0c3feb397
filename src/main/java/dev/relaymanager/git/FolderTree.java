package dev.relaymanager.git;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/**
 * The files of a plain folder, as Git would see them if everything in it were committed now: what
 * {@code .gitignore} files name and what is called {@code .git} is left out, a folder with a {@code
 * .git} of its own is a stranger as a submodule is. No symbolic link is followed.
 *
 * <p>The listing is taken once. Thread-safe.
 */
public final class FolderTree implements FileTree {
  private final Path root;
  private final SortedMap<String, Entry> files;
  private final List<String> strangers;

  private FolderTree(Path root, FolderListing listing) {
    this.root = root;
    this.files = listing.files();
    this.strangers = listing.strangers();
  }

  /**
   * Lists a folder and works out Git's blob id of every file, so that caches by blob id serve
   * folders and revisions alike.
   *
   * @throws EnvironmentException when it is no folder, or something in it cannot be read
   */
  public static FolderTree of(Path folder) {
    Isolation.enforce();
    if (!Files.isDirectory(folder)) {
      throw new EnvironmentException("there is no folder " + folder);
    }
    try {
      Path root = folder.toRealPath();
      return new FolderTree(root, FolderListing.of(root));
    } catch (IOException failure) {
      throw new EnvironmentException(
          "cannot read the folder " + folder + ": " + failure.getMessage(), failure);
    }
  }

  @Override
  public List<Entry> files() {
    return List.copyOf(files.values());
  }

  @Override
  public List<String> strangers() {
    return strangers;
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) {
    Entry entry = files.get(path);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.size() > maxBytes) {
      throw TooLarge.file(path, name(), entry.size(), maxBytes);
    }
    byte[] content;
    try (InputStream in = Files.newInputStream(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
      content = in.readNBytes(Math.toIntExact(entry.size()) + 1);
    } catch (IOException failure) {
      throw new EnvironmentException(
          "cannot read " + path + " in " + name() + ": " + failure.getMessage(), failure);
    }
    // Whoever caches by blob id must never get other bytes under it.
    if (!blobId(content).equals(entry.blobId())) {
      throw new EnvironmentException(
          path + " in " + name() + " changed while it was read: run again");
    }
    return Optional.of(content);
  }

  @Override
  public String name() {
    return root.toString();
  }

  @Override
  public String toString() {
    return name();
  }

  private static String blobId(byte[] content) {
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      return formatter
          .idFor(Constants.OBJ_BLOB, content.length, new ByteArrayInputStream(content))
          .name();
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory failed", impossible);
    }
  }
}

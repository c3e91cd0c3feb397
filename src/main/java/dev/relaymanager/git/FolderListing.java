package dev.relaymanager.git;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;

/** Walks a folder once, the way Git would. */
final class FolderListing extends SimpleFileVisitor<Path> {
  /** The rules of one {@code .gitignore}, and the folder they count from. */
  private record Ignore(Path folder, IgnoreNode rules) {}

  private final Path root;
  private final SortedMap<String, FileTree.Entry> files = new TreeMap<>();
  private final List<String> strangers = new ArrayList<>();

  /** One for each folder on the way down, the innermost first. */
  private final Deque<Ignore> ignores = new ArrayDeque<>();

  private int seen;

  private FolderListing(Path root) {
    this.root = root;
  }

  static FolderListing of(Path root) throws IOException {
    FolderListing listing = new FolderListing(root);
    Files.walkFileTree(root, listing);
    listing.strangers.sort(null);
    return listing;
  }

  SortedMap<String, FileTree.Entry> files() {
    return Collections.unmodifiableSortedMap(files);
  }

  List<String> strangers() {
    return List.copyOf(strangers);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
      throws IOException {
    if (!directory.equals(root)) {
      if (isDotGit(directory) || isIgnored(directory, true)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      byte[] raw = rawPath(directory);
      boolean repositoryOfItsOwn =
          Files.exists(directory.resolve(".git"), LinkOption.NOFOLLOW_LINKS);
      if (repositoryOfItsOwn || TreePath.plain(raw).isEmpty()) {
        strangers.add(TreePath.show(raw));
        return FileVisitResult.SKIP_SUBTREE;
      }
    }
    ignores.push(new Ignore(directory, ignoreRules(directory)));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
      throws IOException {
    ignores.pop();
    return super.postVisitDirectory(directory, failure);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (isDotGit(file) || isIgnored(file, false)) {
      return FileVisitResult.CONTINUE;
    }
    if (++seen > RevisionTree.MAX_FILES) {
      throw new EnvironmentException(
          root + " has more than " + RevisionTree.MAX_FILES + " files: that is no desired state");
    }
    byte[] raw = rawPath(file);
    Optional<String> path = TreePath.plain(raw);
    if (!attributes.isRegularFile() || path.isEmpty()) {
      strangers.add(TreePath.show(raw));
    } else {
      files.put(path.get(), entry(path.get(), file, attributes.size()));
    }
    return FileVisitResult.CONTINUE;
  }

  private static FileTree.Entry entry(String path, Path file, long size) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      String blobId = formatter.idFor(Constants.OBJ_BLOB, size, in).name();
      return new FileTree.Entry(path, blobId, size);
    } catch (EOFException shrunk) {
      throw new EnvironmentException(file + " changed while it was read: run again", shrunk);
    }
  }

  private boolean isIgnored(Path path, boolean directory) {
    for (Ignore ignore : ignores) {
      Boolean ignored =
          ignore.rules().checkIgnored(slashes(ignore.folder().relativize(path)), directory);
      if (ignored != null) {
        return ignored;
      }
    }
    return false;
  }

  private static IgnoreNode ignoreRules(Path directory) throws IOException {
    IgnoreNode rules = new IgnoreNode();
    Path file = directory.resolve(Constants.DOT_GIT_IGNORE);
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        rules.parse(file.toString(), in);
      }
    }
    return rules;
  }

  private static boolean isDotGit(Path path) {
    return String.valueOf(path.getFileName()).equals(Constants.DOT_GIT);
  }

  private static String slashes(Path relative) {
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }

  /**
   * The bytes of a path as the disk has them. Under a locale without UTF-8 Java's own text of a
   * path loses them; its URI does not.
   */
  private byte[] rawPath(Path path) {
    String relative = slashes(root.relativize(path));
    if (relative.chars().allMatch(character -> character >= 0x20 && character < 0x7f)) {
      return relative.getBytes(StandardCharsets.US_ASCII);
    }
    String base = root.toUri().getRawPath();
    String whole = path.toUri().getRawPath();
    String below = whole.substring(base.length()).replaceAll("/$", "").replace("+", "%2B");
    return URLDecoder.decode(below, StandardCharsets.ISO_8859_1)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}

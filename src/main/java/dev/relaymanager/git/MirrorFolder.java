package dev.relaymanager.git;

import dev.relaymanager.git.GitException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/** The mirror as a folder on disk: made, opened, and cleared of what a killed process left. */
final class MirrorFolder {
  private static final String SECTION = "relay";
  private static final String SOURCE = "source";

  /** Whoever holds {@link MirrorLock} is alone, so an older lock file has lost its owner. */
  private static final Duration ABANDONED = Duration.ofMinutes(1);

  private MirrorFolder() {}

  /** Opens the mirror, and makes it first when there is none. The caller holds the lock. */
  static Repository open(Path folder, RepositoryAddress address) {
    try {
      if (!Files.exists(folder)) {
        create(folder, address);
      }
      if (!RepositoryCache.FileKey.isGitRepository(folder.toFile(), FS.DETECTED)) {
        throw Failures.damaged(folder, "it is no Git repository", null);
      }
      removeAbandonedLocks(folder);
      Repository repository = build(folder);
      requireSource(repository, folder, address);
      return repository;
    } catch (IOException failure) {
      throw Failures.local(failure, folder);
    } catch (IllegalArgumentException invalidConfiguration) {
      throw Failures.damaged(
          folder, String.valueOf(invalidConfiguration.getMessage()), invalidConfiguration);
    }
  }

  private static Repository build(Path folder) throws IOException {
    return new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
  }

  /** Made beside its place and moved there when whole, so that half a mirror is never seen. */
  private static void create(Path folder, RepositoryAddress address) throws IOException {
    Path draft = folder.resolveSibling(folder.getFileName() + ".draft");
    if (Files.exists(draft)) {
      delete(draft);
    }
    try (Repository repository = build(draft)) {
      repository.create(true);
      StoredConfig config = repository.getConfig();
      config.setString(SECTION, null, SOURCE, address.toString());
      config.setString("core", null, "hooksPath", folder.resolve("no-hooks").toString());
      config.setBoolean("core", null, "logAllRefUpdates", false);
      // A background collection would outlive the lock.
      config.setBoolean("gc", null, "autoDetach", false);
      // Nobody writes packs beside us; kept for an hour, old ones would set off every collection.
      config.setString("gc", null, "prunePackExpire", "now");
      // A redirect could lead a token, or the desired state, to another server.
      config.setBoolean("http", null, "followRedirects", false);
      config.save();
    }
    Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void requireSource(Repository repository, Path folder, RepositoryAddress wanted) {
    String source = repository.getConfig().getString(SECTION, null, SOURCE);
    if (wanted.toString().equals(source)) {
      return;
    }
    repository.close();
    if (source == null) {
      throw Failures.damaged(folder, "it does not say what it is a mirror of", null);
    }
    throw new GitException(
        Kind.ANOTHER_REPOSITORY,
        "the state folder belongs to the repository " + source + ", not to " + wanted,
        "use another --state folder, or, when the same repository moved, delete " + folder);
  }

  /** Removes lock files that a killed process left; Git itself would wait for them for ever. */
  static void removeAbandonedLocks(Path folder) throws IOException {
    Instant limit = Instant.now().minus(ABANDONED);
    for (Path start : List.of(folder, folder.resolve("refs"))) {
      int depth = start.equals(folder) ? 1 : Integer.MAX_VALUE;
      try (Stream<Path> found =
          Files.find(
              start,
              depth,
              (path, attributes) ->
                  attributes.isRegularFile()
                      && String.valueOf(path.getFileName()).endsWith(".lock")
                      && attributes.lastModifiedTime().toInstant().isBefore(limit))) {
        for (Path lock : found.toList()) {
          Files.deleteIfExists(lock);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

package dev.relaymanager.packsource;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.PackLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Packs as zips, named by their digest. What is in it is checked at each reading, so that nothing
 * in it has to be believed; whoever deletes it loses a download and nothing else.
 */
final class PackCache {
  private final Path folder;

  PackCache(Path folder) {
    this.folder = folder;
  }

  /** Empty when it was never kept, or is damaged. */
  Optional<Pack> find(String digest) {
    Path file = file(digest);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > PackLoader.MAX_ZIP_BYTES) {
        return Optional.empty();
      }
      return Optional.of(PackLoader.load(Files.readAllBytes(file), file.toString()))
          .filter(pack -> pack.digest().equals(digest));
    } catch (InvalidInputException damaged) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new EnvironmentException(file + " cannot be read: " + unreadable, unreadable);
    }
  }

  /** Keeps a pack; whoever reads at the same time sees all of it, or what was there before. */
  void keep(String digest, byte[] zip) {
    try {
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, "draft", ".zip");
      try {
        Files.write(draft, zip);
        Files.move(draft, file(digest), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException unwritable) {
      throw new EnvironmentException(folder + " cannot be written: " + unwritable, unwritable);
    }
  }

  private Path file(String digest) {
    return folder.resolve(digest.replace(':', '-') + ".zip");
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.desired.DocumentLoader;
import dev.relaymanager.desired.Documents;
import dev.relaymanager.desired.PackShelf;
import dev.relaymanager.git.FolderTree;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.BundledPack;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.PackLoader;
import dev.relaymanager.pack.PackSource;
import dev.relaymanager.pack.RemotePacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds packs by what a person typed. */
final class PackFinder {
  /** The pack that relayctl brings along. */
  static final String BUNDLED = "openai-cn-pack";

  /** What a Pack document can be called, as schemas/pack-source.schema.json has it. */
  static final Pattern DOCUMENT = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

  private final Path folder;
  private final RemotePacks remote;

  PackFinder(Path folder, RemotePacks remote) {
    this.folder = folder;
    this.remote = remote;
  }

  /**
   * A pack, its faults told.
   *
   * @param text an address, a path, the name of a {@code Pack} document of the working folder, or
   *     null for the pack that relayctl brings along
   */
  Pack find(@Nullable String text) {
    if (text == null) {
      return PackLoader.load(BundledPack.zip(BUNDLED), BUNDLED);
    }
    return switch (PackSource.parse(text)) {
      case PackSource.Remote remote -> fetch(remote);
      case PackSource.AtPath local ->
          Files.exists(Path.of(local.path()))
              ? at(Path.of(local.path()))
              : named(text).orElseThrow(() -> missing(text));
    };
  }

  Pack fetch(PackSource.Remote source) {
    return remote.fetch(source, null);
  }

  /** A folder, or a zip. */
  static Pack at(Path path) {
    return Files.isRegularFile(path)
        ? PackLoader.load(zip(path), path.toString())
        : PackLoader.load(FolderTree.of(path), "");
  }

  /** The bytes of a zip, or those of a zip of a folder. */
  static byte[] zip(Path path) {
    if (!Files.isRegularFile(path)) {
      return PackLoader.zip(FolderTree.of(path), "");
    }
    try {
      if (Files.size(path) > PackLoader.MAX_ZIP_BYTES) {
        throw new InvalidInputException(
            Problem.of(
                "pack-too-large",
                path + " has " + Files.size(path) + " bytes",
                "a zip of a pack has at most " + PackLoader.MAX_ZIP_BYTES));
      }
      return Files.readAllBytes(path);
    } catch (IOException failed) {
      throw new EnvironmentException(path + " cannot be read: " + failed, failed);
    }
  }

  /** All packs of the working folder, by the name of their document. */
  Map<String, Pack> all(FileTree tree, Documents documents) {
    return PackShelf.load(tree, documents, remote);
  }

  private Optional<Pack> named(String name) {
    if (!DOCUMENT.matcher(name).matches()) {
      return Optional.empty();
    }
    FileTree tree = FolderTree.of(folder);
    return DocumentLoader.draft(tree)
        .pack(name)
        .map(document -> PackShelf.load(tree, document, remote));
  }

  private InvalidInputException missing(String text) {
    return new InvalidInputException(
        Problem.of(
            "no-such-pack",
            "there is neither a file or folder nor a Pack document " + text + " below " + folder,
            "give a path, an https:// or git+https:// address, or the name of a"
                + " Pack document"));
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.desired.SealTarget;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import dev.relaymanager.seal.SecretSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A sealed value where it stands in a working folder: a file, or a text in a document. */
final class SealedText {
  private final Path folder;
  private final SealTarget target;

  SealedText(Path folder, SealTarget target) {
    this.folder = folder;
    this.target = target;
  }

  /** What to call it in a problem. */
  Place place() {
    return target.source() instanceof SecretSource.SealedFile file
        ? Place.file(file.path())
        : target.place();
  }

  /**
   * The age file.
   *
   * @throws InvalidInputException when the file is not there
   */
  byte[] read() {
    if (target.source() instanceof SecretSource.SealedInline inline) {
      return inline.text().getBytes(StandardCharsets.UTF_8);
    }
    Path file = file();
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException missing) {
      throw new InvalidInputException(
          Problem.at(
              target.place(),
              "",
              "sealed-file-missing",
              "there is no file " + target + " below " + folder,
              "seal the key: relayctl seal " + target));
    } catch (IOException failed) {
      throw new EnvironmentException(file + " cannot be read: " + failed, failed);
    }
  }

  /** Puts another age file in its place, whole or not at all. */
  void write(String sealed) {
    if (target.source() instanceof SecretSource.SealedInline inline) {
      replaceIn(folder.resolve(target.place().file()), inline.text(), sealed);
    } else {
      replace(file(), sealed);
    }
  }

  private Path file() {
    return folder.resolve(target.toString());
  }

  /** The text keeps its indentation in the document, and the rest of the document its form. */
  private void replaceIn(Path document, String before, String after) {
    List<String> lines;
    try {
      lines = new ArrayList<>(List.of(Files.readString(document).split("\n", -1)));
    } catch (IOException failed) {
      throw new EnvironmentException(document + " cannot be read: " + failed, failed);
    }
    List<String> old = before.strip().lines().map(String::strip).toList();
    List<String> stripped = lines.stream().map(String::strip).toList();
    int at = Collections.indexOfSubList(stripped, old);
    if (at < 0) {
      throw new InvalidInputException(
          Problem.at(
              target.place(),
              "",
              "sealed-text-not-a-block",
              "the sealed text does not stand line by line in the document",
              "write it as a block (sealedInline: |), or put it into a file"));
    }
    String first = lines.get(at);
    String indent = first.substring(0, first.length() - first.stripLeading().length());
    lines.subList(at, at + old.size()).clear();
    lines.addAll(at, after.strip().lines().map(line -> indent + line).toList());
    replace(document, String.join("\n", lines));
  }

  private static void replace(Path file, String content) {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(aside, content);
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new EnvironmentException(file + " cannot be written: " + failed, failed);
    }
  }
}

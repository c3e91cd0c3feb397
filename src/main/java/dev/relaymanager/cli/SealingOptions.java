package dev.relaymanager.cli;

import dev.relaymanager.desired.DocumentLoader;
import dev.relaymanager.desired.Documents;
import dev.relaymanager.desired.Expander;
import dev.relaymanager.desired.PackShelf;
import dev.relaymanager.desired.SealTarget;
import dev.relaymanager.desired.SealTargets;
import dev.relaymanager.git.FolderTree;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.KeyLines;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.Recipient;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands that seal have in common: the working folder, and who shall be able to open. */
final class SealingOptions {
  @Mixin private FolderOptions working = new FolderOptions();

  @Option(
      names = "--recipient",
      paramLabel = "AGE1…",
      description = {
        "Who may open it, repeatable; default: the recipients that the Host documents name,",
        "else that of --identity."
      })
  private List<String> recipients = List.of();

  @Option(
      names = "--identity",
      paramLabel = "FILE",
      defaultValue = "${env:RELAY_IDENTITY}",
      description = "age identity that opens what is sealed (RELAY_IDENTITY).")
  private @Nullable Path identity;

  Path folder() {
    return working.folder();
  }

  Identity identity() {
    if (identity == null) {
      throw new InvalidInputException(
          Problem.of(
              "no-identity",
              "no identity is given to open what is sealed",
              "give the identity file with --identity or RELAY_IDENTITY"));
    }
    return Identity.read(identity);
  }

  /** Everything that documents declare as sealed. */
  List<SealTarget> targets() {
    FileTree tree = FolderTree.of(folder());
    Documents documents = DocumentLoader.draft(tree);
    Map<String, Pack> packs = PackShelf.load(tree, documents, working.remotePacks());
    Expander.check(documents, packs);
    return SealTargets.all(documents, packs);
  }

  /**
   * One file.
   *
   * @param file as documents name it
   */
  SealTarget target(String file) {
    return targets().stream()
        .filter(target -> target.isFile(file))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    Problem.of(
                        "not-named",
                        "no document below " + folder() + " names " + file,
                        "write 'sealed: " + file + "' where the key belongs, then seal it")));
  }

  /** Some files, or all that is sealed when none is named. */
  List<SealTarget> targets(List<String> files) {
    return files.isEmpty() ? targets() : files.stream().map(this::target).toList();
  }

  /** Who shall be able to open it. */
  List<Recipient> recipients(SealTarget target) {
    List<Recipient> to = new ArrayList<>();
    recipients.forEach(text -> to.add(new Recipient(text)));
    if (to.isEmpty()) {
      to.addAll(target.recipients());
    }
    if (to.isEmpty() && identity != null) {
      to.addAll(Identity.read(identity).recipients());
    }
    if (to.isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              "no-recipient",
              "nobody is named who may open it",
              "say --recipient age1…, or --identity FILE (RELAY_IDENTITY), or name recipients in"
                  + " the Host document"));
    }
    return to;
  }

  /** Keys from stdin, one a line, or from a prompt that does not show them. */
  static OpenedKeys read() {
    byte[] typed;
    Optional<char[]> hidden = Terminal.password("Key (not shown): ");
    if (hidden.isPresent()) {
      typed = StandardCharsets.UTF_8.encode(CharBuffer.wrap(hidden.get())).array();
      Arrays.fill(hidden.get(), ' ');
    } else {
      try {
        typed = System.in.readAllBytes();
      } catch (IOException failed) {
        throw new EnvironmentException("stdin cannot be read: " + failed, failed);
      }
    }
    try {
      return KeyLines.parse(typed, Place.file("stdin"));
    } finally {
      Arrays.fill(typed, (byte) 0);
    }
  }
}

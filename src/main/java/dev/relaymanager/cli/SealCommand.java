package dev.relaymanager.cli;

import dev.relaymanager.desired.DocumentLoader;
import dev.relaymanager.desired.Documents;
import dev.relaymanager.desired.PackShelf;
import dev.relaymanager.desired.SealTargets;
import dev.relaymanager.git.FolderTree;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.KeyLines;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.Recipient;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Sealer;
import dev.relaymanager.seal.Secret;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "seal",
    mixinStandardHelpOptions = true,
    description = {
      "Seals a key, or many, one a line, for the document that names the file.",
      "The documents say what the key is for, and that is sealed in with it: under another name,",
      "or sent to another address, it does not open. Keys come from stdin or a prompt, never from",
      "an argument."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl seal keys/deepseek-team-a.age < key.txt",
      "  relayctl seal --folder my-relay keys/prod-admin.age --recipient age1… --recipient age1…"
    })
final class SealCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description = "The sealed file, as the documents name it (keys/deepseek-team-a.age).")
  private String file = "";

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The repository's working folder (default: here).")
  private Path folder = Path.of(".");

  @Option(
      names = "--recipient",
      paramLabel = "AGE1…",
      description = "Who may open it; default: the recipient of --identity. Repeatable.")
  private List<String> recipients = List.of();

  @Option(
      names = "--identity",
      paramLabel = "FILE",
      defaultValue = "${env:RELAY_IDENTITY}",
      description = "age identity whose recipient is sealed to (RELAY_IDENTITY).")
  private @Nullable Path identity;

  @Override
  public Integer call() {
    FileTree tree = FolderTree.of(folder);
    Documents documents = DocumentLoader.draft(tree);
    SealPurpose purpose =
        SealTargets.of(documents, PackShelf.load(tree, documents), file)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        Problem.of(
                            "not-named",
                            "no document below " + folder + " names " + file,
                            "write 'sealed: " + file + "' where the key belongs, then seal it")));
    List<Recipient> to = recipients();
    OpenedKeys keys = read();
    try {
      write(Sealer.seal(keys.keys(), purpose, to));
    } finally {
      keys.keys().forEach(Secret::close);
    }
    System.err.println(
        "sealed " + keys.keys().size() + " key(s) into " + file + ", for " + purpose);
    keys.warnings().forEach(warning -> System.err.println("warning: " + warning));
    return 0;
  }

  private List<Recipient> recipients() {
    List<Recipient> to = new ArrayList<>();
    recipients.forEach(text -> to.add(new Recipient(text)));
    if (to.isEmpty() && identity != null) {
      to.addAll(Identity.read(identity).recipients());
    }
    if (to.isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              "no-recipient",
              "nobody is named who may open it",
              "say --recipient age1…, or --identity FILE (RELAY_IDENTITY)"));
    }
    return to;
  }

  private OpenedKeys read() {
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

  private void write(String sealed) {
    Path target = folder.resolve(file);
    try {
      Path parent = target.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(target, sealed);
    } catch (IOException failed) {
      throw new EnvironmentException(target + " cannot be written: " + failed, failed);
    }
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.desired.DocumentLoader;
import dev.relaymanager.desired.Documents;
import dev.relaymanager.desired.Expander;
import dev.relaymanager.desired.ImportDocument;
import dev.relaymanager.desired.PackDocument;
import dev.relaymanager.git.FolderTree;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.BundledPack;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.PackChange;
import dev.relaymanager.pack.PackLoader;
import dev.relaymanager.pack.PackSource;
import dev.relaymanager.report.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    description = {
      "Puts a pack into a repository's working folder, or another version in its place, and tells",
      "what changes. The Pack document is written with the version and the digest. Commit it, and",
      "relayctl plan shows what it means for the hosts."
    },
    footer = {
      "",
      "A folder or zip from outside the working folder is copied to packs/NAME. A pack behind an",
      "address stays there and is fetched when it is needed: its digest says which one.",
      "",
      "Examples:",
      "  relayctl pack install                        the pack that this relayctl brings along",
      "  relayctl pack install ../packs/cn --dry-run  what another version would change",
      "  relayctl pack install https://packs.example.com/cn-1.4.0.zip",
      "  relayctl pack install git+https://git.example.com/packs.git//cn?ref=v1.4.0 --as cn-next"
    })
final class PackInstallCommand implements Callable<Integer> {
  @Mixin private FolderOptions working = new FolderOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "SOURCE",
      description = "Folder, zip or address (default: the pack that relayctl brings along).")
  private @Nullable String source;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = {
        "Name of the Pack document (default: the pack's id). With another name, two versions stand",
        "side by side."
      })
  private @Nullable String name;

  @Option(names = "--dry-run", description = "Only tell what would change.")
  private boolean dryRun;

  private final FolderChanges changes = new FolderChanges();

  @Override
  public Integer call() {
    FileTree tree = FolderTree.of(working.folder());
    Documents documents = DocumentLoader.draft(tree);
    Map<String, Pack> all = working.finder().all(tree, documents);
    Pack pack = read();
    String called = name == null ? pack.id() : name;
    checkName(called, pack, all);
    PackDocument present = documents.pack(called).orElse(null);
    Pack before = all.get(called);
    String written = prepareFiles(called, present);
    prepareDocument(called, present, written, pack);
    boolean same = changes.isNothing();
    if (!dryRun && !same) {
      changes.carryOut();
    }
    all.put(called, pack);
    say(called, documents, before, pack, same, unfit(documents, all));
    return 0;
  }

  private static void checkName(String called, Pack pack, Map<String, Pack> all) {
    if (!PackFinder.DOCUMENT.matcher(called).matches()) {
      throw new InvalidInputException(
          Problem.of(
              "bad-name",
              "no Pack document can have this name",
              "use lower-case letters, digits, dots and dashes, at most 63, a letter or digit at"
                  + " both ends"));
    }
    all.forEach(
        (other, present) -> {
          if (!other.equals(called) && pack.clashesWith(present)) {
            throw new InvalidInputException(
                Problem.of(
                    "pack-clash",
                    "%s %s is already the pack of the document %s, with other contents"
                        .formatted(pack.id(), pack.version(), other),
                    "give the changed pack a version of its own; nothing was written"));
          }
        });
  }

  /** What imports want and the packs do not offer, now that one is another. */
  private static List<Problem> unfit(Documents documents, Map<String, Pack> packs) {
    try {
      Expander.check(documents, packs);
      return List.of();
    } catch (InvalidInputException unfit) {
      return unfit.problems();
    }
  }

  private @Nullable PackSource from() {
    return source == null ? null : PackSource.parse(source);
  }

  private Pack read() {
    return switch (from()) {
      case null -> working.finder().find(null);
      case PackSource.Remote remote -> working.finder().fetch(remote);
      case PackSource.AtPath local -> PackFinder.at(Path.of(local.path()));
    };
  }

  /** Notes the files to be copied; returns the source as the document shall name it. */
  private String prepareFiles(String called, @Nullable PackDocument present) {
    return switch (from()) {
      case null -> copy(called, present, BundledPack.zip(PackFinder.BUNDLED));
      case PackSource.Remote remote -> remote.toString();
      case PackSource.AtPath local ->
          inside(Path.of(local.path()))
              .orElseGet(() -> copy(called, present, PackFinder.zip(Path.of(local.path()))));
    };
  }

  /** A path inside the working folder, from its top. */
  private Optional<String> inside(Path path) {
    try {
      Path top = working.folder().toRealPath();
      Path real = path.toRealPath();
      return real.startsWith(top) && !real.equals(top)
          ? Optional.of(top.relativize(real).toString().replace('\\', '/'))
          : Optional.empty();
    } catch (IOException failed) {
      throw new EnvironmentException(path + " cannot be found: " + failed, failed);
    }
  }

  /** In the place of what the document names, when that is a folder here; else in a new one. */
  private String copy(String called, @Nullable PackDocument present, byte[] zip) {
    String target = "packs/" + called;
    if (present != null && present.source() instanceof PackSource.AtPath here) {
      Path folder = working.folder().resolve(here.path());
      if (Files.isRegularFile(folder)) {
        changes.write(folder, zip);
        return here.path();
      }
      target = here.path();
      // Loaded before, so all files below it are the pack's.
      FolderTree.of(folder).files().forEach(file -> changes.delete(folder.resolve(file.path())));
    } else {
      requireFree(working.folder().resolve(target));
    }
    Path folder = working.folder().resolve(target);
    PackLoader.unzip(zip, called)
        .forEach((path, bytes) -> changes.write(folder.resolve(path), bytes));
    return target;
  }

  private void prepareDocument(
      String called, @Nullable PackDocument present, String written, Pack pack) {
    Path file;
    String text;
    if (present == null) {
      file = working.folder().resolve("packs").resolve(called + ".yaml");
      requireFree(file);
      text = PackDocumentFile.fresh(called, written, pack);
    } else {
      file = working.folder().resolve(present.places().file());
      try {
        text = new PackDocumentFile(present, Files.readString(file)).with(written, pack);
      } catch (IOException failed) {
        throw new EnvironmentException(file + " cannot be read: " + failed, failed);
      }
    }
    changes.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void requireFree(Path path) {
    if (Files.exists(path)) {
      throw new InvalidInputException(
          Problem.of(
              "exists-already",
              path + " is there already, and no Pack document of that name",
              "give another name with --as, or move it away; nothing was written"));
    }
  }

  private void say(
      String called,
      Documents documents,
      @Nullable Pack before,
      Pack pack,
      boolean same,
      List<Problem> unfit) {
    List<PackChange> differences = before == null ? List.of() : PackChange.between(before, pack);
    List<String> imports =
        documents.imports().stream()
            .filter(wish -> wish.pack().equals(called))
            .map(ImportDocument::name)
            .toList();
    if (output.json()) {
      ObjectNode node = Json.object();
      node.put("name", called)
          .put("pack_id", pack.id())
          .put("version", pack.version())
          .put("previous_version", before == null ? null : before.version())
          .put("digest", pack.digest())
          .put("written", !dryRun && !same);
      node.set("changes", PackChangesText.json(differences));
      ArrayNode users = node.putArray("imports");
      imports.forEach(users::add);
      ArrayNode problems = node.putArray("problems");
      unfit.forEach(problem -> problems.add(problem.toString()));
      output.print(node);
      return;
    }
    StringBuilder text = new StringBuilder(called).append("  ").append(pack.id()).append(' ');
    if (before == null) {
      text.append(pack.version()).append("  new here, ").append(count(pack.providers().size()));
    } else if (differences.isEmpty()) {
      text.append(pack.version()).append("  says what it said");
    } else {
      text.append(before.version()).append(" → ").append(pack.version());
    }
    text.append('\n').append(PackChangesText.text(differences, output.palette()));
    if (!imports.isEmpty() && !differences.isEmpty()) {
      text.append("Used by ").append(String.join(", ", imports)).append(".\n");
    }
    unfit.forEach(problem -> text.append(output.palette().red("x ")).append(problem).append('\n'));
    text.append(
        same
            ? "Nothing to write.\n"
            : dryRun
                ? "Nothing was written (--dry-run).\n"
                : "Written. Commit it; relayctl plan shows what it means for the hosts.\n");
    output.print(text.toString());
  }

  private static String count(int providers) {
    return providers + (providers == 1 ? " provider" : " providers");
  }
}

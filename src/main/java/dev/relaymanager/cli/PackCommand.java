package dev.relaymanager.cli;

import dev.relaymanager.git.FolderTree;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.pack.ChecksumFile;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "pack",
    mixinStandardHelpOptions = true,
    description = "Works on packs.",
    footer = {"", "Example:", "  relayctl pack lint packs/openai-cn-pack"},
    subcommands = {
      PackAddCommand.class,
      PackInstallCommand.class,
      PackListCommand.class,
      PackShowCommand.class,
      PackCheckCommand.class,
      PackCommand.LintCommand.class,
      PackCommand.ChecksumsCommand.class
    })
final class PackCommand {
  @Command(
      name = "lint",
      mixinStandardHelpOptions = true,
      description = "Tells every fault of a pack, and its digest.",
      footer = {
        "",
        "Examples:",
        "  relayctl pack lint packs/openai-cn-pack",
        "  relayctl pack lint https://packs.example.com/cn-1.4.0.zip"
      })
  static final class LintCommand implements Callable<Integer> {
    @Mixin private OutputOptions output = new OutputOptions();

    @Mixin private FolderOptions working = new FolderOptions();

    @Parameters(
        paramLabel = "PACK",
        description = "Folder, zip, address, or name of a Pack document.")
    private String source = ".";

    @Override
    public Integer call() {
      Pack pack = working.finder().find(source);
      if (output.json()) {
        output.print(
            Json.object()
                .put("valid", true)
                .put("pack_id", pack.id())
                .put("version", pack.version())
                .put("providers", pack.providers().size())
                .put("host_versions", pack.hostVersions().text())
                .put("digest", pack.digest()));
        return 0;
      }
      int providers = pack.providers().size();
      output.print(
          "%s %s is well: %d %s, hosts %s, digest %s%n"
              .formatted(
                  pack.id(),
                  pack.version(),
                  providers,
                  providers == 1 ? "provider" : "providers",
                  pack.hostVersions(),
                  pack.digest()));
      return 0;
    }
  }

  @Command(
      name = "checksums",
      mixinStandardHelpOptions = true,
      description = "Writes a pack folder's checksums.txt anew.",
      footer = {"", "Example:", "  relayctl pack checksums packs/openai-cn-pack"})
  static final class ChecksumsCommand implements Callable<Integer> {
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FOLDER", description = "The pack's folder.")
    private Path folder = Path.of(".");

    @Override
    public Integer call() {
      FileTree tree = FolderTree.of(folder);
      Path target = folder.resolve(ChecksumFile.NAME);
      try {
        Files.writeString(target, ChecksumFile.write(tree));
      } catch (IOException failed) {
        throw new EnvironmentException(target + " cannot be written: " + failed, failed);
      }
      long files =
          tree.files().stream().filter(file -> !file.path().equals(ChecksumFile.NAME)).count();
      output.print("wrote %s, %d files%n".formatted(target, files));
      return 0;
    }
  }
}

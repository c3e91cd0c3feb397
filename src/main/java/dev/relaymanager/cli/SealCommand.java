package dev.relaymanager.cli;

import dev.relaymanager.desired.SealTarget;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.Recipient;
import dev.relaymanager.seal.Sealer;
import dev.relaymanager.seal.Secret;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private SealingOptions options = new SealingOptions();

  @Override
  public Integer call() {
    SealTarget target = options.target(file);
    List<Recipient> to = options.recipients(target);
    OpenedKeys keys = SealingOptions.read();
    try {
      new SealedText(options.folder(), target)
          .write(Sealer.seal(keys.keys(), target.purpose(), to));
    } finally {
      keys.keys().forEach(Secret::close);
    }
    System.err.println(
        "sealed " + keys.keys().size() + " key(s) into " + file + ", for " + target.purpose());
    keys.warnings().forEach(warning -> System.err.println("warning: " + warning));
    return 0;
  }
}

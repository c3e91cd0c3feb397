package dev.relaymanager.cli;

import dev.relaymanager.desired.SealTarget;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.seal.Fingerprinter;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.Opener;
import dev.relaymanager.seal.Recipient;
import dev.relaymanager.seal.Sealer;
import dev.relaymanager.seal.Secret;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "rotate",
    mixinStandardHelpOptions = true,
    description = {
      "Puts a new key into a sealed file in place of the old one.",
      "As 'seal', but the file has to be there, to open, and to hold another key: a key that was",
      "pasted twice, or into the wrong file, is noticed here. Commit the file; the next apply",
      "tries the new key, switches the account to it, and goes back when it does not work."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl rotate keys/deepseek-team-a.age < new-key.txt",
      "  relayctl rotate keys/pool.age < all-keys.txt      a file of many keys, with all of them"
    })
final class RotateCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description = "The sealed file, as the documents name it (keys/deepseek-team-a.age).")
  private String file = "";

  @Mixin private SealingOptions options = new SealingOptions();

  @Override
  public Integer call() {
    SealTarget target = options.target(file);
    SealedText text = new SealedText(options.folder(), target);
    Identity identity = options.identity();
    List<Recipient> to = options.recipients(target);
    OpenedKeys old = new Opener(identity).open(text.read(), text.place(), target.purpose(), true);
    OpenedKeys fresh = null;
    try {
      fresh = SealingOptions.read();
      if (fresh.keys().equals(old.keys())) {
        throw new InvalidInputException(
            Problem.of(
                "same-key",
                "what was given is what " + file + " holds already",
                "give the new key; to change who can open the file, use relayctl rewrap"));
      }
      text.write(Sealer.seal(fresh.keys(), target.purpose(), to));
      Fingerprinter fingerprinter = identity.fingerprinter();
      System.err.println(
          "%s: %s → %s, for %s"
              .formatted(
                  file,
                  shown(old.keys(), fingerprinter),
                  shown(fresh.keys(), fingerprinter),
                  target.purpose()));
      fresh.warnings().forEach(warning -> System.err.println("warning: " + warning));
      return 0;
    } finally {
      old.keys().forEach(Secret::close);
      if (fresh != null) {
        fresh.keys().forEach(Secret::close);
      }
    }
  }

  private static String shown(List<Secret> keys, Fingerprinter fingerprinter) {
    return keys.size() > 3
        ? keys.size() + " keys"
        : keys.stream().map(key -> fingerprinter.of(key).brief()).collect(Collectors.joining(", "));
  }
}

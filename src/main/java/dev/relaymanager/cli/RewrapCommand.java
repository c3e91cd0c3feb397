package dev.relaymanager.cli;

import dev.relaymanager.desired.SealTarget;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.Opener;
import dev.relaymanager.seal.Recipient;
import dev.relaymanager.seal.Sealer;
import dev.relaymanager.seal.Secret;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "rewrap",
    mixinStandardHelpOptions = true,
    description = {
      "Seals the same keys anew, for other recipients: a new identity, or a recovery one.",
      "All is opened first; when anything does not open, or is for another use than its document",
      "says, nothing is written. Who held an old copy can still open that: after somebody left,",
      "rotate the keys too."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl rewrap                              all that is sealed, for whom the Hosts name",
      "  relayctl rewrap keys/prod-admin.age --recipient age1… --recipient age1…"
    })
final class RewrapCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Sealed files, as the documents name them (default: everything sealed).")
  private List<String> files = List.of();

  @Mixin private SealingOptions options = new SealingOptions();

  /** Read and sealed anew, not written yet. */
  private record Fresh(SealedText text, String sealed) {}

  @Override
  public Integer call() {
    Identity identity = options.identity();
    Opener opener = new Opener(identity);
    List<Fresh> all = new ArrayList<>();
    Set<Recipient> everybody = new LinkedHashSet<>();
    for (SealTarget target : options.targets(files)) {
      SealedText text = new SealedText(options.folder(), target);
      List<Recipient> to = options.recipients(target);
      everybody.addAll(to);
      OpenedKeys keys = opener.open(text.read(), text.place(), target.purpose(), true);
      try {
        all.add(new Fresh(text, Sealer.seal(keys.keys(), target.purpose(), to)));
      } finally {
        keys.keys().forEach(Secret::close);
      }
    }
    all.forEach(one -> one.text().write(one.sealed()));
    System.err.println("sealed " + all.size() + " value(s) anew, for:");
    everybody.forEach(recipient -> System.err.println("  " + recipient));
    if (identity.recipients().stream().noneMatch(everybody::contains)) {
      System.err.println("warning: the identity that opened them opens them no more");
    }
    return 0;
  }
}

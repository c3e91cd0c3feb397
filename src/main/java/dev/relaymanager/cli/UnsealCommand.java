package dev.relaymanager.cli;

import dev.relaymanager.desired.SealTarget;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.report.Json;
import dev.relaymanager.seal.AgeHeader;
import dev.relaymanager.seal.Opener;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.seal.SecretSource;
import dev.relaymanager.seal.Unsealed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;

@Command(
    name = "unseal",
    mixinStandardHelpOptions = true,
    description = {
      "Says which sealed values open with the identity, what they are for, and to how many",
      "recipients they are sealed. It never shows a key: who must see one uses 'age -d -i FILE'."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl unseal --check                       everything that documents name",
      "  relayctl unseal --check keys/prod-admin.age"
    })
final class UnsealCommand implements Callable<Integer> {
  @Option(names = "--check", description = "Look, and show nothing: all that this command does.")
  private boolean check;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Sealed files, as the documents name them (default: everything sealed).")
  private List<String> files = List.of();

  @Mixin private SealingOptions options = new SealingOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  /**
   * What came of one.
   *
   * @param fault why it is of no use; empty when it is
   * @param purpose what it was sealed for; null when it does not say, or did not open
   */
  private record Seen(
      String name, String fault, int keys, int recipients, @Nullable SealPurpose purpose) {}

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (!check) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "say --check: unseal shows no key");
    }
    Opener opener = new Opener(options.identity());
    List<Seen> all = new ArrayList<>();
    for (SealTarget target : options.targets(files)) {
      all.add(look(opener, target));
    }
    if (output.json()) {
      ArrayNode list = Json.array();
      all.forEach(
          seen ->
              list.add(
                  Json.object()
                      .put("name", seen.name())
                      .put("opens", seen.fault().isEmpty())
                      .put("fault", seen.fault())
                      .put("keys", seen.keys())
                      .put("recipients", seen.recipients())
                      .put("purpose", seen.purpose() == null ? "" : seen.purpose().toString())));
      output.print(list);
    } else {
      all.forEach(seen -> output.print(line(seen)));
    }
    return all.stream().allMatch(seen -> seen.fault().isEmpty()) ? 0 : 1;
  }

  private Seen look(Opener opener, SealTarget target) {
    SealedText text = new SealedText(options.folder(), target);
    try {
      byte[] sealed = text.read();
      Unsealed unsealed = opener.open(sealed, text.place());
      try {
        unsealed.forUse(target.purpose(), allowsUnbound(target.source()));
        return new Seen(
            target.toString(),
            "",
            unsealed.keys().keys().size(),
            AgeHeader.recipients(sealed),
            unsealed.purpose());
      } finally {
        unsealed.keys().keys().forEach(Secret::close);
      }
    } catch (InvalidInputException useless) {
      return new Seen(target.toString(), useless.explanation(), 0, 0, null);
    }
  }

  private static boolean allowsUnbound(SecretSource source) {
    return switch (source) {
      case SecretSource.SealedFile file -> file.allowUnbound();
      case SecretSource.SealedInline inline -> inline.allowUnbound();
      case SecretSource.Env ignored -> true;
      case SecretSource.MountedFile ignored -> true;
    };
  }

  private static String line(Seen seen) {
    if (!seen.fault().isEmpty()) {
      return "x %s: %s%n".formatted(seen.name(), seen.fault());
    }
    return "ok %s: %d %s, sealed to %d %s, %s%n"
        .formatted(
            seen.name(),
            seen.keys(),
            seen.keys() == 1 ? "key" : "keys",
            seen.recipients(),
            seen.recipients() == 1 ? "recipient" : "recipients",
            seen.purpose() == null ? "without a purpose (unbound: true)" : seen.purpose());
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.seal.Identity;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "keygen",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the age identity that opens sealed keys, and prints its recipient.",
      "Keys are sealed to the recipient. Keep the file, and a copy of it offline: without it no",
      "sealed key can be opened, and resources are no longer recognised as ours."
    },
    footer = {"", "Example:", "  relayctl keygen relay.identity"})
final class KeygenCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to write it (default: RELAY_IDENTITY, else relay.identity).")
  private @Nullable Path file;

  @Option(
      names = "--show",
      description = "Make none; print the recipient of the file that is there.")
  private boolean show;

  @Override
  public Integer call() {
    String fromEnvironment = System.getenv("RELAY_IDENTITY");
    Path target =
        file != null
            ? file
            : Path.of(
                fromEnvironment == null || fromEnvironment.isEmpty()
                    ? "relay.identity"
                    : fromEnvironment);
    if (show) {
      System.out.println(Identity.read(target).recipient());
      return 0;
    }
    Identity identity = Identity.generate();
    identity.write(target);
    System.err.println("wrote " + target + ", readable by you alone; its recipient:");
    System.out.println(identity.recipient());
    return 0;
  }
}

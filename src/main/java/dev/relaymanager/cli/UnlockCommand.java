package dev.relaymanager.cli;

import dev.relaymanager.engine.Engine;
import dev.relaymanager.store.Lease;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "unlock",
    mixinStandardHelpOptions = true,
    description = {
      "Takes the lock of the state away from a process that you know is dead.",
      "Without a number it shows who holds it."
    },
    footer = {"", "Example:", "  relayctl unlock 7"})
final class UnlockCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(arity = "0..1", paramLabel = "NUMBER", description = "Number of the lock.")
  private long number;

  @Override
  public Integer call() {
    try (Engine engine = repository.engine(output.talk())) {
      Lease lease = engine.store().lease();
      Optional<Lease.Holding> held = lease.read();
      if (held.isEmpty()) {
        output.print("Nobody holds the lock.\n");
        return 0;
      }
      if (number == 0) {
        output.print(
            "lock %d: %s, since %s, expires %s%n"
                .formatted(
                    held.get().id(),
                    held.get().holder(),
                    held.get().since(),
                    held.get().expires()));
        return 0;
      }
      if (lease.unlock(number).isEmpty()) {
        System.err.println("error: the lock's number is " + held.get().id() + ", not " + number);
        return 1;
      }
      output.print("Lock %d of %s is gone.%n".formatted(number, held.get().holder()));
      return 0;
    }
  }
}

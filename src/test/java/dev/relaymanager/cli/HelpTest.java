package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.sim.FaultRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the command line says of itself. */
final class HelpTest {
  static Stream<String> commands() {
    List<String> found = new ArrayList<>();
    collect("", RelayCtl.commands(), found);
    return found.stream();
  }

  private static void collect(String path, CommandLine command, List<String> found) {
    found.add(path.strip());
    for (Map.Entry<String, CommandLine> one : command.getSubcommands().entrySet()) {
      collect(path + " " + one.getKey(), one.getValue(), found);
    }
  }

  @Test
  void everyCommandIsFound() {
    List<String> found = commands().toList();
    assertTrue(
        found.containsAll(
            List.of("", "init", "apply", "host probe", "pack checksums", "provider batches")),
        found::toString);
  }

  @Test
  void aCommandThatIsNamedIsLookedAtAlone() {
    RelayCtl.commands()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              CommandLine alone = RelayCtl.commands(name).getSubcommands().get(name);
              assertEquals(command.getUsageMessage(), alone.getUsageMessage());
            });
    assertEquals(Set.of("plan"), RelayCtl.commands("plan", "apply").getSubcommands().keySet());
    Ran.of("rolback").exits(RelayCtl.USAGE).complains("rollback");
  }

  @ParameterizedTest(name = "relayctl {0}")
  @MethodSource("commands")
  void helpOfEveryCommandHasAnExample(String command) {
    List<String> arguments =
        new ArrayList<>(command.isEmpty() ? List.of() : List.of(command.split(" ")));
    for (String flag : List.of("-h", "--help")) {
      List<String> asked = new ArrayList<>(arguments);
      asked.add(flag);
      Ran help = Ran.of(asked.toArray(String[]::new)).exits(0);
      assertEquals("", help.err());
      assertTrue(
          help.out().lines().anyMatch(line -> line.matches("  (source <\\()?relayctl .*")),
          help::toString);
      help.says("relayctl " + command);
    }
  }

  @Test
  void theRootTellsTheExitCodesAndItsVersion() {
    Ran.of("-h")
        .exits(0)
        .says("3 refused by a guard", "4 lock held", "5 applied in part", "64 wrong");
    Ran.of("--version").exits(0).says("relayctl ");
  }

  @Test
  void theSimulatedHostTellsItsFaults() {
    Ran help = Ran.of("sim", "--help").exits(0);
    FaultRule.help().forEach(line -> help.says(System.lineSeparator() + line));

    Ran.of("sim", "--fault", "GET /api/*:explode")
        .exits(1)
        .complains("there is no fault 'explode'", "cut-after", "every=N");
  }

  @Test
  void aCompletionScriptKnowsTheCommands() {
    Ran.of("generate-completion").exits(0).says("relayctl", "rollback", "--retry-quarantined");
  }
}

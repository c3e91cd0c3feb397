package dev.relaymanager.cli;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.RelayException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The root of the command line. */
@Command(
    name = "relayctl",
    mixinStandardHelpOptions = true,
    versionProvider = RelayCtl.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Keeps sub2api gateways as a Git repository declares them.",
    footer = {
      "",
      "First steps:",
      "  relayctl demo                     the whole way once, on a simulated host",
      "  relayctl init my-relay            a repository to start from",
      "  relayctl plan --repo my-relay     what would be done; changes nothing",
      "  relayctl apply --repo my-relay    does it, and proves that users can call the model",
      "",
      "Exit codes: 0 fine, 1 error, 2 changes present (with --detailed-exitcode),",
      "3 refused by a guard, 4 lock held, 5 applied in part, 64 wrong usage."
    })
public final class RelayCtl {
  /** Wrong usage, as in sysexits.h. */
  static final int USAGE = 64;

  /** So that no example is broken into two lines. */
  private static final int HELP_WIDTH = 100;

  private static final List<Class<?>> COMMANDS =
      List.of(
          InitCommand.class,
          KeygenCommand.class,
          SealCommand.class,
          RotateCommand.class,
          RewrapCommand.class,
          UnsealCommand.class,
          ValidateCommand.class,
          PlanCommand.class,
          ApplyCommand.class,
          DriftCommand.class,
          RollbackCommand.class,
          RecoverCommand.class,
          ResolveCommand.class,
          StatusCommand.class,
          KeysCommand.class,
          DaemonCommand.class,
          ServeCommand.class,
          TokenCommand.class,
          HostCommand.class,
          PackCommand.class,
          ProviderCommand.class,
          AccessCommand.class,
          ReconcileCommand.class,
          ExportCommand.class,
          UnlockCommand.class,
          DemoCommand.class,
          SimCommand.class);

  private RelayCtl() {}

  /** Runs a command line and returns what the process exits with. */
  public static int run(String... arguments) {
    return commands(arguments).execute(arguments);
  }

  /** The command line as it stands, with how it ends. */
  static CommandLine commands(String... arguments) {
    CommandLine commands = new CommandLine(new RelayCtl());
    needed(arguments).forEach(command -> commands.addSubcommand(new CommandLine(command)));
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setOverwrittenOptionsAllowed(true);
    commands.setUsageHelpWidth(HELP_WIDTH);
    commands.setExitCodeExceptionMapper(RelayCtl::exitCode);
    commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          PrintWriter err = command.getErr();
          if (failure instanceof RelayException explained) {
            explain(explained, err);
            return explained.exitCode();
          }
          err.println(
              "relayctl: a defect of the program, please report it with the lines below and what"
                  + " you did");
          failure.printStackTrace(err);
          return 1;
        });
    commands.setParameterExceptionHandler((wrong, given) -> wrongUsage(wrong));
    return commands;
  }

  /**
   * The command that is named; else all of them, for help and for what is misspelt. To look at all
   * takes picocli a tenth of a second, longer than many a command.
   */
  private static List<Class<?>> needed(String... arguments) {
    List<Class<?>> named =
        COMMANDS.stream()
            .filter(
                command ->
                    arguments.length > 0
                        && arguments[0].equals(command.getAnnotation(Command.class).name()))
            .toList();
    if (!named.isEmpty()) {
      return named;
    }
    List<Class<?>> all = new ArrayList<>(COMMANDS);
    all.add(AutoComplete.GenerateCompletion.class);
    return all;
  }

  /** A command that was not named needs the list of them; anything else one line and the way on. */
  private static int wrongUsage(CommandLine.ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("error: " + wrong.getMessage());
    if (command.getSubcommands().isEmpty()) {
      CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
      err.println("see: " + command.getCommandSpec().qualifiedName() + " --help");
    } else if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err)) {
      command.usage(err);
    }
    err.flush();
    return USAGE;
  }

  private static int exitCode(Throwable failure) {
    return failure instanceof RelayException explained ? explained.exitCode() : 1;
  }

  private static void explain(RelayException failure, PrintWriter err) {
    if (failure instanceof InvalidInputException invalid) {
      for (Problem problem : invalid.problems()) {
        err.println("error: " + problem);
      }
      if (invalid.problems().size() > 1) {
        err.println(invalid.problems().size() + " problems; nothing was changed.");
      }
    } else {
      err.println("error: " + failure.explanation());
    }
  }

  /** Says which build this is. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "relayctl "
            + Optional.ofNullable(RelayCtl.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)")
      };
    }
  }
}

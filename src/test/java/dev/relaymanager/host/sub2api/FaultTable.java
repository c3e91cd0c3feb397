package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.AccountVerdict;
import dev.relaymanager.host.GatewayAnswer;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.HostOutcome.Unknown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The golden table of faults: for each a heading and a row for each kind of call. */
final class FaultTable {
  private static final String LEGEND =
      """
      # What the adapter makes of a fault that befalls the first request of a call, or all of them:
      # how the call ends, how many requests reached the host, and what is there afterwards.
      # FIELD is one that the call needs of its answer. A delay of 60 minutes outlasts the call's
      # deadline. FaultsOfAHostTest writes and compares this.
      """;

  private final Path file;

  FaultTable(Path file) {
    this.file = file;
  }

  /** The rows of each fault, in the order of the file. */
  Map<String, String> rows() throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    String fault = "";
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      if (line.startsWith(" ")) {
        rows.merge(fault, line + "\n", String::concat);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        fault = line.split(" ")[0];
      }
    }
    return rows;
  }

  /** Writes the rows of one fault anew, all in the order of {@code faults}. */
  void write(List<String> faults, String changed, String itsRows) throws IOException {
    Map<String, String> rows = rows();
    rows.put(changed, itsRows);
    StringBuilder text = new StringBuilder(LEGEND);
    for (String fault : faults) {
      if (rows.containsKey(fault)) {
        text.append("\n%-33s %-43s%s\n".formatted(fault, "once", "always")).append(rows.get(fault));
      }
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  static String row(KindOfCall kind, Trial once, Trial always) {
    return "  %-17s%s%s".formatted(kind.title(), cell(once), cell(always)).stripTrailing() + "\n";
  }

  private static String cell(Trial trial) {
    return "%-23s%d sent  %-13s".formatted(shown(trial.outcome()), trial.requests(), trial.left());
  }

  private static String shown(HostOutcome<?> outcome) {
    return switch (outcome) {
      case Done<?> done ->
          switch (done.value()) {
            case AccountVerdict verdict -> "Done, " + verdict.getClass().getSimpleName();
            case GatewayAnswer.Refused refused -> "Done, Refused " + refused.status();
            case GatewayAnswer.Answered answered -> "Done, Answered";
            default -> "Done";
          };
      case Refused<?> refused -> "Refused " + refused.fault().kind();
      case Unknown<?> unknown -> "Unknown " + unknown.fault().kind();
    };
  }
}

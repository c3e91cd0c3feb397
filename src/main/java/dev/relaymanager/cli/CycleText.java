package dev.relaymanager.cli;

import dev.relaymanager.api.OutcomeJson;
import dev.relaymanager.api.OutcomeText;
import dev.relaymanager.engine.CycleResult;
import dev.relaymanager.git.ReportResult;
import dev.relaymanager.git.Revision;
import dev.relaymanager.report.PlanText;

/** What a cycle found and did, for people. */
final class CycleText {
  private CycleText() {}

  static void tell(CycleResult result, OutputOptions output, Talk talk) {
    if (output.json()) {
      output.print(OutcomeJson.of(result));
    } else {
      print(result, output);
    }
    result.problems().forEach(talk::warning);
    if (result.report() != null) {
      tell(result.report(), talk);
    }
  }

  private static void print(CycleResult result, OutputOptions output) {
    if (result.planned() != null) {
      output.print(PlanText.of(result.planned().plan(), output.palette()));
    }
    if (result.outcome() != null) {
      output.print(OutcomeText.of(result.outcome(), output.palette()));
    }
  }

  static void tell(ReportResult result, Talk talk) {
    switch (result) {
      case ReportResult.Pushed pushed -> talk.stage("report committed as " + pushed.commitId());
      case ReportResult.Unchanged ignored -> talk.stage("report unchanged");
      case ReportResult.Refused refused ->
          talk.warning("the report could not be pushed: " + refused.problem());
    }
  }

  /** A commit came while an older one was being applied. */
  static String overtakenBy(Revision newer) {
    return newer.commitId() + " is there; this cycle ends with the step it is at";
  }
}

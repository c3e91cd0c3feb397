package dev.relaymanager.engine;

import dev.relaymanager.git.CommitAuthor;
import dev.relaymanager.git.Mirror;
import dev.relaymanager.git.Report;
import dev.relaymanager.git.ReportResult;
import dev.relaymanager.report.StatusMarkdown;
import dev.relaymanager.report.StatusView;
import java.time.InstantSource;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commits what the manager knows to the report branch, when it changed. */
final class Reporter {
  private static final CommitAuthor AUTHOR =
      new CommitAuthor("relayctl", "relayctl@localhost.localdomain");

  private final Mirror mirror;
  private final String branch;
  private final InstantSource clock;

  Reporter(Mirror mirror, String branch, InstantSource clock) {
    this.mirror = mirror;
    this.branch = branch;
    this.clock = clock;
  }

  ReportResult publish(StatusView view) {
    return mirror
        .reports(branch, AUTHOR)
        .publish(new Report("", StatusMarkdown.files(view), message(view), clock.instant()));
  }

  private static String message(StatusView view) {
    String states =
        view.imports().stream()
            .map(one -> one.host() + "/" + one.name() + " " + one.state().id())
            .collect(Collectors.joining(", "));
    String reasons =
        view.imports().stream()
            .filter(one -> !one.detail().isEmpty())
            .map(one -> one.host() + "/" + one.name() + ":\n" + one.detail())
            .collect(Collectors.joining("\n\n"));
    String subject = states.isEmpty() ? "nothing is recorded" : states;
    String problems = String.join("\n", view.problems());
    return Stream.of(subject, problems, reasons)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }
}

package dev.relaymanager.report;

import dev.relaymanager.probe.WayProof;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the manager knows, as the files of the report branch. */
public final class StatusMarkdown {
  private StatusMarkdown() {}

  /**
   * The files: an overview, and one page an import.
   *
   * @return path → text in UTF-8
   */
  public static Map<String, byte[]> files(StatusView view) {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("README.md", overview(view).getBytes(StandardCharsets.UTF_8));
    files.put("status.json", Json.bytes(StatusJson.lasting(view)));
    for (StatusView.ImportView one : view.imports()) {
      files.put(
          "imports/" + one.host() + "/" + one.name() + ".md",
          page(one).getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  private static String overview(StatusView view) {
    StringBuilder text = new StringBuilder("# Relay status\n\n");
    if (!view.revision().isEmpty()) {
      text.append("Revision `").append(view.revision()).append("`.\n\n");
    }
    if (!view.problems().isEmpty()) {
      text.append("## Problems\n\n");
      view.problems().forEach(problem -> text.append("- ").append(cell(problem)).append('\n'));
      text.append('\n');
    }
    text.append("| host | version | status |\n| --- | --- | --- |\n");
    for (StatusView.HostView host : view.hosts()) {
      text.append(
          "| %s (%s) | %s | %s |%n"
              .formatted(
                  host.name(),
                  host.baseUrl(),
                  host.version(),
                  host.reasons().isEmpty()
                      ? host.status()
                      : host.status() + ": " + cell(String.join("; ", host.reasons()))));
    }
    text.append("\n| import | provider | state | access | since |\n");
    text.append("| --- | --- | --- | --- | --- |\n");
    for (StatusView.ImportView one : view.imports()) {
      text.append(
          "| [%s/%s](imports/%s/%s.md) | %s | **%s** | %s | %s |%n"
              .formatted(
                  one.host(),
                  one.name(),
                  one.host(),
                  one.name(),
                  one.providerId(),
                  one.state().id(),
                  one.closure() == null ? "" : one.closure().id(),
                  Times.of(one.since())));
    }
    return text.toString();
  }

  private static String page(StatusView.ImportView one) {
    StringBuilder text = new StringBuilder();
    text.append("# %s on %s: %s%n%n".formatted(one.name(), one.host(), one.state().id()));
    text.append(
        "Provider `%s` of pack `%s`; in this state since %s.%n%n"
            .formatted(one.providerId(), one.packId(), Times.of(one.since())));
    if (!one.detail().isEmpty()) {
      text.append("## Why\n\n");
      one.detail().lines().forEach(line -> text.append("- ").append(line).append('\n'));
      text.append('\n');
    }
    if (one.closure() != null) {
      text.append("## Access: %s%n%n%s%n%n".formatted(one.closure().id(), one.evidence()));
      addWays(text, one.ways());
    }
    if (!one.keys().isEmpty()) {
      text.append("## Keys\n\n| key | account | fingerprint | verdict | evidence |\n");
      text.append("| --- | --- | --- | --- | --- |\n");
      for (StatusView.KeyView key : one.keys()) {
        text.append(
            "| %s | %s | `%s` | %s | %s |%n"
                .formatted(
                    key.id(), key.account(), key.fingerprint(), key.verdict(), cell(key.detail())));
      }
      text.append('\n');
    }
    text.append("## Resources\n\n| type | name | id on the host |\n| --- | --- | --- |\n");
    for (StatusView.ResourceView resource : one.resources()) {
      text.append(
          "| %s | %s | %d |%n".formatted(resource.type(), resource.name(), resource.hostId()));
    }
    if (one.resources().isEmpty()) {
      text.append("| nothing of ours | | |\n");
    }
    StatusView.BatchView batch = one.lastBatch();
    if (batch != null) {
      text.append(
          "%n## Last batch%n%n`%s` **%s**, from %s %s, opened %s.%n"
              .formatted(
                  batch.id(),
                  batch.state().id(),
                  batch.origin(),
                  batch.author(),
                  Times.of(batch.openedAt())));
      if (!batch.detail().isEmpty()) {
        text.append('\n');
        batch.detail().lines().forEach(line -> text.append("- ").append(line).append('\n'));
      }
    }
    return text.toString();
  }

  private static void addWays(StringBuilder text, List<WayProof> ways) {
    if (!ways.isEmpty()) {
      text.append("| way | verdict | why |\n| --- | --- | --- |\n");
      ways.forEach(
          way ->
              text.append(
                  "| %s | %s | %s |%n"
                      .formatted(way.way().word(), way.verdict().id(), cell(way.why()))));
      text.append('\n');
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}

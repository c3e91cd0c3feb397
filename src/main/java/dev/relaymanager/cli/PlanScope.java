package dev.relaymanager.cli;

import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.plan.Selection;
import dev.relaymanager.report.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which part of what is due a plan takes in. */
final class PlanScope {
  @Option(
      names = "--target",
      paramLabel = "ADDRESS",
      description = {
        "Only this: an address (prod/Account/deepseek/team-a), an import on a host (prod/deepseek),",
        "or either with *. What it needs to be made first comes along. Repeatable."
      })
  private List<String> targets = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "ADDRESS",
      description = "Not this, written as for --target. Repeatable.")
  private List<String> excludes = List.of();

  @Option(
      names = "--retry-quarantined",
      description = "Take in what was rolled back at this revision.")
  private boolean retryQuarantined;

  @Option(
      names = "--retry-refused",
      description = "Take in keys of partial imports that failed their proof before.")
  private boolean retryRefused;

  PlanOptions options() {
    return new PlanOptions(retryQuarantined, retryRefused, new Selection(targets, excludes));
  }

  /** The same for a service. */
  String query() {
    StringBuilder query = new StringBuilder();
    add(query, "target", String.join(",", targets));
    add(query, "exclude", String.join(",", excludes));
    add(query, "retry_quarantined", retryQuarantined ? "true" : "");
    add(query, "retry_refused", retryRefused ? "true" : "");
    return query.toString();
  }

  private static void add(StringBuilder query, String name, String value) {
    if (!value.isEmpty()) {
      query
          .append(query.isEmpty() ? '?' : '&')
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }

  /** The same in the body of a call. */
  ObjectNode body() {
    ObjectNode body = Json.object();
    ArrayNode wanted = body.putArray("targets");
    targets.forEach(wanted::add);
    ArrayNode unwanted = body.putArray("excludes");
    excludes.forEach(unwanted::add);
    return body.put("retry_quarantined", retryQuarantined).put("retry_refused", retryRefused);
  }

  /** Whether anything was said. */
  boolean isGiven() {
    return !options().equals(PlanOptions.STANDARD);
  }
}

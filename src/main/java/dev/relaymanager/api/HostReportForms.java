package dev.relaymanager.api;

import dev.relaymanager.host.HostReport;
import dev.relaymanager.report.Json;
import tools.jackson.databind.node.ObjectNode;

/** What a host can do, as {@code relayctl host probe} prints it. */
public final class HostReportForms {
  private HostReportForms() {}

  /** For machines; docs/formats.md describes it. */
  public static ObjectNode json(String name, HostReport report, String status) {
    ObjectNode node = Json.object();
    node.put("host_id", name);
    node.put("version", report.version());
    node.put("dialect", report.dialect());
    node.put("dialect_note", report.dialectNote());
    node.put("status", status);
    ObjectNode capabilities = node.putObject("capabilities");
    report
        .findings()
        .forEach((capability, finding) -> capabilities.put(capability.id(), finding.present()));
    ObjectNode evidence = node.putObject("evidence");
    report
        .findings()
        .forEach((capability, finding) -> evidence.put(capability.id(), finding.evidence()));
    return node;
  }

  /** For people. */
  public static String text(String name, HostReport report, String status) {
    StringBuilder text = new StringBuilder();
    text.append("host %s  sub2api %s  %s%n".formatted(name, report.version(), status));
    if (!report.dialectNote().isEmpty()) {
      text.append("  ").append(report.dialectNote()).append('\n');
    }
    report
        .findings()
        .forEach(
            (capability, finding) ->
                text.append(
                    "  %-4s%-21s%s%s%n"
                        .formatted(
                            finding.present() ? "yes" : "no",
                            capability.id(),
                            finding.evidence(),
                            finding.present() || capability.needed()
                                ? ""
                                : " (can be done without)")));
    return text.toString();
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.UnsupportedHostException;
import dev.relaymanager.host.HostReport;
import dev.relaymanager.report.Json;
import dev.relaymanager.store.Hosts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "host",
    mixinStandardHelpOptions = true,
    description = "Connects hosts, looks at them, and tries what they keep.",
    footer = {"", "Example:", "  relayctl host probe prod --repo ."},
    subcommands = {
      HostAddCommand.class,
      HostCommand.ProbeCommand.class,
      HostCommand.ListCommand.class,
      CertifyCommand.class
    })
final class HostCommand {
  @Command(
      name = "probe",
      mixinStandardHelpOptions = true,
      description = {
        "Finds out what a host of the repository can do.",
        "Sends only requests that can change nothing."
      },
      footer = {"", "Example:", "  relayctl host probe prod --repo ."})
  static final class ProbeCommand implements Callable<Integer> {
    @Mixin private RepositoryOptions repository = new RepositoryOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "NAME", description = "Name of the Host document.")
    private String name = "";

    @Override
    public Integer call() {
      try (Engine engine = repository.engine(output.talk())) {
        show(engine.probe(engine.load(), name).report(), "supported");
        return 0;
      } catch (UnsupportedHostException unsupported) {
        show(unsupported.report(), "unsupported");
        throw unsupported;
      }
    }

    private void show(HostReport report, String status) {
      if (output.json()) {
        output.print(json(name, report, status));
        return;
      }
      output.print("host %s  sub2api %s  %s%n".formatted(name, report.version(), status));
      if (!report.dialectNote().isEmpty()) {
        output.print("  " + report.dialectNote() + "\n");
      }
      report
          .findings()
          .forEach(
              (capability, finding) ->
                  output.print(
                      "  %-4s%-21s%s%s%n"
                          .formatted(
                              finding.present() ? "yes" : "no",
                              capability.id(),
                              finding.evidence(),
                              finding.present() || capability.needed()
                                  ? ""
                                  : " (can be done without)")));
    }

    private static ObjectNode json(String name, HostReport report, String status) {
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
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the hosts that are on record.",
      footer = {"", "Example:", "  relayctl host list"})
  static final class ListCommand implements Callable<Integer> {
    @Mixin private RepositoryOptions repository = new RepositoryOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
      try (Engine engine = repository.engine(output.talk())) {
        ArrayNode nodes = Json.array();
        if (engine.store().hosts().list().isEmpty() && !output.json()) {
          output.print("No hosts on record yet: relayctl host probe NAME puts one there.\n");
        }
        for (Hosts.HostRecord host : engine.store().hosts().list()) {
          if (output.json()) {
            ObjectNode node = nodes.addObject();
            node.put("host_id", host.name());
            node.put("base_url", host.baseUrl());
            node.put("version", host.version());
            node.put("status", host.status().id());
            ArrayNode reasons = node.putArray("reasons");
            host.reasons().forEach(reasons::add);
          } else {
            output.print(
                "%-16s %-40s %-10s %s%n"
                    .formatted(
                        host.name(),
                        host.baseUrl(),
                        host.version() == null ? "?" : host.version(),
                        host.status().id()));
            host.reasons().forEach(reason -> output.print("  " + reason + "\n"));
          }
        }
        if (output.json()) {
          output.print(nodes);
        }
        return 0;
      }
    }
  }
}

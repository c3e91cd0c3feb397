package dev.relaymanager.cli;

import dev.relaymanager.api.Forms;
import dev.relaymanager.api.HostReportForms;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.UnsupportedHostException;
import dev.relaymanager.host.HostReport;
import dev.relaymanager.report.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
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
    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME", description = "Name of the Host document.")
    private String name = "";

    @Override
    public Integer call() {
      Optional<Remote> remote = server.remote(output, repository.hostHttp());
      if (remote.isPresent()) {
        try (Remote service = remote.get()) {
          String path = "/api/hosts/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "/probe";
          return service.print(service.postForCommand(path, Json.object(), Forms.COMMAND));
        }
      }
      try (Engine engine = repository.engine(output.talk())) {
        show(engine.probe(engine.load(), name).report(), "supported");
        return 0;
      } catch (UnsupportedHostException unsupported) {
        show(unsupported.report(), "unsupported");
        throw unsupported;
      }
    }

    private void show(HostReport report, String status) {
      output.print(
          output.json()
              ? Json.text(HostReportForms.json(name, report, status))
              : HostReportForms.text(name, report, status));
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
    @Mixin private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
      Optional<Remote> remote = server.remote(output, repository.hostHttp());
      if (remote.isPresent()) {
        try (Remote service = remote.get()) {
          List<Line> lines = new ArrayList<>();
          for (JsonNode host : service.all("/api/hosts")) {
            List<String> reasons = new ArrayList<>();
            host.path("reasons").forEach(reason -> reasons.add(reason.stringValue("")));
            lines.add(
                new Line(
                    host.path("host_id").stringValue(""),
                    host.path("base_url").stringValue(""),
                    host.path("version").stringValue(null),
                    host.path("status").stringValue(""),
                    reasons));
          }
          return show(lines);
        }
      }
      try (Engine engine = repository.engine(output.talk())) {
        return show(
            engine.store().hosts().list().stream()
                .map(
                    host ->
                        new Line(
                            host.name(),
                            host.baseUrl(),
                            host.version(),
                            host.status().id(),
                            host.reasons()))
                .toList());
      }
    }

    /** A host on record. */
    private record Line(
        String name,
        String baseUrl,
        @Nullable String version,
        String status,
        List<String> reasons) {
      Line {
        reasons = List.copyOf(reasons);
      }
    }

    private int show(List<Line> hosts) {
      ArrayNode nodes = Json.array();
      if (hosts.isEmpty() && !output.json()) {
        output.print("No hosts on record yet: relayctl host probe NAME puts one there.\n");
      }
      for (Line host : hosts) {
        if (output.json()) {
          ObjectNode node = nodes.addObject();
          node.put("host_id", host.name());
          node.put("base_url", host.baseUrl());
          node.put("version", host.version());
          node.put("status", host.status());
          ArrayNode reasons = node.putArray("reasons");
          host.reasons().forEach(reasons::add);
        } else {
          output.print(
              "%-16s %-40s %-10s %s%n"
                  .formatted(
                      host.name(),
                      host.baseUrl(),
                      host.version() == null ? "?" : host.version(),
                      host.status()));
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

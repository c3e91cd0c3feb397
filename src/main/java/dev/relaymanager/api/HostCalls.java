package dev.relaymanager.api;

import dev.relaymanager.declared.ApiDocuments;
import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.engine.UnsupportedHostException;
import dev.relaymanager.host.Capability;
import dev.relaymanager.host.HostReport;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.report.Json;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Sealer;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.store.Declarations;
import dev.relaymanager.store.Hosts;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls about hosts. */
final class HostCalls {
  /** The capabilities that an answer to a connection tells of. */
  private static final Set<Capability> TOLD =
      EnumSet.of(
          Capability.GROUPS,
          Capability.CHANNELS,
          Capability.PLANS,
          Capability.ACCOUNTS,
          Capability.ACCOUNT_TEST,
          Capability.ACCOUNT_MODELS,
          Capability.SUBSCRIPTIONS);

  /** The form of a host's admin key (contract.md 1.2); no token of an administrator has it. */
  private static final Pattern ADMIN_KEY = Pattern.compile("admin-.+");

  /** Where a request has what the document has there. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "spec.baseUrl", "/base_url",
          "spec.auth", "/auth",
          "spec.versions", "/versions",
          "spec.limits", "/limits");

  private final Desk desk;

  HostCalls(Desk desk) {
    this.desk = desk;
  }

  Answer list(Call call) {
    Set<String> api = Owners.api(desk.store().declarations(), Declarations.Kind.HOST);
    List<Hosts.HostRecord> hosts =
        desk.store().hosts().list().stream()
            .sorted(Comparator.comparing(Hosts.HostRecord::name))
            .toList();
    return Pages.byName(call, hosts, Hosts.HostRecord::name, host -> json(host, api));
  }

  Answer get(Call call) {
    Set<String> api = Owners.api(desk.store().declarations(), Declarations.Kind.HOST);
    return Answer.ok(json(record(call.at("host_id")), api));
  }

  private Hosts.HostRecord record(String name) {
    return desk.store()
        .hosts()
        .get(name)
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "no-such-host", "there is no host of this name", "see GET /api/hosts"));
  }

  private ObjectNode json(Hosts.HostRecord host, Set<String> api) {
    ObjectNode node = Json.object();
    node.put("host_id", host.name());
    node.put("base_url", host.baseUrl());
    node.put("version", host.version());
    node.put("status", host.status().id());
    ArrayNode reasons = node.putArray("reasons");
    host.reasons().forEach(reasons::add);
    node.put("checked_at", host.checkedAt().toString());
    node.put("owner", Owners.owner(api, host.name()));
    Optional<Hosts.Snapshot> snapshot = desk.store().hosts().latestSnapshot(host.name());
    if (snapshot.isPresent()) {
      ObjectNode capabilities = node.putObject("capabilities");
      snapshot
          .get()
          .report()
          .findings()
          .forEach((capability, finding) -> capabilities.put(capability.id(), finding.present()));
    } else {
      node.putNull("capabilities");
    }
    return node;
  }

  // ------------------------------------------------------------------ connecting

  Answer connect(Call call) {
    String name = call.text("name").orElseThrow();
    try (Engine engine = desk.engines().get()) {
      Loaded present = engine.loadApplied();
      present.documents().host(name).ifPresent(host -> Owners.requireApi(present, host));
      Declarations.Wish wish = wish(engine, call, name);
      Loaded draft;
      try {
        draft = engine.draft(wish);
      } catch (InvalidInputException invalid) {
        throw asOfRequest(invalid);
      }
      boolean isKnown = desk.store().hosts().get(name).isPresent();
      ObjectNode connected;
      try {
        connected = probed(engine, draft, name);
      } catch (RuntimeException refused) {
        if (!isKnown) {
          desk.store().hosts().remove(name); // nothing is kept of what could not be connected
        }
        throw refused instanceof InvalidInputException invalid ? asOfRequest(invalid) : refused;
      }
      desk.declarations().add(wish);
      return Answer.json(201, connected)
          .with("Location", "/api/hosts/" + name)
          .of(null, connected.path("status").stringValue(""));
    }
  }

  /** Nobody has seen the document that a request becomes. */
  private static InvalidInputException asOfRequest(InvalidInputException invalid) {
    return new InvalidInputException(
        invalid.problems().stream()
            .map(
                problem ->
                    new Problem(
                        problem.code(),
                        null,
                        FIELDS.getOrDefault(problem.path(), ""),
                        problem.message(),
                        problem.fix().replace("spec.baseUrl", "base_url")))
            .toList());
  }

  private static Declarations.Wish wish(Engine engine, Call call, String name) {
    JsonNode auth = call.json().path("auth");
    String credential = auth.path("token").stringValue();
    boolean isAdminKey =
        auth.path("type").stringValue("").equals("admin_key")
            || ADMIN_KEY.matcher(credential).matches();
    String file = ApiDocuments.FOLDER + "keys/" + name + "-admin-" + UUID.randomUUID() + ".age";
    ObjectNode spec = Json.object();
    spec.put("baseUrl", call.text("base_url").orElseThrow());
    spec.putObject("auth").putObject(isAdminKey ? "adminKey" : "bearer").put("sealed", file);
    call.text("versions").ifPresent(versions -> spec.put("versions", versions));
    if (call.json().path("allow_plaintext").booleanValue(false)) {
      spec.put("allowPlaintext", true);
    }
    if (call.json().path("probe_user").booleanValue(true)) {
      spec.put("probeUser", true);
    }
    JsonNode limits = call.json().path("limits");
    if (!limits.isEmpty()) {
      ObjectNode node = spec.putObject("limits");
      copy(limits, "concurrency", node, "concurrency");
      copy(limits, "requests_per_second", node, "requestsPerSecond");
    }
    String sealed;
    try (Secret secret = Secret.of(credential.strip())) {
      sealed =
          Sealer.seal(
              List.of(secret),
              SealPurpose.adminKey(name, Origin.of(call.text("base_url").orElseThrow())),
              engine.identity().recipients());
    }
    return new Declarations.Wish(
        Declarations.Kind.HOST,
        name,
        spec.toString(),
        Map.of(file, sealed.getBytes(StandardCharsets.US_ASCII)),
        call.caller().name(),
        null);
  }

  private static void copy(JsonNode from, String field, ObjectNode to, String name) {
    if (from.has(field)) {
      to.set(name, from.get(field));
    }
  }

  Answer probe(Call call) {
    String name = call.at("host_id");
    boolean asCommand = Forms.wants(call, Forms.TEXT) || Forms.wants(call, Forms.COMMAND);
    try (Engine engine = desk.engines().get()) {
      Loaded loaded = engine.loadApplied();
      if (!asCommand) {
        return Answer.ok(probed(engine, loaded, name));
      }
      HostReport report = engine.probe(loaded, name).report();
      return Forms.ofCommand(
          call,
          () -> HostReportForms.json(name, report, "supported"),
          () -> HostReportForms.text(name, report, "supported"),
          0);
    }
  }

  private static ObjectNode probed(Engine engine, Loaded loaded, String name) {
    try {
      return connected(name, engine.probe(loaded, name).report(), null);
    } catch (UnsupportedHostException unsupported) {
      return connected(name, unsupported.report(), unsupported);
    }
  }

  private static ObjectNode connected(
      String name, HostReport report, @Nullable UnsupportedHostException unsupported) {
    ObjectNode node = Json.object();
    node.put("host_id", name);
    node.put("version", report.version());
    node.put("status", unsupported == null ? "supported" : "unsupported");
    ObjectNode capabilities = node.putObject("capabilities");
    TOLD.forEach(one -> capabilities.put(one.id(), report.has(one)));
    if (unsupported != null) {
      ArrayNode reasons = node.putArray("reasons");
      reasons.add(unsupported.explanation());
      report
          .missing()
          .forEach(
              lack -> {
                HostReport.Finding finding = report.findings().get(lack);
                reasons.add(
                    lack.id() + ": " + (finding == null ? "not asked for" : finding.evidence()));
              });
    }
    return node;
  }

  // ------------------------------------------------------------------ forgetting

  Answer remove(Call call) {
    String name = call.at("host_id");
    try (Engine engine = desk.engines().get()) {
      Loaded present = engine.loadApplied();
      HostDocument host =
          present
              .documents()
              .host(name)
              .orElseThrow(
                  () ->
                      ApiException.notFound(
                          "no-such-host", "there is no host of this name", "see GET /api/hosts"));
      Owners.requireApi(present, host);
      List<String> users =
          present.documents().imports().stream()
              .filter(wish -> wish.hosts().contains(name))
              .map(wish -> wish.name())
              .toList();
      if (!users.isEmpty() || !desk.store().resources().on(name).isEmpty()) {
        throw ApiException.at(
            409,
            "host-in-use",
            "",
            "imports stand on this host: " + String.join(", ", users),
            "roll their batches back first");
      }
      desk.declarations().withdraw(Declarations.Kind.HOST, name);
      desk.store().hosts().remove(name);
      return Answer.nothing();
    }
  }

  /** A problem with a host that is named in a body. */
  static HostDocument named(Loaded loaded, String name) {
    return loaded
        .documents()
        .host(name)
        .orElseThrow(
            () ->
                new ApiException(
                    422,
                    "no-such-host",
                    "there is no host of this name",
                    List.of(
                        new Problem(
                            "no-such-host",
                            null,
                            "/host_id",
                            "there is no host of this name",
                            "connect it (relayctl host add, POST /api/hosts), or declare it in Git"))));
  }
}

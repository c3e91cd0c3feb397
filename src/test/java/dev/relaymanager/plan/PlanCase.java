package dev.relaymanager.plan;

import dev.relaymanager.desired.Access;
import dev.relaymanager.desired.Deletion;
import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.DesiredResource;
import dev.relaymanager.desired.DesiredState;
import dev.relaymanager.desired.ImportMode;
import dev.relaymanager.desired.OnDrift;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.Observed;
import dev.relaymanager.observed.Recorded;
import dev.relaymanager.observed.RecordedResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A golden case: {@code desired.json}, {@code recorded.json} and {@code live.json} of one folder.
 * Specs are written as {@link SpecReader} reads them.
 */
record PlanCase(DesiredState desired, Observed observed, SortedMap<String, String> unread) {
  static final String INSTALLATION = "0123456789ab";
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant BEFORE = NOW.minus(Duration.ofDays(10));
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, ResourceType> ONE_EACH =
      Map.of(
          "group", ResourceType.GROUP, "channel", ResourceType.CHANNEL, "plan", ResourceType.PLAN);
  private static final Map<String, ResourceType> MANY =
      Map.of("accounts", ResourceType.ACCOUNT, "subscriptions", ResourceType.SUBSCRIPTION);

  static PlanCase read(Path folder) throws IOException {
    JsonNode desired = JSON.readTree(Files.readString(folder.resolve("desired.json")));
    JsonNode recorded = JSON.readTree(Files.readString(folder.resolve("recorded.json")));
    JsonNode live = JSON.readTree(Files.readString(folder.resolve("live.json")));
    List<DesiredImport> imports = new ArrayList<>();
    desired.path("imports").forEach(one -> imports.add(desiredImport(one)));
    Map<ResourceKey, Fingerprint> refused = new HashMap<>();
    recorded
        .path("refusedKeys")
        .properties()
        .forEach(
            entry ->
                refused.put(
                    ResourceKey.account("prod", "deepseek", entry.getKey()),
                    SpecReader.fingerprint(entry.getValue().asString())));
    SortedMap<String, String> unread = new TreeMap<>();
    live.path("unread")
        .properties()
        .forEach(entry -> unread.put(entry.getKey(), entry.getValue().asString()));
    Map<String, LiveHost> hosts = new HashMap<>();
    live.path("hosts")
        .properties()
        .forEach(entry -> hosts.put(entry.getKey(), liveHost(entry.getKey(), entry.getValue())));
    return new PlanCase(
        new DesiredState("1a2b3c4", imports),
        new Observed(Recorded.of(records(recorded)), refused, hosts),
        unread);
  }

  Plan plan() {
    return Planner.plan(desired, observed, unread, new PlanContext(INSTALLATION, NOW));
  }

  /** The same case with everything that has no order in another one. */
  PlanCase shuffled(long seed) {
    Random random = new Random(seed);
    List<DesiredImport> imports = new ArrayList<>();
    for (DesiredImport one : desired.imports()) {
      List<DesiredResource> resources = new ArrayList<>(one.resources());
      Collections.shuffle(resources, random);
      imports.add(with(one, resources));
    }
    Collections.shuffle(imports, random);
    List<RecordedResource> records = new ArrayList<>(observed.recorded().resources().values());
    Collections.shuffle(records, random);
    return new PlanCase(
        new DesiredState(desired.revision(), imports),
        new Observed(Recorded.of(records), observed.refusedKeys(), observed.live()),
        unread);
  }

  private static DesiredImport with(DesiredImport one, List<DesiredResource> resources) {
    return new DesiredImport(
        one.host(),
        one.name(),
        one.place(),
        one.packId(),
        one.packVersion(),
        one.providerId(),
        one.baseUrl(),
        one.protocol(),
        one.smokeTestModel(),
        one.models(),
        one.mode(),
        one.access(),
        one.onDrift(),
        one.deletion(),
        one.adopt(),
        one.disabled(),
        one.movedFrom(),
        resources,
        one.probes(),
        one.notes());
  }

  private static DesiredImport desiredImport(JsonNode json) {
    String host = json.path("host").asString("prod");
    String name = json.path("name").asString("deepseek");
    Place place = new Place("imports/" + name + ".yaml", 1, 1);
    Reference group = new Reference.To(ResourceKey.group(host, name));
    List<DesiredResource> resources = new ArrayList<>();
    forEach(
        json,
        host,
        name,
        (key, spec) ->
            resources.add(
                new DesiredResource(
                    key, SpecReader.read(key.type(), spec, called(key), group), place, null)));
    return new DesiredImport(
        host,
        name,
        place,
        "openai-cn-pack",
        "1.0.0",
        "deepseek",
        "https://api.deepseek.com",
        Protocol.CHAT_COMPLETIONS,
        "deepseek-chat",
        List.of("deepseek-chat"),
        ImportMode.valueOf(upper(json, "mode", "strict")),
        Set.of(Access.SUBSCRIPTION),
        OnDrift.valueOf(upper(json, "onDrift", "report")),
        Deletion.valueOf(upper(json, "deletion", "prune")),
        json.path("adopt").asBoolean(false),
        json.path("disabled").asBoolean(false),
        json.has("movedFrom") ? json.path("movedFrom").asString() : null,
        resources,
        List.of(),
        List.of());
  }

  private static List<RecordedResource> records(JsonNode json) {
    List<RecordedResource> records = new ArrayList<>();
    for (JsonNode one : json.path("imports")) {
      Reference group = new Reference.Id(one.path("group").path("id").asLong(7));
      forEach(
          one,
          one.path("host").asString("prod"),
          one.path("name").asString("deepseek"),
          (key, spec) ->
              records.add(
                  new RecordedResource(
                      key,
                      spec.path("id").asLong(),
                      SpecReader.read(key.type(), spec, called(key), group),
                      "b1",
                      null,
                      BEFORE)));
    }
    return records;
  }

  private interface Take {
    void resource(ResourceKey key, JsonNode spec);
  }

  private static void forEach(JsonNode json, String host, String name, Take take) {
    ONE_EACH.forEach(
        (field, type) -> {
          if (json.has(field)) {
            take.resource(new ResourceKey(host, name, type, ""), json.path(field));
          }
        });
    MANY.forEach(
        (field, type) ->
            json.path(field)
                .properties()
                .forEach(
                    entry ->
                        take.resource(
                            new ResourceKey(host, name, type, entry.getKey()), entry.getValue())));
  }

  private static String called(ResourceKey key) {
    return switch (key.type()) {
      case GROUP, CHANNEL, PLAN -> key.importName();
      case ACCOUNT -> key.importName() + "-" + key.name();
      case SUBSCRIPTION, PROBE_USER, PROBE_KEY -> key.name();
    };
  }

  private static LiveHost liveHost(String host, JsonNode json) {
    Map<ResourceType, SortedMap<Long, LiveResource>> resources = new EnumMap<>(ResourceType.class);
    for (ResourceType type : ResourceType.values()) {
      List<LiveResource> all = new ArrayList<>();
      json.path(type.id() + "s").forEach(one -> all.add(live(type, one)));
      resources.put(type, LiveHost.index(all));
    }
    Map<String, Long> users = new HashMap<>();
    json.path("users")
        .properties()
        .forEach(entry -> users.put(entry.getKey(), entry.getValue().asLong()));
    Map<Long, Long> keys = new HashMap<>();
    json.path("keysInGroup")
        .properties()
        .forEach(entry -> keys.put(Long.valueOf(entry.getKey()), entry.getValue().asLong()));
    return new LiveHost(host, "0.1.126", resources, users, keys);
  }

  private static LiveResource live(ResourceType type, JsonNode json) {
    long id = json.path("id").asLong();
    ResourceSpec spec = SpecReader.read(type, json, "deepseek", new Reference.Id(7));
    Instant created =
        json.has("created")
            ? Instant.parse(json.path("created").asString())
            : BEFORE.minusSeconds(60);
    Marker mark = Marker.find(json.path("notes").asString("")).orElse(null);
    return switch (spec) {
      case ResourceSpec.Group group -> new LiveResource.Group(id, group, true, created);
      case ResourceSpec.Channel channel -> new LiveResource.Channel(id, channel, true);
      case ResourceSpec.Plan plan -> new LiveResource.Plan(id, plan, created);
      case ResourceSpec.Account account ->
          new LiveResource.Account(
              id,
              account,
              mark,
              new LiveResource.AccountHealth(
                  json.path("status").asString("active"), true, "", false, null),
              created);
      case ResourceSpec.Subscription subscription ->
          new LiveResource.Subscription(id, subscription, 3, mark, created, "active", created);
      case ResourceSpec.ProbeUser user -> new LiveResource.ProbeUser(id, user, mark, true, created);
      case ResourceSpec.ProbeKey probe -> new LiveResource.ProbeKey(id, probe, mark, true);
    };
  }

  private static String upper(JsonNode json, String name, String usual) {
    return json.path(name).asString(usual).toUpperCase(Locale.ROOT);
  }
}

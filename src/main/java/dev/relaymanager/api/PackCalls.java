package dev.relaymanager.api;

import dev.relaymanager.declared.ApiDocuments;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.pack.BundledPack;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.PackLoader;
import dev.relaymanager.pack.PackSource;
import dev.relaymanager.report.Json;
import dev.relaymanager.store.Declarations;
import dev.relaymanager.store.Packs;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls about packs. */
final class PackCalls {
  /** The pack that the program brings along. */
  private static final String BUNDLED = "openai-cn-pack";

  private final Desk desk;

  PackCalls(Desk desk) {
    this.desk = desk;
  }

  Answer list(Call call) {
    return Pages.byName(call, newest(), one -> one.pack().packId(), this::json);
  }

  Answer get(Call call) {
    return Answer.ok(json(find(call.at("pack_id"))));
  }

  Answer providers(Call call) {
    Packs.Installed pack = find(call.at("pack_id"));
    List<Packs.ProviderRecord> providers =
        desk.store().packs().providers(pack.pack().packId(), pack.pack().version()).stream()
            .sorted(Comparator.comparing(Packs.ProviderRecord::providerId))
            .toList();
    return Pages.byName(
        call,
        providers,
        Packs.ProviderRecord::providerId,
        one -> {
          ObjectNode node = Json.object();
          node.put("provider_id", one.providerId());
          node.set("description", JsonMapper.shared().readTree(one.content()));
          return node;
        });
  }

  /** Of each pack the version that was installed last, by id. */
  private List<Packs.Installed> newest() {
    Map<String, Packs.Installed> newest = new TreeMap<>();
    desk.store().packs().list().forEach(one -> newest.putIfAbsent(one.pack().packId(), one));
    return List.copyOf(newest.values());
  }

  private Packs.Installed find(String packId) {
    return newest().stream()
        .filter(one -> one.pack().packId().equals(packId))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "no-such-pack", "there is no pack of this id", "see GET /api/packs"));
  }

  private ObjectNode json(Packs.Installed one) {
    Packs.PackRecord pack = one.pack();
    ObjectNode node = Json.object();
    node.put("pack_id", pack.packId());
    node.put("version", pack.version());
    node.put("digest", pack.digest());
    node.put("source", pack.source());
    node.put("host_versions", pack.hostVersions());
    node.put("installed_at", one.installedAt().toString());
    ArrayNode providers = node.putArray("providers");
    desk.store()
        .packs()
        .providers(pack.packId(), pack.version())
        .forEach(provider -> providers.add(provider.providerId()));
    return node;
  }

  // ------------------------------------------------------------------ installing

  /**
   * A pack that somebody sent or named.
   *
   * @param source as its document names it
   * @param files what has to be kept for that
   */
  private record Found(Pack pack, String source, Map<String, byte[]> files) {
    static Found zipped(byte[] zip, String name) {
      Pack pack = PackLoader.load(zip, name);
      String digest = pack.digest().substring(pack.digest().indexOf(':') + 1);
      String path =
          "%spacks/%s-%s-%s.zip"
              .formatted(ApiDocuments.FOLDER, pack.id(), pack.version(), digest.substring(0, 16));
      return new Found(pack, path, Map.of(path, zip));
    }
  }

  Answer install(Call call) {
    try (Engine engine = desk.engines().get()) {
      Found found = found(engine, call);
      Pack pack = found.pack();
      Loaded present = engine.loadApplied();
      present.documents().pack(pack.id()).ifPresent(one -> Owners.requireApi(present, one));
      ObjectNode spec = Json.object();
      spec.put("source", found.source());
      spec.put("version", pack.version());
      spec.put("digest", pack.digest());
      Declarations.Wish wish =
          new Declarations.Wish(
              Declarations.Kind.PACK,
              pack.id(),
              spec.toString(),
              found.files(),
              call.caller().name(),
              null);
      Loaded draft = engine.draft(wish);
      desk.declarations().add(wish);
      engine.installPacks(draft);
      Packs.Installed installed = desk.store().packs().get(pack.id(), pack.version()).orElseThrow();
      return Answer.json(201, json(installed))
          .with("Location", "/api/packs/" + pack.id())
          .of(null, "installed");
    }
  }

  private Found found(Engine engine, Call call) {
    Upload upload = call.upload();
    if (upload != null) {
      return Found.zipped(upload.bytes(), "the pack");
    }
    String source = call.text("source").orElseThrow();
    return switch (PackSource.parse(source)) {
      case PackSource.AtPath local -> {
        if (!local.path().equals(BUNDLED)) {
          throw ApiException.at(
              422,
              "no-such-pack",
              "/source",
              "the program brings no pack of this id along",
              "write " + BUNDLED + ", an address, or send the zip itself");
        }
        yield Found.zipped(BundledPack.zip(BUNDLED), BUNDLED);
      }
      case PackSource.Remote remote -> {
        String digest =
            call.text("digest")
                .orElseThrow(
                    () ->
                        ApiException.at(
                            422,
                            "missing-digest",
                            "/digest",
                            "a pack from elsewhere is known by its digest alone",
                            "relayctl pack show ADDRESS tells it"));
        yield new Found(engine.remotePacks().fetch(remote, digest), remote.toString(), Map.of());
      }
    };
  }
}

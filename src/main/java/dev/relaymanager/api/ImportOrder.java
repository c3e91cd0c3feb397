package dev.relaymanager.api;

import dev.relaymanager.declared.ApiDocuments;
import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.desired.ImportDocument;
import dev.relaymanager.desired.PackDocument;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.Place;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.Provider;
import dev.relaymanager.report.Json;
import dev.relaymanager.seal.KeyLines;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Sealer;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.store.Declarations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call that imports keys, worked out: which import it is, and what is to be declared of it.
 *
 * @param host name of its host
 * @param importName name of the import
 * @param packId and provider that it uses
 * @param given how many keys the call has
 * @param distinct how many after blanks and repeats were dropped
 * @param wish what is to be declared; its keys are sealed
 */
record ImportOrder(
    String host,
    String importName,
    String packId,
    String providerId,
    String mode,
    int given,
    int distinct,
    Declarations.Wish wish) {

  /** What of a request stands in a document, in its order there: from, to. */
  private static final List<Map.Entry<String, String>> FIELDS =
      List.of(
          Map.entry("mode", "mode"),
          Map.entry("models", "models"),
          Map.entry("on_drift", "onDrift"),
          Map.entry("adopt", "adopt"),
          Map.entry("disabled", "disabled"));

  /**
   * Works a call out; nothing is kept.
   *
   * @param batchId the batch that will carry it out
   * @throws ApiException when it cannot be
   */
  static ImportOrder of(Call call, Engine engine, Declarations declarations, String batchId) {
    return new Working(call, engine, declarations, batchId).order();
  }

  /** Used once. */
  private static final class Working {
    private final Call call;
    private final Engine engine;
    private final Declarations declarations;
    private final String batchId;
    private final Loaded loaded;
    private final String providerId;
    private final HostDocument host;
    private final Map<String, byte[]> files = new HashMap<>();

    Working(Call call, Engine engine, Declarations declarations, String batchId) {
      this.call = call;
      this.engine = engine;
      this.declarations = declarations;
      this.batchId = batchId;
      this.loaded = engine.loadApplied();
      this.providerId = call.at("provider_id");
      this.host = HostCalls.named(loaded, call.text("host_id").orElseThrow());
    }

    ImportOrder order() {
      PackDocument packDocument = pack();
      Pack pack = loaded.pack(packDocument.name());
      Provider provider = pack.provider(providerId).orElseThrow();
      String name = name();
      @Nullable ObjectNode standing = standing(name);
      ObjectNode spec = spec(packDocument, standing);
      OpenedKeys keys = keys(standing != null);
      ObjectNode body = Json.object();
      body.set("spec", spec);
      ArrayNode entries = body.putArray("keys");
      try {
        seal(name, provider, keys, entries);
      } finally {
        keys.keys().forEach(Secret::close);
      }
      new Targets(call, engine, host).addTo(body, name, billsSubscriptions(spec), files);
      return new ImportOrder(
          host.name(),
          name,
          pack.id(),
          providerId,
          spec.path("mode").stringValue("strict"),
          call.json().path("keys").size(),
          keys.keys().size(),
          new Declarations.Wish(
              Declarations.Kind.IMPORT,
              name,
              body.toString(),
              files,
              call.caller().name(),
              batchId));
    }

    private PackDocument pack() {
      Optional<String> wanted = call.text("pack_id");
      List<PackDocument> having =
          loaded.documents().packs().stream()
              .filter(one -> loaded.pack(one.name()).provider(providerId).isPresent())
              .filter(
                  one ->
                      wanted.isEmpty()
                          || one.name().equals(wanted.get())
                          || loaded.pack(one.name()).id().equals(wanted.get()))
              .toList();
      if (having.isEmpty()) {
        throw ApiException.notFound(
            "unknown-provider",
            "no installed pack has this provider",
            "install one: relayctl pack add, or POST /api/packs/install");
      }
      if (having.size() > 1) {
        throw ApiException.at(
            422,
            "ambiguous-provider",
            "/pack_id",
            "several packs have this provider: "
                + String.join(", ", having.stream().map(PackDocument::name).toList()),
            "say which one");
      }
      return having.getFirst();
    }

    /** The name that was given, or of the import that stands, or the provider's id. */
    private String name() {
      Optional<String> given = call.text("name");
      List<ImportDocument> imports = loaded.documents().imports();
      List<ImportDocument> here =
          imports.stream()
              .filter(one -> one.provider().equals(providerId))
              .filter(one -> one.hosts().contains(host.name()))
              .filter(one -> given.isEmpty() || one.name().equals(given.get()))
              .toList();
      here.forEach(one -> Owners.requireApi(loaded, one));
      if (!here.isEmpty()) {
        return here.getFirst().name();
      }
      String wanted = given.orElse(providerId);
      Optional<ImportDocument> other = loaded.documents().providerImport(wanted);
      if (other.isEmpty()) {
        return wanted;
      }
      if (given.isPresent()) {
        Owners.requireApi(loaded, other.get());
        throw ApiException.at(
            409,
            "name-taken",
            "/name",
            "an import of this name stands on another host, or has another provider",
            "give another name");
      }
      return providerId + "-" + host.name();
    }

    private @Nullable ObjectNode standing(String name) {
      return declarations.standing().stream()
          .filter(one -> one.kind() == Declarations.Kind.IMPORT && one.name().equals(name))
          .reduce((earlier, later) -> later)
          .map(one -> (ObjectNode) JsonMapper.shared().readTree(one.body()).path("spec"))
          .orElse(null);
    }

    /** What the call leaves out stays as it stands. */
    private ObjectNode spec(PackDocument pack, @Nullable ObjectNode standing) {
      ObjectNode spec = standing == null ? Json.object() : standing.deepCopy();
      spec.putArray("hosts").add(host.name());
      spec.put("pack", pack.name());
      spec.put("provider", providerId);
      for (Map.Entry<String, String> field : FIELDS) {
        if (call.json().has(field.getKey())) {
          spec.set(field.getValue(), call.json().get(field.getKey()));
        }
      }
      if (call.json().has("access_mode") || standing == null) {
        ArrayNode access = spec.putArray("access");
        String mode = call.text("access_mode").orElse("subscription");
        if (!mode.equals("self_service")) {
          access.add("subscription");
        }
        if (!mode.equals("subscription")) {
          access.add("self-service");
        }
      }
      call.text("reconcile_every")
          .ifPresent(every -> spec.putObject("reconcile").put("every", every));
      plan(spec, standing);
      return spec;
    }

    private void plan(ObjectNode spec, @Nullable ObjectNode standing) {
      JsonNode wanted = call.json().path("plan");
      if (wanted.isObject()) {
        ObjectNode plan = spec.putObject("plan");
        plan.set("price", wanted.get("price"));
        plan.set("days", wanted.get("days"));
        plan.put("forSale", wanted.path("for_sale").booleanValue(false));
      } else if (wanted.isNull()) {
        spec.remove("plan");
      } else if (standing == null && gives(spec, "subscription")) {
        // Nobody can buy it: it is there for an administrator to put on sale.
        int days =
            StreamSupport.stream(call.json().path("subscription_targets").spliterator(), false)
                .mapToInt(target -> target.path("duration_days").intValue(0))
                .filter(given -> given > 0)
                .findFirst()
                .orElse(30);
        spec.putObject("plan").put("price", 1).put("days", days).put("forSale", false);
      }
    }

    private static boolean gives(ObjectNode spec, String way) {
      return StreamSupport.stream(spec.path("access").spliterator(), false)
          .anyMatch(one -> one.stringValue("").equals(way));
    }

    private static boolean billsSubscriptions(ObjectNode spec) {
      return gives(spec, "subscription") || spec.has("plan");
    }

    /** An import that stands may be changed without a further key. */
    private OpenedKeys keys(boolean stands) {
      if (call.json().path("keys").isEmpty() && stands) {
        return new OpenedKeys(List.of(), OpenedKeys.Dropped.NOTHING, List.of());
      }
      StringBuilder lines = new StringBuilder();
      call.json().path("keys").forEach(key -> lines.append(key.stringValue()).append('\n'));
      byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
      try {
        return KeyLines.parse(text, Place.file("keys"));
      } finally {
        Arrays.fill(text, (byte) 0);
        lines.setLength(0);
      }
    }

    /** Keys that the import has already belong to the batch that brought them. */
    private void seal(String name, Provider provider, OpenedKeys keys, ArrayNode entries) {
      Set<Fingerprint> known =
          loaded.state().find(host.name(), name).map(DesiredImport::upstreamKeys).orElse(Set.of());
      List<Secret> fresh = new ArrayList<>();
      for (Secret key : keys.keys()) {
        if (!known.contains(engine.identity().fingerprinter().of(key))) {
          fresh.add(key);
        }
      }
      if (fresh.isEmpty()) {
        return;
      }
      String entry = entry(batchId);
      String path = ApiDocuments.FOLDER + "keys/" + name + "-" + entry + ".age";
      String sealed =
          Sealer.seal(
              fresh,
              SealPurpose.providerKey(
                  name, entry, Origin.of(host.baseUrl().toString()), Origin.of(provider.baseUrl())),
              engine.identity().recipients());
      files.put(path, sealed.getBytes(StandardCharsets.US_ASCII));
      entries.addObject().put("id", entry).put("sealed", path);
    }

    /** {@code 20261127-1f3a9c} of {@code b-20261127T083000-1f3a9c}: says when it came. */
    private static String entry(String batchId) {
      return batchId.replaceFirst("^b-", "").replaceFirst("T[0-9]+", "");
    }
  }
}

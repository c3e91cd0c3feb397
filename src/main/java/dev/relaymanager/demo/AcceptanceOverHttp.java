package dev.relaymanager.demo;

import dev.relaymanager.api.ApiClient;
import dev.relaymanager.api.ApiOptions;
import dev.relaymanager.api.Role;
import dev.relaymanager.api.Service;
import dev.relaymanager.api.Tokens;
import dev.relaymanager.daemon.Daemon;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.host.GatewayAnswer;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.report.Json;
import dev.relaymanager.seal.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plays the mission's final acceptance purely over the HTTP API: a service without a repository,
 * from an empty state, called with a token. Used once, by one thread.
 */
public final class AcceptanceOverHttp {
  private static final String PROVIDER = "/api/providers/deepseek";

  private final DemoWorld world;
  private final Transcript transcript;
  private final Steps steps;
  private String batch = "";
  private String account = "";

  /**
   * An acceptance.
   *
   * @param shown sees each step as it ends
   * @param listener hears what the engine does meanwhile
   */
  public AcceptanceOverHttp(DemoWorld world, Consumer<DemoStep> shown, EngineListener listener) {
    this.world = world;
    this.transcript = new Transcript(listener);
    this.steps = new Steps(shown, transcript);
  }

  /** Plays all steps; after one that failed, only the search for secrets is still made. */
  public List<DemoStep> play() {
    AtomicBoolean stop = new AtomicBoolean();
    try (Service service =
        Service.open(
            world.settingsWithoutRepository(),
            ApiOptions.at("127.0.0.1:0"),
            new Daemon.Schedule(Duration.ofMillis(200), Duration.ofHours(1)),
            "relayctl demo",
            new Service.Listeners(transcript, cycle -> {}, newer -> {}, transcript::add),
            stop::get)) {
      Thread loop = Thread.ofPlatform().name("demo-service").start(() -> run(service));
      try (Secret token =
              new Tokens(service.engine().store().apiTokens()).create("demo", Role.ADMIN);
          ApiClient client =
              new ApiClient(service.url(), token, HttpSettings.standard().withCa(null))) {
        world.keepSecret("the API token", token.reveal(text -> text));
        play(client);
      } finally {
        stop.set(true);
        join(loop);
      }
    }
    steps.play("no plain key anywhere", this::searchForSecrets);
    return steps.all();
  }

  private void play(ApiClient client) {
    boolean held =
        steps.play("POST /api/hosts connects and probes the host", () -> connect(client))
            && steps.play("POST /api/packs/install installs openai-cn-pack", () -> install(client))
            && steps.play("POST …/import imports two DeepSeek keys", () -> importKeys(client))
            && steps.play("a user's call answers, through our account", () -> call(client))
            && steps.play("the same again: nothing is done, nothing written", () -> again(client))
            && steps.play("a deleted account is drift", () -> drift(client))
            && steps.play("on_drift: correct makes it again", () -> correct(client))
            && steps.play("POST …/rollback takes the batch back", () -> rollback(client));
    if (!held) {
      transcript.add("stopped after the step that failed");
    }
  }

  private void run(Service service) {
    try {
      service.run(failed -> transcript.add(failed.explanation()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread loop) {
    try {
      loop.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ------------------------------------------------------------------ the steps

  private String connect(ApiClient client) {
    ObjectNode body = Json.object().put("name", "prod").put("base_url", world.host().url());
    body.putObject("auth").put("type", "bearer").put("token", world.host().adminKey());
    JsonNode host = fine(client.post("/api/hosts", body));
    Steps.require(text(host, "status").equals("supported"), host.toString());
    return host.toString();
  }

  private String install(ApiClient client) {
    JsonNode pack =
        fine(client.post("/api/packs/install", Json.object().put("source", "openai-cn-pack")));
    return "%s %s, %d providers, %s"
        .formatted(
            text(pack, "pack_id"),
            text(pack, "version"),
            pack.path("providers").size(),
            text(pack, "digest"));
  }

  private ObjectNode order(@Nullable String onDrift) {
    ObjectNode body =
        Json.object()
            .put("host_id", "prod")
            .put("name", world.importName())
            .put("mode", "partial")
            .put("access_mode", "subscription");
    ArrayNode keys = body.putArray("keys");
    world.host().upstreamKeys().forEach(keys::add);
    body.putArray("subscription_targets")
        .addObject()
        .put("user_id", world.host().user())
        .put("duration_days", 30);
    if (onDrift != null) {
      body.put("on_drift", onDrift);
    }
    return body;
  }

  private String importKeys(ApiClient client) {
    JsonNode preview = fine(client.post(PROVIDER + "/preview-import", order(null)));
    Steps.require(
        preview.at("/plan/summary/add").intValue() >= 6, "the preview: " + preview.path("plan"));
    JsonNode answer = fine(client.post(PROVIDER + "/import", order(null)));
    Steps.require(text(answer, "status").equals("succeeded"), answer.toString());
    Steps.require(answer.at("/created/account_ids").size() == 2, answer.toString());
    Steps.require(
        text(answer, "access_closure_status").equals("subscription_ready"), answer.toString());
    batch = text(answer, "batch_id");
    account = answer.at("/created/account_ids/0").stringValue("");
    return answer.toString();
  }

  private String call(ApiClient client) {
    JsonNode made = fine(client.get("/api/import-batches/" + batch));
    long group = Long.parseLong(made.at("/created/group_id").stringValue(""));
    try (Engine engine =
        Engine.open(world.settingsWithoutRepository(), InstantSource.system(), transcript)) {
      HostAdapter host = engine.probe(engine.load(), "prod").adapter();
      String key = world.host().userKey(host, group);
      world.keepSecret("the user's own key", key);
      ObjectNode body = Json.object().put("host_id", "prod").put("name", world.importName());
      body.putArray("subscription_targets")
          .addObject()
          .put("user_id", world.host().user())
          .put("duration_days", 30)
          .put("probe_key", key);
      fine(client.post(PROVIDER + "/access/assign-subscriptions", body));
      JsonNode status = fine(client.get(PROVIDER + "/access/status")).at("/imports/0");
      Steps.require(
          text(status, "access_closure_status").equals("subscription_ready"), status.toString());
      Steps.require(
          text(status, "evidence").contains("through account " + world.importName() + "-"),
          status.toString());
      Steps.require(providerStatus(client).equals("active"), "provider " + providerStatus(client));
      return "%s calls %s: %s; %s"
          .formatted(
              world.host().user(), DemoDocuments.MODEL, ask(host, key), text(status, "evidence"));
    }
  }

  private static String ask(HostAdapter host, String userKey) {
    try (Secret key = Secret.of(userKey)) {
      return switch (host.chat(key, DemoDocuments.MODEL).require()) {
        case GatewayAnswer.Answered answered -> '"' + answered.text() + '"';
        case GatewayAnswer.Refused refused ->
            throw new DemoFailedException("refused with " + refused.status());
      };
    }
  }

  private String again(ApiClient client) {
    String before = fine(client.get(PROVIDER + "/resources")).toString();
    world.host().forgetRequests();
    JsonNode answer = fine(client.post(PROVIDER + "/import", order(null)));
    Steps.require(text(answer, "status").equals("succeeded"), answer.toString());
    Steps.require(answer.at("/created/account_ids").isEmpty(), "made again: " + answer);
    OptionalLong changes = world.host().changingRequests();
    Steps.require(changes.orElse(0) == 0, changes + " changing requests were sent");
    String after = fine(client.get(PROVIDER + "/resources")).toString();
    Steps.require(after.equals(before), "the record says something else than before");
    JsonNode plan = fine(client.get("/api/plan"));
    Steps.require(plan.path("resource_changes").isEmpty(), plan.toString());
    return "batch %s did nothing; %sthe record as before, the plan empty"
        .formatted(
            text(answer, "batch_id"),
            changes.isPresent() ? "0 changing requests to the host, " : "");
  }

  private String drift(ApiClient client) {
    world.host().deleteAccount(Long.parseLong(account));
    JsonNode found = fine(client.post(PROVIDER + "/reconcile", Json.object())).at("/imports/0");
    Steps.require(text(found, "provider_status").equals("drifted"), found.toString());
    Steps.require(found.path("drift").size() == 1, found.toString());
    return "%s is drifted: %s"
        .formatted(text(found, "import"), found.at("/drift/0").stringValue(""));
  }

  private String correct(ApiClient client) {
    JsonNode answer = fine(client.post(PROVIDER + "/import", order("correct")));
    Steps.require(text(answer, "status").equals("succeeded"), answer.toString());
    Steps.require(providerStatus(client).equals("active"), "provider " + providerStatus(client));
    JsonNode drift = fine(client.get("/api/drift"));
    Steps.require(drift.path("resource_drift").isEmpty(), drift.toString());
    return "account #%s made again by batch %s, %s is active"
        .formatted(account, text(answer, "batch_id"), world.importName());
  }

  /** Batches are taken back from the newest on: each knows only what it did itself. */
  private String rollback(ApiClient client) {
    int undone = 0;
    JsonNode batches = fine(client.get(PROVIDER + "/import-batches")).path("items");
    for (JsonNode one : batches) {
      JsonNode answer =
          fine(
              client.post(
                  "/api/import-batches/" + text(one, "batch_id") + "/rollback", Json.object()));
      Steps.require(text(answer, "status").equals("rolled_back"), answer.toString());
      undone++;
    }
    JsonNode left = fine(client.get(PROVIDER + "/resources")).path("items");
    Steps.require(left.isEmpty(), "left on record: " + left);
    JsonNode plan = fine(client.get("/api/plan"));
    Steps.require(plan.path("resource_changes").isEmpty(), "still wanted: " + plan);
    JsonNode status = fine(client.get(PROVIDER + "/access/status")).at("/imports/0");
    Steps.require(
        text(status, "access_closure_status").equals("not_configured"), status.toString());
    return undone + " batches taken back, nothing left on record, nothing wanted";
  }

  private String searchForSecrets() {
    SecretSearch search = new SecretSearch(world.secrets());
    search.files(world.state());
    search.text("everything printed and answered", transcript.text());
    Steps.require(search.hits().isEmpty(), "found: " + search.hits());
    return "looked for " + search.extent() + ": 0 hits";
  }

  // ------------------------------------------------------------------ calling

  private JsonNode fine(ApiClient.Reply reply) {
    transcript.add(reply.text());
    if (reply.status() == 202 || !reply.isFine()) {
      throw new DemoFailedException(reply.status() + " " + reply.text());
    }
    return reply.json();
  }

  private String providerStatus(ApiClient client) {
    return fine(client.get(PROVIDER + "/status")).at("/imports/0/provider_status").stringValue("");
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).stringValue("");
  }
}

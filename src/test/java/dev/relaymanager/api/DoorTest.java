package dev.relaymanager.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.desired.DocumentText;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.report.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who gets in, and what is said to who does not. */
final class DoorTest {
  @TempDir private Path folder;

  private static String token(ApiWorld world, String name, Role role) {
    return new Tokens(world.service().engine().store().apiTokens())
        .create(name, role)
        .reveal(text -> text);
  }

  @Test
  void fromTheFirstTokenOnEveryCallNeedsOneThatReaches() {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      assertEquals(200, world.client().get("/api/hosts").status());
      String reader = token(world, "reader", Role.READ);
      String planner = token(world, "planner", Role.PLAN);
      String admin = token(world, "boss", Role.ADMIN);

      Client.Got refused = world.client().get("/api/hosts");
      assertEquals(401, refused.status());
      assertEquals(List.of("Bearer"), refused.response().headers().allValues("WWW-Authenticate"));
      assertEquals(401, world.client("rlt_wrong").get("/api/hosts").status());
      assertEquals(200, world.client(reader).get("/api/hosts").status());
      Client.Got beyond = world.client(reader).get("/api/plan");
      assertEquals(403, beyond.status());
      assertTrue(beyond.text("/detail").contains("reader"), beyond.body());
      assertEquals(200, world.client(planner).get("/api/plan").status());
      assertEquals(
          403, world.client(planner).post("/api/providers/deepseek/reconcile", "{}").status());
      assertEquals(403, world.client(planner).get("/api/audit").status());
      assertEquals(200, world.client(admin).get("/api/audit").status());
      assertEquals(200, world.client().get("/healthz").status());
      assertEquals(200, world.client().get("/api/openapi.yaml").status());
      world.service().engine().store().apiTokens().remove("reader");
      assertEquals(401, world.client(reader).get("/api/hosts").status());
    }
  }

  /** Whoever adds a route cannot forget to say who may call it, nor get around the door. */
  @Test
  void aRouteThatIsAddedIsRefusedUntilItSaysWhoMayAndThenToAllOthers() {
    String text = Contract.published().text();
    String added =
        """
        paths:
          /api/new:
            get:
              operationId: brandNew
              %s
              responses:
                "200": {description: x, content: {application/json: {schema: {type: object}}}}
                "401": {$ref: "#/components/responses/Unauthorized"}
                "403": {$ref: "#/components/responses/Forbidden"}
        """;
    assertThrows(
        IllegalStateException.class,
        () -> Contract.of(text.replace("\npaths:\n", "\n" + added.formatted("summary: no role"))));

    Contract contract =
        Contract.of(text.replace("\npaths:\n", "\n" + added.formatted("x-relay-role: apply")));
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126");
        ApiServer server =
            ApiServer.start(
                ApiOptions.at("127.0.0.1:0"),
                world.desk(),
                line -> {},
                contract,
                Map.of("brandNew", call -> Answer.ok(Json.object().put("reached", true))),
                null)) {
      String reader = token(world, "reader", Role.READ);
      String applier = token(world, "applier", Role.APPLY);
      assertEquals(401, Client.bare(server.url(), null, "/api/new").statusCode());
      assertEquals(403, Client.bare(server.url(), reader, "/api/new").statusCode());
      assertEquals(200, Client.bare(server.url(), applier, "/api/new").statusCode());
    }
  }

  @Test
  void pagesOfOtherOriginsAndNamesThatPointHereAreRefused() {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      Client client = world.client();
      assertEquals(403, client.get("/api/hosts", "Origin", "https://evil.example.com").status());
      assertEquals(403, client.get("/api/hosts", "Origin", "null").status());
      assertEquals(200, client.get("/api/hosts", "Origin", world.service().url()).status());
      assertEquals(421, Client.withHostHeader(world.service().url(), "evil.example.com"));
      assertEquals(200, Client.withHostHeader(world.service().url(), "localhost"));
    }
  }

  @Test
  void whatIsWrongIsToldWithItsPlaceAndWithoutRepeatingIt() {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      Client client = world.client();
      String key = "sk-canary-invented-9f8e7d6c5b4a3928";
      Client.Got faulty =
          client.post(
              "/api/providers/deepseek/import",
              "{\"host_id\": 7, \"keys\": \"" + key + "\", \"hosts\": [\"" + key + "\"]}");
      assertEquals(422, faulty.status(), faulty.body());
      assertEquals("urn:relay-manager:problem:invalid", faulty.text("/type"));
      assertEquals(
          Set.of("/hosts", "/host_id", "/keys"),
          Set.copyOf(faulty.json().path("errors").findValuesAsString("path")));
      assertFalse(faulty.body().contains(key), faulty.body());

      Client.Got broken = client.post("/api/hosts", "{\"name\": \"" + key);
      assertEquals(400, broken.status());
      assertFalse(broken.body().contains(key), broken.body());
      assertEquals(400, client.post("/api/hosts", "{\"name\": \"a\", \"name\": \"b\"}").status());
      assertEquals(
          415,
          client
              .sendBytes("POST", "/api/hosts", BodyPublishers.ofString("{}"), "text/plain")
              .status());
      assertEquals(
          413,
          client
              .sendBytes(
                  "POST",
                  "/api/hosts",
                  BodyPublishers.ofByteArray(new byte[BodyReader.MAX_JSON + 1]),
                  "application/json")
              .status());
      assertEquals(404, client.get("/api/nothing").status());
      assertEquals(
          405, client.sendBytes("PUT", "/api/hosts", BodyPublishers.noBody(), null).status());
      assertEquals(404, client.get("/api/hosts/nowhere").status());
      assertEquals(404, client.get("/api/import-batches/b-none").status());
      assertEquals(404, client.get("/api/providers/nobody/status").status());
      assertEquals(422, client.get("/api/hosts?limit=0").status());
      assertEquals(422, client.get("/api/hosts?limit=2&limit=3").status());
      assertEquals(422, client.get("/api/hosts?unknown=1").status());
      assertEquals(422, client.get("/api/audit?cursor=!!").status());
    }
  }

  @Test
  void anAddressThatOthersReachWantsATokenAndTls() {
    ApiOptions open = ApiOptions.at("0.0.0.0:0");
    assertEquals("no-token", code(() -> open.check(false)));
    assertEquals("no-tls", code(() -> open.check(true)));
    new ApiOptions("0.0.0.0", 0, null, null, true, Set.of()).check(true);
    ApiOptions.at("127.0.0.1:0").check(false);
    assertEquals(
        "half-tls",
        code(
            () ->
                new ApiOptions("127.0.0.1", 0, Path.of("c.pem"), null, false, Set.of())
                    .check(true)));
    assertEquals("bad-address", code(() -> ApiOptions.at("8765")));
  }

  private static String code(Runnable attempt) {
    return assertThrows(InvalidInputException.class, attempt::run).problems().getFirst().code();
  }

  /** YAML makes a field of what follows a comma in a text that stands without quotes. */
  @Test
  void theContractsSchemasHoldNoWordsThatAreNone() {
    JsonNode document =
        DocumentText.read(
            "openapi.yaml", Contract.published().text().getBytes(StandardCharsets.UTF_8));
    List<String> strange = new ArrayList<>();
    collect(document, strange);
    assertEquals(List.of(), strange);
  }

  private static void collect(JsonNode node, List<String> strange) {
    for (String name : node.propertyNames()) {
      if (name.contains(" ") || name.endsWith(".")) {
        strange.add(name);
      }
    }
    node.forEach(child -> collect(child, strange));
  }
}

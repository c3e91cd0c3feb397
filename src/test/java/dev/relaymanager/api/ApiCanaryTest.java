package dev.relaymanager.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.sim.FaultRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Keys, tokens and passwords that go in over the API come out nowhere: not in an answer, good or
 * bad, nor in an event, the audit log, the service's log, or any file that it keeps.
 */
@Timeout(180) // a stream that does not end would be read for ever
final class ApiCanaryTest {
  private static final String GOOD = "sk-good-canary-41d5b0c93e7f";
  private static final String BAD = "sk-bad-canary-7702c1f0a9d4";
  private static final String WRONG_PLACE = "sk-canary-in-a-wrong-place-8c30f1";
  private static final String USER_KEY = "sk-canary-of-a-user-5b1e90aa72";
  private static final String ADMIN = "admin-wrong-canary-93be0f5512";

  @TempDir private Path folder;

  /** Reads the stream of events until the service ends. */
  private static final class Listening {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;

    Listening(String url, String token) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/api/events"))
              .header("Authorization", "Bearer " + token)
              .build();
      HttpResponse<InputStream> stream;
      try {
        stream =
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError(interrupted);
      }
      assertEquals(200, stream.statusCode());
      assertEquals(List.of("text/event-stream"), stream.headers().allValues("Content-Type"));
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (InputStream in = stream.body()) {
                      new String(in.readAllBytes(), StandardCharsets.UTF_8)
                          .lines()
                          .forEach(lines::add);
                    } catch (IOException ended) {
                      lines.add("ended: " + ended);
                    }
                  });
    }

    String all() {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      return String.join("\n", lines);
    }
  }

  @Test
  void whatIsSecretComesOutNowhere() throws Exception {
    List<String> secrets = new ArrayList<>();
    secrets.addAll(List.of(GOOD, BAD, WRONG_PLACE, USER_KEY, ADMIN, ApiWorld.ADMIN_KEY));
    StringBuilder said = new StringBuilder();
    List<Path> files;
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      String token =
          new Tokens(world.service().engine().store().apiTokens())
              .create("operator", Role.ADMIN)
              .reveal(text -> text);
      secrets.add(token);
      Client client = world.client(token);
      Listening events = new Listening(world.service().url(), token);
      everything(world, client);
      world.client("rlt_" + WRONG_PLACE).get("/api/hosts");
      files = world.files();
      world.stop();
      said.append(String.join("\n", client.bodies()));
      String told = events.all();
      assertTrue(told.contains("event: audit"), told);
      assertTrue(told.contains("event: batch"), told);
      said.append(told).append(String.join("\n", world.log));
      for (String secret : secrets) {
        for (String form : forms(secret)) {
          int at = said.indexOf(form);
          assertEquals(-1, at, () -> "said: " + said.substring(Math.max(0, at - 300), at + 100));
          for (Path file : files) {
            if (Files.exists(file)) {
              String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
              assertEquals(-1, bytes.indexOf(form), file + " holds " + form);
            }
          }
        }
      }
    }
    assertTrue(files.size() > 1, "there are files to look through");
    // The stream is read beside the client, which looks at whole answers.
    assertEquals(Set.of("events"), Client.unseen(), "operations that were not called");
  }

  private static List<String> forms(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return List.of(
        secret,
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        HexFormat.of().formatHex(bytes));
  }

  /** Good calls, bad calls, and keys where none belongs. */
  private static void everything(ApiWorld world, Client client) {
    String wrong =
        """
        {"name": "other", "base_url": "%s", "auth": {"type": "bearer", "token": "%s"}}
        """;
    assertEquals(502, client.post("/api/hosts", wrong.formatted(world.host.url(), ADMIN)).status());
    client.post("/api/hosts", wrong.formatted("http://" + WRONG_PLACE + "@127.0.0.1/", ADMIN));
    client.post("/api/hosts", wrong.formatted(WRONG_PLACE, ADMIN));
    client.post("/api/hosts", "{\"" + WRONG_PLACE + "\": 1}");
    client.post("/api/hosts", "{\"name\": \"" + WRONG_PLACE + "\", ");
    JourneyOverHttpTest.connect(world, client);
    client.get("/api/providers/" + WRONG_PLACE + "/status");
    client.post("/api/providers/" + WRONG_PLACE + "/import", "{}", "Idempotency-Key", "one");
    client.post("/api/packs/install", "{\"source\": \"" + WRONG_PLACE + "\"}");
    client.post("/api/packs/install", "{\"source\": \"https://" + WRONG_PLACE + "@x.invalid/\"}");
    String importPath = "/api/providers/deepseek/import";
    for (String field : List.of("host_id", "mode", "name", "pack_id", "access_mode")) {
      client.post(
          importPath,
          "{\"host_id\": \"prod\", \"keys\": [\"%s\"], \"%s\": \"%s\"}"
              .formatted(GOOD, field, WRONG_PLACE));
    }
    client.post(importPath, JourneyOverHttpTest.body("strict", "[\"" + GOOD + "\\n \u0001\"]"));
    client.post(
        "/api/providers/deepseek/preview-import",
        JourneyOverHttpTest.body("partial", JourneyOverHttpTest.keys(GOOD, BAD)));
    world.host.inject(FaultRule.parse("POST /api/v1/admin/accounts*:error-after:next=1"));
    client.post(
        importPath,
        JourneyOverHttpTest.body("partial", JourneyOverHttpTest.keys(GOOD, BAD)),
        "Idempotency-Key",
        "two");
    client.post(
        "/api/providers/deepseek/access/assign-subscriptions",
        """
        {"host_id": "prod",
         "subscription_targets": [{"user_id": "%s", "duration_days": 31, "probe_key": "%s"}]}
        """
            .formatted(ApiWorld.USER, USER_KEY));
    for (String read :
        List.of(
            "hosts",
            "import-batches",
            "hosts/prod",
            "packs",
            "status",
            "keys",
            "reconcile-runs",
            "revisions",
            "plan",
            "drift",
            "reports/latest",
            "audit",
            "providers/deepseek/status",
            "providers/deepseek/resources",
            "providers/deepseek/access/status",
            "providers/deepseek/import-batches")) {
      assertEquals(200, client.get("/api/" + read).status(), read);
    }
    String batch = client.get("/api/providers/deepseek/import-batches").text("/items/1/batch_id");
    assertEquals(200, client.get("/api/import-batches/" + batch).status());
    for (String read :
        List.of("packs/openai-cn-pack", "packs/openai-cn-pack/providers", "openapi.yaml")) {
      assertEquals(200, client.get("/api/" + read).status(), read);
    }
    assertEquals(200, client.get("/healthz").status());
    client.post("/api/hosts/prod/probe", "");
    client.post(
        "/api/providers/deepseek/access/preview",
        "{\"host_id\": \"prod\", \"revoke\": [\"" + ApiWorld.USER + "\"]}");
    client.post("/api/providers/deepseek/reconcile", "{}");
    client.post("/api/apply", "{}");
    JsonNode batches = client.get("/api/providers/deepseek/import-batches").json().path("items");
    for (JsonNode one : batches) {
      String path = "/api/import-batches/" + one.path("batch_id").stringValue();
      client.post(path + "/preview-rollback", "");
      client.post(path + "/rollback", "{}");
    }
    assertEquals(204, client.delete("/api/hosts/prod").status());
  }
}

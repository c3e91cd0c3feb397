package dev.relaymanager.bench;

import dev.relaymanager.http.ConnectTo;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpRequest;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.seal.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the host itself needs: the same requests by the same HTTP client, and nothing around them.
 */
final class BareCalls implements AutoCloseable {
  private static final String ADMIN = "/api/v1/admin/";
  private static final int PAGE = 1000;
  private static final int BATCH = 50;

  private final String url;
  private final HttpCaller http;
  private final Secret key = Secret.of(ScaleHost.ADMIN_KEY);

  BareCalls(String url, String caPem, List<ConnectTo> detour) {
    this.url = url;
    this.http = new HttpCaller(HttpSettings.standard().withCa(caPem).withConnectTo(detour));
  }

  /**
   * Reads all that a plan reads: the pages of a list one after the other, the lists side by side.
   */
  long readPages(int accounts) {
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<String> others =
          List.of(
              ADMIN + "groups?sort_by=id&sort_order=asc&page=1&page_size=1000",
              ADMIN + "channels?sort_by=id&sort_order=asc&page=1&page_size=1000",
              ADMIN + "payment/plans",
              ADMIN + "subscriptions?sort_by=created_at&sort_order=asc&page=1&page_size=1000",
              "/api/v1/settings/public");
      List<Future<?>> running = new ArrayList<>();
      others.forEach(path -> running.add(threads.submit(() -> call("GET", path, null))));
      for (int page = 1; page <= (accounts + PAGE - 1) / PAGE; page++) {
        call(
            "GET",
            ADMIN + "accounts?lite=1&sort_by=id&sort_order=asc&page=" + page + "&page_size=1000",
            null);
      }
      running.forEach(BareCalls::await);
    }
    return millisSince(begun);
  }

  /** Makes accounts in the batches that an apply makes; gives milliseconds, without the groups'. */
  long makeAccounts(int accounts, int atOnce) {
    List<Long> groups = new ArrayList<>();
    for (int number = 0; number < ScaleRepository.IMPORTS; number++) {
      ObjectNode group =
          JsonMapper.shared()
              .createObjectNode()
              .put("name", "bare-" + number)
              .put("platform", "openai")
              .put("rate_multiplier", 1)
              .put("subscription_type", "subscription");
      groups.add(data(call("POST", ADMIN + "groups", group.toString())).path("id").longValue());
    }
    List<String> bodies = new ArrayList<>();
    for (int number = 0; number < ScaleRepository.IMPORTS; number++) {
      int until = (int) ((number + 1L) * accounts / ScaleRepository.IMPORTS);
      for (int from = (int) ((long) number * accounts / ScaleRepository.IMPORTS);
          from < until;
          from += BATCH) {
        bodies.add(batch(from, Math.min(until, from + BATCH), groups.get(number)));
      }
    }
    return sideBySide(
        bodies.size(),
        atOnce,
        number -> call("POST", ADMIN + "accounts/batch", bodies.get(number), "bare-" + number));
  }

  private static String batch(int from, int until, long group) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    ArrayNode items = body.putArray("accounts");
    for (int number = from; number < until; number++) {
      ObjectNode item =
          items
              .addObject()
              .put("name", "bare-account-%08d".formatted(number))
              .put("platform", "openai")
              .put("type", "apikey")
              .put("concurrency", 10)
              .put("priority", 50)
              .put("rate_multiplier", 1)
              .put(
                  "notes", "a note about as long as the mark that says whose account this is 0123");
      item.putArray("group_ids").add(group);
      ObjectNode credentials =
          item.putObject("credentials")
              .put("base_url", "https://api.deepseek.com")
              .put("api_key", "sk-good-invented-%08d-0123456789abcdef".formatted(number));
      ObjectNode models = credentials.putObject("model_mapping");
      Stream.of("deepseek-chat", "deepseek-reasoner").forEach(model -> models.put(model, model));
    }
    return body.toString();
  }

  /**
   * Tries the accounts as an apply does: the account is read, tested by the host and asked for its
   * models, and the vendor is called.
   */
  long tryAccounts(int accounts, int atOnce) {
    List<Long> ids = accountIds(accounts);
    return sideBySide(
        ids.size(),
        atOnce,
        number -> {
          String account = ADMIN + "accounts/" + ids.get(number);
          call("POST", account + "/test", "{\"model_id\":\"deepseek-chat\"}");
          call("GET", account, null);
          call("GET", account + "/models", null);
          return answered(
              http.call(
                  HttpRequest.of(
                          "POST",
                          URI.create("https://api.deepseek.com/v1/chat/completions"),
                          Duration.ofSeconds(30))
                      .withHeader("Authorization", "Bearer sk-good-invented")
                      .withJson(
                          "{\"model\":\"deepseek-chat\",\"max_tokens\":1,\"messages\":"
                              + "[{\"role\":\"user\",\"content\":\"ping\"}]}")));
        });
  }

  private List<Long> accountIds(int accounts) {
    List<Long> ids = new ArrayList<>();
    for (int page = 1; page <= (accounts + PAGE - 1) / PAGE; page++) {
      data(call("GET", ADMIN + "accounts?page=" + page + "&page_size=1000", null))
          .path("items")
          .forEach(item -> ids.add(item.path("id").longValue()));
    }
    return ids;
  }

  private static long sideBySide(int count, int atOnce, IntFunction<HttpResult.Answered> calls) {
    Semaphore slots = new Semaphore(atOnce);
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      IntStream.range(0, count)
          .forEach(
              number ->
                  running.add(
                      threads.submit(
                          () -> {
                            slots.acquire();
                            try {
                              return calls.apply(number);
                            } finally {
                              slots.release();
                            }
                          })));
      running.forEach(BareCalls::await);
    }
    return millisSince(begun);
  }

  private HttpResult.Answered call(String method, String path, String json) {
    return call(method, path, json, "");
  }

  private HttpResult.Answered call(String method, String path, String json, String idempotencyKey) {
    HttpRequest request =
        HttpRequest.of(method, URI.create(url + path), Duration.ofMinutes(2))
            .withHeader("Accept", "application/json")
            .withSecret("x-api-key", "", key)
            .withJson(json)
            .withMaxBytes(64 << 20);
    return answered(
        http.call(
            idempotencyKey.isEmpty()
                ? request
                : request.withHeader("Idempotency-Key", idempotencyKey)));
  }

  private static HttpResult.Answered answered(HttpResult result) {
    if (result instanceof HttpResult.Answered answered && answered.status() / 100 == 2) {
      return answered;
    }
    throw new IllegalStateException(String.valueOf(result));
  }

  private static JsonNode data(HttpResult.Answered answered) {
    return JsonMapper.shared().readTree(answered.body().text()).path("data");
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  static long millisSince(long begun) {
    return (System.nanoTime() - begun) / 1_000_000;
  }

  @Override
  public void close() {
    http.close();
  }
}

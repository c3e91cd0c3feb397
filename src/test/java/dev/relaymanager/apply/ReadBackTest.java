package dev.relaymanager.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that take a change, say so, and show something else afterwards. */
final class ReadBackTest {
  @TempDir private Path folder;
  private Workbench bench;
  private final Wish wish = new Wish();

  private void start(String version) {
    bench = new Workbench(version, folder);
    wish.keys.put("a", "sk-good-invented-a-0001");
    wish.keys.put("b", "sk-good-invented-b-0002");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** Does something behind the host's back before the answer to a request leaves. */
  private void after(String route, Runnable work) {
    bench.sim.addHook(
        new RequestHook() {
          @Override
          public void after(SeenRequest request) {
            if ((request.method() + " " + request.template()).equals(route)) {
              work.run();
            }
          }
        });
  }

  private void byHand(String method, String path, String json) {
    bench.sim.backDoor().byHand(method, "/api/v1/admin/" + path, json);
  }

  private static void says(BatchResult result, String what) {
    assertTrue(result.detail().contains(what), result.detail());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aChange(String version) {
    start(version);
    assertEquals(BatchState.SUCCEEDED, bench.apply(wish).state());
    wish.price = "12.50";
    long plan = bench.recorded().get(ResourceKey.plan("prod", wish.name)).orElseThrow().hostId();
    after(
        "PUT /api/v1/admin/payment/plans/:id",
        () -> byHand("PUT", "payment/plans/" + plan, "{\"price\":5.5}"));

    BatchResult result = bench.apply(wish);

    assertEquals(BatchState.FAILED, result.state());
    says(result, "the host did it, but price stays 5.5 where 12.5 is due");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void somethingNew(String version) {
    start(version);
    after("POST /api/v1/admin/groups", () -> byHand("PUT", "groups/2", "{\"rate_multiplier\":3}"));

    BatchResult result = bench.apply(wish);

    assertEquals(BatchState.FAILED, result.state());
    says(result, "the host did it, but rateMultiplier stays 3 where 1 is due");
    assertTrue(
        bench.recorded().get(ResourceKey.group("prod", wish.name)).isPresent(),
        "it stands and is ours, so it is on record");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void accountsThatAreMadeTogether(String version) {
    start(version);
    after(
        "POST /api/v1/admin/accounts/batch",
        () -> byHand("PUT", "accounts/2", "{\"concurrency\":99}"));

    BatchResult result = bench.apply(wish);

    assertEquals(BatchState.FAILED, result.state());
    says(result, "prod/Account/deepseek/b: the host did it, but concurrency stays 99");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void anAccountThatIsGoneAtOnce(String version) {
    start(version);
    wish.strict = false;
    after("POST /api/v1/admin/accounts/batch", () -> byHand("DELETE", "accounts/2", ""));

    BatchResult result = bench.apply(wish);

    assertEquals(BatchState.PARTIALLY_SUCCEEDED, result.state());
    says(result, "prod/Account/deepseek/b: the host answered that it made it, but does not show");
    assertEquals(1, bench.names(ResourceType.ACCOUNT).size());
  }
}

package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.store.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Users whom a grant names by the host's id. */
final class GrantByIdTest {
  @TempDir private Path folder;

  private static JsonNode subscriptions(Scene scene) {
    return scene
        .host
        .backDoor()
        .byHand("GET", "/api/v1/admin/subscriptions?status=active", "")
        .path("data")
        .path("items");
  }

  private static String onlySubscription(Scene scene) {
    JsonNode all = subscriptions(scene);
    assertEquals(1, all.size(), all::toPrettyString);
    return all.path(0).path("id").asString();
  }

  private static String userOf(Scene scene) {
    JsonNode user =
        scene
            .host
            .backDoor()
            .byHand("GET", "/api/v1/admin/users?search=" + Scene.USER, "")
            .path("data")
            .path("items")
            .path(0);
    return user.path("id").asString();
  }

  private static List<String> recorded(Scene scene) {
    try (StateStore store = scene.store()) {
      return store.resources().on("prod").stream()
          .filter(one -> one.key().type() == ResourceType.SUBSCRIPTION)
          .map(GrantByIdTest::shown)
          .toList();
    }
  }

  private static String shown(RecordedResource one) {
    return one.key().name() + " is " + one.spec().name();
  }

  private static void noSubscriptionChanges(Scene scene) {
    scene.host.forgetRequests();
    scene.run("apply --yes").exits(0);
    assertEquals(
        List.of(),
        scene.host.requests().stream()
            .filter(request -> request.changes() && request.path().contains("/subscriptions"))
            .map(request -> request.method() + " " + request.path())
            .toList());
    scene.run("plan --detailed-exitcode").exits(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void theSameUserKeepsTheSameSubscriptionByWhicheverName(String version) {
    try (Scene scene = Scene.in(folder, Scene.options(version))) {
      String id = userOf(scene);
      scene.replace(Scene.GRANT, "[" + Scene.USER + "]", "[" + id + "]");
      scene.commit("Alice by her id");
      scene.run("plan").exits(0).says(Scene.USER, "6 to add");
      scene.run("apply --yes").exits(0);
      String subscription = onlySubscription(scene);
      assertEquals(List.of(id + " is " + Scene.USER), recorded(scene));
      scene.run("plan --detailed-exitcode").exits(0);

      scene.replace(Scene.GRANT, "[" + id + "]", "[" + Scene.USER + "]");
      scene.commit("Alice by her e-mail");
      noSubscriptionChanges(scene);
      assertEquals(List.of(Scene.USER + " is " + Scene.USER), recorded(scene));

      scene.replace(Scene.GRANT, "[" + Scene.USER + "]", "[\"" + id + "\"]");
      scene.replace(Scene.GRANT, "days: 30", "days: 45");
      scene.commit("Alice by her id again, and longer");
      scene.run("apply --yes").exits(0).says("1 to change");
      assertEquals(subscription, onlySubscription(scene));

      scene.remove(Scene.GRANT);
      scene.commit("Not Alice any more");
      scene.run("apply --yes").exits(0).says("1 to destroy");
      assertEquals(0, subscriptions(scene).size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void oneUserByTwoNamesIsAConflictAndNoSecondAssignment(String version) {
    try (Scene scene = Scene.in(folder, Scene.options(version))) {
      String id = userOf(scene);
      scene.write(
          "grants/others.yaml",
          scene
              .read(Scene.GRANT)
              .replace("metadata: {name: research}", "metadata: {name: others}")
              .replace(Scene.USER, id));
      scene.commit("Alice, and Alice again");
      scene
          .run("plan")
          .exits(1)
          .says(
              "the id " + id + " is the user with the e-mail " + Scene.USER,
              "who is granted the same at grants/research.yaml",
              "keep one of the two");
      scene.run("apply --yes");
      assertEquals(0, subscriptions(scene).size());

      scene.remove(Scene.GRANT);
      scene.commit("Once is enough");
      scene.run("apply --yes").exits(0);
      onlySubscription(scene);

      scene.write(Scene.GRANT, scene.read("grants/others.yaml").replace("others", "research"));
      scene.replace(Scene.GRANT, "[" + id + "]", "[" + Scene.USER + "]");
      scene.commit("And again, now that she has it");
      scene.run("plan").exits(1).says("keep one of the two");
      scene.host.forgetRequests();
      scene.run("apply --yes");
      assertEquals(0, scene.changes());
      assertTrue(scene.run("status").exits(0).out().contains("keep one of the two"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void theirOwnKeysProveAccessToo(String version) {
    try (Scene scene = Scene.in(folder, Scene.options(version))) {
      String id = userOf(scene);
      scene.replace(Scene.GRANT, "[" + Scene.USER + "]", "[" + id + "]");
      scene.commit("Alice by her id");
      scene.run("apply --yes").exits(0);
      String key =
          scene
              .host
              .backDoor()
              .addKey(Long.parseLong(id), subscriptions(scene).path(0).path("group_id").asLong());
      scene.seal(
          "keys/probe.age",
          key,
          SealPurpose.userKey("research", Origin.of(scene.host.url())),
          scene.identity);
      scene.write(
          Scene.GRANT,
          scene.read(Scene.GRANT)
              + "  probe: {user: %s, key: {sealed: keys/probe.age}}\n".formatted(id));
      scene.commit("Alice proves it");
      scene.run("apply --yes").exits(0).says("access subscription_ready");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void anIdThatNobodyHasStandsInTheWay(String version) {
    try (Scene scene = Scene.in(folder, Scene.options(version))) {
      scene.replace(Scene.GRANT, "[" + Scene.USER + "]", "[4711]");
      scene.commit("Nobody");
      scene.run("plan").exits(1).says("host prod has no user with the id 4711", "correct the id");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aLostRecordIsRebuiltByWhicheverName(String version) {
    try (Scene scene = Scene.in(folder, Scene.options(version))) {
      String id = userOf(scene);
      scene.run("apply --yes").exits(0);
      String subscription = onlySubscription(scene);
      scene.replace(Scene.GRANT, "[" + Scene.USER + "]", "[" + id + "]");
      scene.commit("Alice by her id");
      lose(scene);
      scene.run("recover --yes").exits(0).says("6 on record again");
      noSubscriptionChanges(scene);
      assertEquals(List.of(id + " is " + Scene.USER), recorded(scene));
      assertEquals(subscription, onlySubscription(scene));
    }
  }

  private static void lose(Scene scene) {
    try (Stream<Path> files = Files.walk(scene.state())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}

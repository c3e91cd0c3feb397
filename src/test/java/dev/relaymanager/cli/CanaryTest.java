package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.seal.SecretHunt;
import dev.relaymanager.sim.FaultRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keys that nobody may find again: whatever a command says, whatever a host answers, they are in no
 * output, no state and no commit. On 0.1.126 each list of accounts has them in clear.
 */
final class CanaryTest {
  private static final String ADMIN = "admin-in/vented+ab4e1d07c2f98b35";
  private static final String GOOD = "sk-good-in/vented+6f0d3a91bc75";
  private static final String NEXT = "sk-good-in/vented+c81e55d2407a";
  private static final String DEAD = "sk-bad-in/vented+09b7ee41f3d6";
  private static final String MISSPELT = "sk-good-in vented+77aa0b41e9c2";

  private static final List<String> FAULTS =
      List.of(
          "error-before",
          "error-after",
          "cut-before",
          "cut-after",
          "truncate",
          "truncate=0",
          "status=401",
          "status=403",
          "status=409",
          "status=423",
          "status=429",
          "status=500",
          "status=503",
          "wrong-type=id",
          "wrong-type=credentials",
          "missing=id",
          "missing=items",
          "short-page",
          "not-found",
          "html");

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();

  private Scene scene(String version) {
    Scene scene = Scene.in(folder, Scene.options(version).withAdminKey(ADMIN));
    scene.sealKey("team-a", GOOD);
    scene.commit("Canaries");
    return scene;
  }

  private Ran run(Scene scene, String command) {
    return heard(scene.run(command));
  }

  private Ran heard(Ran ran) {
    said.add(ran.toString());
    return ran;
  }

  private void hunt(Scene scene) {
    SecretHunt hunt = new SecretHunt(Set.of(ADMIN, GOOD, NEXT, DEAD));
    hunt.text("what was said", String.join("\n", said));
    hunt.files(folder);
    hunt.repository(scene.repository());
    assertEquals(List.of(), hunt.hits());
    assertFalse(String.join("\n", said).contains(MISSPELT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void noCommandShowsAKey(String version) {
    try (Scene scene = scene(version)) {
      for (String command :
          List.of(
              "validate",
              "plan",
              "plan --output json",
              "apply --yes --output json",
              "status",
              "status --output json",
              "keys",
              "keys --check --output json",
              "drift",
              "drift --output json",
              "host list",
              "host probe prod --output json",
              "pack list",
              "pack check --output json",
              "provider batches --output json",
              "daemon --once",
              "recover --yes",
              "resolve")) {
        run(scene, command);
      }
      scene.sealKey("team-a", NEXT);
      scene.sealKey("team-b", DEAD);
      scene.commit("A new key and a dead one");
      for (String command : List.of("plan", "apply --yes", "status", "daemon --once", "keys")) {
        run(scene, command);
      }
      scene.sealKey("team-b", GOOD);
      scene.commit("The same key twice");
      run(scene, "plan");
      run(scene, "rollback --yes --batch " + scene.batches().getFirst().header().id());
      hunt(scene);
    }
  }

  @Test
  void noCommandThatSealsShowsAKey() {
    Path repository = folder.resolve("my-relay");
    Path identity = folder.resolve("relay.identity");
    heard(Ran.of("keygen", identity.toString()));
    heard(Ran.of("init", repository.toString()));
    for (String input : List.of(GOOD, MISSPELT, "", GOOD + "\n" + NEXT)) {
      for (String command : List.of("seal", "rotate", "rewrap", "unseal --check")) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(
            List.of(
                "--folder",
                repository.toString(),
                "--identity",
                identity.toString(),
                "keys/deepseek-team-a.age"));
        heard(Ran.withInput(input, arguments.toArray(String[]::new)));
      }
    }
    SecretHunt hunt = new SecretHunt(Set.of(GOOD, NEXT));
    hunt.text("what was said", String.join("\n", said));
    hunt.files(folder);
    assertEquals(List.of(), hunt.hits());
    assertFalse(String.join("\n", said).contains(MISSPELT));
  }

  /** At the requests that carry the keys; what the kernel would dump is switched off. */
  @ParameterizedTest
  @ValueSource(ints = {40, 44, 48})
  void noCrashDumpHoldsAKey(int request) throws IOException {
    try (Scene scene = scene("0.1.126")) {
      Victim.Fate fate = Victim.crash(scene, scene.arguments("apply --yes"), request);
      heard(new Ran(List.of("apply"), fate.exit(), fate.said(), ""));

      assertTrue(Files.readString(folder.resolve("crash.log")).contains("SIGSEGV"), fate.said());
      hunt(scene);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void noAnswerOfAHostBringsAKeyToLight(String version) {
    try (Scene scene = scene(version)) {
      run(scene, "apply --yes").exits(0);
      int price = 10;
      for (String fault : FAULTS) {
        scene.sealKey("team-a", price % 2 == 0 ? NEXT : GOOD);
        scene.replace(
            Scene.IMPORT, "price: " + (price == 10 ? "9.90" : price), "price: " + (price + 1));
        price++;
        scene.commit("Another price, another key");
        scene.host.inject(FaultRule.parse("* /api/v1/admin/*:" + fault + ":every=3"));
        run(scene, "apply --yes --output json");
        scene.host.clearFaults();
      }
      scene.sealKey("team-b", DEAD);
      scene.commit("And a dead one");
      run(scene, "daemon --once");
      hunt(scene);
    }
  }
}

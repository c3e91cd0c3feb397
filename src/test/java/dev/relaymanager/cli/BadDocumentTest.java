package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A wrong document on top of a revision that stands: every command that reads it says where it is
 * wrong and the way out, and changes nothing, neither on the host nor on record.
 */
final class BadDocumentTest {
  @TempDir private static Path folder;
  private static Scene scene;
  private static String good;

  @BeforeAll
  static void applyTheGoodRevision() {
    scene = Scene.in(folder);
    good = scene.git().git("rev-parse", "HEAD");
    scene.run("apply", "--yes").exits(0);
  }

  @AfterAll
  static void end() {
    scene.close();
  }

  /**
   * A way to be wrong.
   *
   * @param spoil changes the working copy
   * @param file where the complaint has to point, and the text there; empty for no column
   * @param words what was found, and the way out
   */
  private record Wrong(
      String name, Consumer<Scene> spoil, String file, String at, String... words) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Wrong edit(
      String name, String file, String from, String to, String at, String... words) {
    return new Wrong(name, scene -> scene.replace(file, from, to), file, at, words);
  }

  private static Wrong pack(String name, String from, String to, String at, String... words) {
    return new Wrong(
        name,
        scene -> {
          scene.replace(Scene.PROVIDER, from, to);
          scene.signPack();
        },
        Scene.PROVIDER,
        at,
        words);
  }

  static Stream<Wrong> wrong() {
    return Stream.of(
        edit(
            "unknown kind",
            Scene.GRANT,
            "AccessGrant",
            "AccesGrant",
            "AccesGrant",
            "did you mean AccessGrant?"),
        edit("unknown field", Scene.HOST, "baseUrl", "baseURL", "baseURL", "baseUrl"),
        edit("wrong type", Scene.GRANT, "days: 30", "days: soon", "soon", "whole number"),
        edit(
            "missing reference to an import",
            Scene.GRANT,
            "import: deepseek",
            "import: deepsek",
            "deepsek",
            "did you mean deepseek?"),
        edit(
            "missing reference to a host",
            Scene.IMPORT,
            "[prod]",
            "[production]",
            "production",
            "prod"),
        edit(
            "missing reference to a pack",
            Scene.IMPORT,
            "pack: openai-cn-pack",
            "pack: openai-pack",
            "openai-pack",
            "did you mean openai-cn-pack?"),
        edit(
            "missing provider",
            Scene.IMPORT,
            "provider: deepseek",
            "provider: deepsek",
            "deepsek",
            "did you mean deepseek?"),
        edit(
            "missing key file",
            Scene.IMPORT,
            "keys/deepseek-team-b.age",
            "keys/none.age",
            "keys/none.age",
            "keys/none.age"),
        new Wrong(
            "duplicate name",
            scene -> scene.write("hosts/again.yaml", scene.read(Scene.HOST)),
            Scene.HOST,
            "prod}",
            "hosts/again.yaml:3:18"),
        new Wrong(
            "missing pack.json",
            scene -> scene.remove("packs/openai-cn-pack/pack.json"),
            "packs/openai-cn-pack/pack.json",
            "",
            "pack.json"),
        new Wrong(
            "bad checksum",
            scene -> scene.replace(Scene.PROVIDER, "\"priority\": 50", "\"priority\": 51"),
            "packs/openai-cn-pack/checksums.txt:3",
            "",
            "providers/deepseek.json has another content",
            "relayctl pack checksums"),
        edit(
            "missing pack",
            Scene.PACK,
            "source: packs/openai-cn-pack",
            "source: packs/none",
            "packs/none",
            "packs/none"),
        edit(
            "non-HTTPS base URL of a host",
            Scene.HOST,
            "baseUrl: http://127.0.0.1",
            "baseUrl: http://sub2api.example.com",
            "http://sub2api",
            "https"),
        pack(
            "non-HTTPS base URL of a provider",
            "\"https://api.deepseek.com\"",
            "\"http://api.deepseek.com\"",
            "\"http://api",
            "https"),
        pack(
            "empty default_models",
            "[\"deepseek-chat\", \"deepseek-reasoner\"]",
            "[]",
            "[]",
            "default_models"),
        pack(
            "smoke-test model not among them",
            "\"smoke_test_model\": \"deepseek-chat\"",
            "\"smoke_test_model\": \"deepseek-flash\"",
            "\"deepseek-flash\"",
            "default_models"),
        new Wrong(
            "host range that the pack shares nothing with",
            scene -> scene.replace(Scene.HOST, ">=0.1.126 <0.2.0", ">=0.2.0"),
            Scene.IMPORT,
            "prod]",
            "widen spec.versions at hosts/prod.yaml:7:13"),
        edit(
            "no range at all",
            Scene.HOST,
            ">=0.1.126 <0.2.0",
            "new",
            "\"new\"",
            "no range of versions"),
        new Wrong(
            "key sealed for another identity",
            scene ->
                scene.seal(
                    "keys/deepseek-team-a.age",
                    "sk-good-other",
                    scene.purposeOfKey("team-a"),
                    Identity.generate()),
            Scene.IMPORT,
            "{id: team-a",
            "not sealed to this identity",
            "--identity"),
        new Wrong(
            "key sealed for another entry",
            scene ->
                scene.seal(
                    "keys/deepseek-team-a.age",
                    "sk-good-other",
                    scene.purposeOfKey("team-b"),
                    scene.identity),
            Scene.IMPORT,
            "{id: team-a",
            "seal the key again"),
        new Wrong(
            "admin key sealed for another address",
            scene ->
                scene.seal(
                    "keys/prod-admin.age",
                    "admin-other",
                    SealPurpose.adminKey("prod", Origin.of("https://other.example.com")),
                    scene.identity),
            Scene.HOST,
            "{sealed: keys/prod-admin.age}",
            "https://other.example.com",
            "seal the key again"),
        new Wrong(
            "user's key sealed for another grant",
            scene -> {
              scene.seal(
                  "keys/alice.age",
                  "sk-of-alice",
                  SealPurpose.userKey("others", Origin.of(scene.host.url())),
                  scene.identity);
              scene.write(
                  Scene.GRANT,
                  scene.read(Scene.GRANT) + "  probe: {key: {sealed: keys/alice.age}}\n");
            },
            Scene.GRANT,
            "{sealed: keys/alice.age}",
            "keys/alice.age",
            "sealed as user-key others",
            "seal the key again"),
        new Wrong(
            "two admin keys",
            scene -> scene.sealAdminKey("admin-one\nadmin-two"),
            Scene.HOST,
            "{sealed: keys/prod-admin.age}",
            "holds 2 keys"),
        new Wrong(
            "key in clear",
            scene -> scene.write("keys/deepseek-team-a.age", "sk-good-in-clear\n"),
            Scene.IMPORT,
            "{id: team-a",
            "no age file"),
        new Wrong(
            "broken YAML",
            scene -> scene.replace(Scene.IMPORT, "hosts: [prod]", "hosts: [prod"),
            Scene.IMPORT,
            "",
            ""));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void isRefusedWithItsPlaceAndTheWayOut(Wrong wrong) {
    wrong.spoil.accept(scene);
    scene.commit(wrong.name);
    String place = wrong.at.isEmpty() ? wrong.file : scene.place(wrong.file, wrong.at);
    String before = scene.recorded();
    String reports = scene.reportTip();
    scene.host.forgetRequests();
    try {
      scene.run("validate").exits(1).says(place).says(wrong.words);
      scene
          .run("plan")
          .exits(1)
          .says(place)
          .says(wrong.words)
          .saysNot("as the repository declares");
      scene.run("apply", "--yes", "--report").exits(1).says(place).says(wrong.words);
      assertEquals(0, scene.changes());
      assertEquals(before, scene.recorded());
      assertEquals(reports, scene.reportTip());
    } finally {
      scene.restore(good);
    }
  }

  @Test
  void allFaultsOfARevisionAreToldAtOnce() {
    scene.replace(Scene.HOST, "baseUrl", "baseURL");
    scene.replace(Scene.GRANT, "days: 30", "days: soon");
    scene.commit("Two faults");
    try {
      scene
          .run("plan")
          .exits(1)
          .complains(
              scene.place(Scene.HOST, "baseURL"),
              scene.place(Scene.GRANT, "soon"),
              "2 problems; nothing was changed.");
    } finally {
      scene.restore(good);
    }
  }

  @Test
  void aKeyAndAProofThatDoNotOpenAreToldTogether() {
    scene.write("keys/deepseek-team-a.age", "sk-good-in-clear\n");
    scene.write("keys/alice.age", "sk-of-alice-in-clear\n");
    scene.write(
        Scene.GRANT, scene.read(Scene.GRANT) + "  probe: {key: {sealed: keys/alice.age}}\n");
    scene.commit("Both in clear");
    try {
      scene
          .run("validate")
          .exits(1)
          .complains("keys/deepseek-team-a.age: this is no age file", "keys/alice.age: this is no")
          .saysNot("in-clear");
    } finally {
      scene.restore(good);
    }
  }

  @Test
  void theDaemonCommitsTheProblemAndKeepsWhatStands() {
    scene.run("daemon --once").exits(0);
    scene.replace(Scene.HOST, "baseUrl", "baseURL");
    scene.commit("A wrong field");
    String place = scene.place(Scene.HOST, "baseURL");
    String before = scene.recorded();
    scene.host.forgetRequests();
    try {
      scene.run("daemon --once").exits(1).complains(place, "report committed as");
      assertTrue(scene.report("README.md").contains(place), scene.report("README.md"));
      assertTrue(scene.report("status.json").contains(place), scene.report("status.json"));
      String reported = scene.reportTip();
      scene.run("daemon --once").exits(1).complains("report unchanged");
      assertEquals(reported, scene.reportTip());
      assertEquals(0, scene.host.requests().size());
      assertEquals(before, scene.recorded());
    } finally {
      scene.restore(good);
    }
    scene.run("daemon --once").exits(0).complains("report committed as");
    assertFalse(scene.report("README.md").contains("Problems"), scene.report("README.md"));
  }
}

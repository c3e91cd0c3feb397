package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.git.FolderTree;
import dev.relaymanager.git.GitCommand;
import dev.relaymanager.pack.BundledPack;
import dev.relaymanager.pack.PackLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Packs in a working folder: put there, another version in their place, and two side by side. */
final class PackCommandsTest {
  private static final String FROM_PRICE = "\"input\": \"1\", \"output\": \"4\"";
  private static final String TO_PRICE = "\"input\": \"2\", \"output\": \"4\"";

  @TempDir private Path folder;

  /** The shipped pack as version 1.1.0: one price is another, and Baichuan is gone. */
  private Path newer() throws IOException {
    Path pack = folder.resolve("newer");
    for (var file : BundledPack.files("openai-cn-pack").entrySet()) {
      Path path = pack.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.write(path, file.getValue());
    }
    Files.delete(pack.resolve("providers/baichuan.json"));
    change(pack.resolve("pack.json"), "\"1.0.0\"", "\"1.1.0\"");
    Path deepseek = pack.resolve("providers/deepseek.json");
    Files.writeString(deepseek, Files.readString(deepseek).replaceFirst(FROM_PRICE, TO_PRICE));
    sign(pack);
    return pack;
  }

  private static void change(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertTrue(text.contains(from), text);
    Files.writeString(file, text.replace(from, to));
  }

  private static void sign(Path pack) {
    Ran.of("pack", "checksums", pack.toString()).exits(0);
  }

  private static String digest(Path pack) {
    return PackLoader.load(FolderTree.of(pack), "").digest();
  }

  private Path initialized() {
    Path repository = folder.resolve("my-relay");
    Ran.of("init", repository.toString()).exits(0);
    return repository;
  }

  private Ran install(Path repository, String... more) {
    String[] arguments = new String[more.length + 6];
    System.arraycopy(
        new String[] {
          "pack",
          "install",
          "--folder",
          repository.toString(),
          "--state",
          folder.resolve("state").toString()
        },
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    return Ran.of(arguments);
  }

  @Test
  void anotherVersionTakesThePlaceAndSaysWhatItChanges() throws IOException {
    Path repository = initialized();
    Path newer = newer();
    Path document = repository.resolve("packs/openai-cn-pack.yaml");
    Files.writeString(document, "# ours\n" + Files.readString(document));
    String before = Files.readString(document);

    Ran dry = install(repository, newer.toString(), "--dry-run").exits(0);
    dry.says(
        "openai-cn-pack 1.0.0 → 1.1.0",
        "- baichuan",
        "~ models.deepseek-chat  1 in, 4 out, 0.02 cached CNY a million tokens, offered by default"
            + " → 2 in, 4 out",
        "Used by deepseek.",
        "Nothing was written");
    assertEquals(before, Files.readString(document));

    install(repository, newer.toString()).exits(0).says("1.0.0 → 1.1.0", "Written.");
    assertEquals(
        before.replace("version: 1.0.0", "version: 1.1.0, digest: " + digest(newer)),
        Files.readString(document));
    assertEquals(digest(newer), digest(repository.resolve("packs/openai-cn-pack")));
    assertFalse(Files.exists(repository.resolve("packs/openai-cn-pack/providers/baichuan.json")));
    install(repository, newer.toString()).exits(0).says("says what it said", "Nothing to write.");

    JsonNode back = install(repository, "--output", "json").exits(0).json();
    assertEquals("1.1.0", back.path("previous_version").asString());
    assertEquals("1.0.0", back.path("version").asString());
    assertTrue(back.path("written").asBoolean());
    assertEquals("deepseek", back.path("imports").path(0).asString());
    assertTrue(back.path("changes").size() >= 3, back::toString);
    assertEquals(
        digest(repository.resolve("packs/openai-cn-pack")), back.path("digest").asString());
  }

  @Test
  void whatWasChangedByHandIsNotOverwritten() throws IOException {
    Path repository = initialized();
    Path provider = repository.resolve("packs/openai-cn-pack/providers/deepseek.json");
    change(provider, "\"DeepSeek\"", "\"DeepSeek ours\"");
    String ours = Files.readString(provider);

    install(repository, newer().toString()).exits(1).complains("checksums.txt", "deepseek.json");

    assertEquals(ours, Files.readString(provider));
    Files.createDirectories(repository.resolve("packs/next"));
    Ran.of("pack", "checksums", repository.resolve("packs/openai-cn-pack").toString()).exits(0);
    install(repository, newer().toString(), "--as", "next").exits(1).complains("--as");
  }

  @Test
  void aNameThatNoDocumentCanHaveAndAVersionThatIsTakenAreRefused() throws IOException {
    Path repository = initialized();
    install(repository, "--as", "../../evil").exits(1).complains("no Pack document can have");
    Path newer = newer();
    change(newer.resolve("pack.json"), "\"1.1.0\"", "\"1.0.0\"");
    sign(newer);

    install(repository, newer.toString(), "--as", "next")
        .exits(1)
        .complains("openai-cn-pack 1.0.0 is already the pack of the document openai-cn-pack");

    assertFalse(Files.exists(repository.resolve("packs/next.yaml")));
  }

  @Test
  void anImportThatTheNewPackDoesNotServeIsNamed() throws IOException {
    Path repository = initialized();
    change(repository.resolve("imports/deepseek.yaml"), "provider: deepseek", "provider: baichuan");

    install(repository, newer().toString(), "--dry-run")
        .exits(0)
        .says("x imports/deepseek.yaml:7:13: spec.provider", "has no provider baichuan");
  }

  /** The newer pack in a repository of its own, tagged; its address. */
  private String published() throws IOException {
    Path bare = folder.resolve("packs.git");
    Path work = folder.resolve("packs");
    GitCommand git = GitCommand.bare(bare).cloneTo(work);
    Files.move(newer(), work.resolve("cn"));
    git.push("1.1.0");
    git.git("tag", "v1.1.0");
    git.git("push", "-q", "--tags", "origin");
    return "git+file://" + bare + "//cn?ref=v1.1.0";
  }

  @Test
  void whatWasFetchedOnceIsAppliedAlsoWhenItsRepositoryIsGone() throws IOException {
    String address = published();
    try (Scene scene = Scene.in(folder)) {
      install(scene.git().folder(), address).exits(0);
      scene.commit("The team's pack");
      scene.run("apply --yes").exits(0).says("succeeded");
      scene.run("pack list").exits(0).says("1.1.0", "from " + address);

      Files.move(folder.resolve("packs.git"), folder.resolve("gone.git"));
      scene.run("plan").exits(0).says("No changes.");
      scene.replace(Scene.PACK, "digest: sha256:", "digest: sha256:" + "0".repeat(8));
      scene.replace(Scene.PACK, digest(folder.resolve("packs/cn")).substring(63), "");
      String document = scene.read(Scene.PACK);
      assertTrue(document.matches("(?s).*sha256:[0-9a-f]{64}\\b.*"), document);
      scene.commit("Another digest");
      scene.run("plan").exits(1).complains("there is no folder", "packs.git");
      scene.run("daemon --once").exits(1).says("packs.git");
    }
  }

  @Test
  void aFolderOfAnotherRepositoryIsNamedByItsTagAndDigest() throws IOException {
    Path repository = initialized();
    String address = published();

    install(repository, address, "--as", "cn-next").exits(0).says("new here, 9 providers");

    assertEquals(
        """
        apiVersion: relay-manager/v1
        kind: Pack
        metadata: {name: cn-next}
        spec:
          source: %s
          version: 1.1.0
          digest: %s
        """
            .formatted(address, digest(folder.resolve("packs/cn"))),
        Files.readString(repository.resolve("packs/cn-next.yaml")));
    String[] where = {
      "--folder", repository.toString(), "--state", folder.resolve("state").toString()
    };
    Ran.of("pack", "show", "cn-next", where[0], where[1], where[2], where[3])
        .exits(0)
        .says("1.1.0", "https://api.deepseek.com");
    Ran.of("pack", "lint", address, "--state", where[3]).exits(0).says("openai-cn-pack 1.1.0 is");
    Ran.of("pack", "show", "nope", where[0], where[1]).exits(1).complains("neither a file");
    Ran.of("pack", "show", "--provider", "nope").exits(1).complains("it has baichuan, deepseek");
    Ran.of("pack", "show", "--provider", "zhipu").exits(0).says("hostVersions", ">=0.1.127");
    assertEquals(10, Ran.of("pack", "show", "-o", "json").exits(0).json().path("providers").size());
  }

  @Test
  void theZipOfADocumentIsReplacedByAZip() throws IOException {
    Path repository = initialized();
    Path zip = repository.resolve("packs/cn.zip");
    Files.write(zip, BundledPack.zip("openai-cn-pack"));
    change(
        repository.resolve("packs/openai-cn-pack.yaml"), "packs/openai-cn-pack,", "packs/cn.zip,");

    install(repository, newer().toString()).exits(0).says("1.0.0 → 1.1.0");

    assertEquals("1.1.0", PackLoader.load(Files.readAllBytes(zip), "cn.zip").version());
    Ran.of("pack", "lint", zip.toString()).exits(0).says("9 providers");
  }

  @Test
  void aPlanShowsWhatAnotherPackMeansForTheHost() throws IOException {
    try (Scene scene = Scene.in(folder)) {
      scene.run("apply --yes").exits(0);
      scene.run("pack list").exits(0).says("openai-cn-pack", "1.0.0", "used by prod/deepseek");
      Path newer = newer();
      change(
          newer.resolve("providers/deepseek.json"),
          "\"deepseek-reasoner\": {",
          "\"deepseek-reasoner\": {\"upstream\": \"deepseek-flash\",");
      sign(newer);
      install(scene.git().folder(), newer.toString()).exits(0);
      scene.commit("Prices of November");

      scene
          .run("plan")
          .exits(0)
          .says(
              "comes with another pack: openai-cn-pack 1.0.0 → openai-cn-pack 1.1.0",
              "~ Channel      deepseek",
              "      prices\n          ~ deepseek-chat  input 0.00000015 → 0.0000003\n  ~ Account",
              "~ Account      deepseek-team-a",
              "~ deepseek-reasoner  \"deepseek-reasoner\" → \"deepseek-flash\"",
              "Plan: 0 to add, 3 to change, 0 to destroy.");
      scene.run("apply --yes").exits(0);

      scene.run("plan").exits(0).says("No changes.").saysNot("another pack");
      scene.run("pack list").exits(0).says("1.1.0", "  9 providers", "1.0.0", " 10 providers");
      JsonNode packs = scene.run("pack list", "-o", "json").exits(0).json();
      assertEquals(2, packs.size());
      assertEquals("1.1.0", packs.path(0).path("version").asString());
      assertEquals("packs/openai-cn-pack", packs.path(0).path("source").asString());
      assertEquals("prod/deepseek", packs.path(0).path("imports").path(0).asString());
      assertEquals(0, packs.path(1).path("imports").size());
    }
  }

  @Test
  void aCheckAsksTheVendorWithAKeyOfTheRepositoryOrOneThatIsTyped() throws IOException {
    try (Scene scene = Scene.in(folder)) {
      scene
          .run("pack check --detailed-exitcode")
          .exits(2)
          .says(
              "deepseek  (openai-cn-pack 1.0.0)  2 of the pack's models listed, of 2",
              "- deepseek-flash  is not listed")
          .saysNot("sk-good");
      JsonNode found = scene.run("pack check -o json").exits(0).json().path(0);
      assertEquals(2, found.path("listed").asInt());
      assertEquals("deepseek-flash", found.path("not_listed").path(0).path("name").asString());
      scene.run("pack check --provider qwen").exits(0).says("No import uses such a provider.");
      String pack = scene.git().folder().resolve("packs/openai-cn-pack").toString();
      scene.run("pack check " + pack).exits(1).complains("say --provider ID: one of baichuan");
      String[] typed =
          scene.arguments("pack check --provider deepseek " + pack).toArray(String[]::new);
      Ran.withInput("sk-good-invented-typed-1b2c\n", typed).exits(0).says("2 of the pack's models");
      Ran.withInput("sk-bad-invented-typed-1b2c\n", typed)
          .exits(1)
          .says("status 401", "the key is dead")
          .saysNot("sk-bad");

      scene.sealKey("team-a", "sk-bad-invented-team-a-5e1f");
      scene.commit("A dead key comes first");
      scene.run("pack check").exits(0).says("2 of the pack's models listed");
    }
  }
}

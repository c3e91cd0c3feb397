package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The life of sealed keys in a working folder: sealed, looked at, rotated, wrapped anew. */
final class SealedKeysTest {
  private static final String ADMIN = "admin-invented-5cd1e2";
  private static final String KEY = "sk-good-invented-first-a1b2c3";
  private static final String OTHER = "sk-good-invented-second-d4e5f6";
  private static final String ADMIN_FILE = "keys/prod-admin.age";
  private static final String KEY_FILE = "keys/deepseek-team-a.age";

  @TempDir private Path folder;
  private Path repository;
  private Path identity;

  @BeforeEach
  void begin() {
    repository = folder.resolve("my-relay");
    identity = keygen("relay.identity");
    Ran.of("init", repository.toString()).exits(0);
    seal(ADMIN_FILE, ADMIN);
    seal(KEY_FILE, KEY);
  }

  private Path keygen(String name) {
    Path file = folder.resolve(name);
    Ran.of("keygen", file.toString()).exits(0);
    return file;
  }

  private static String recipient(Path identity) {
    return Ran.of("keygen", "--show", identity.toString()).exits(0).out().strip();
  }

  private void seal(String file, String key) {
    run(key, "seal", file).exits(0);
  }

  private Ran run(String input, String... command) {
    return run(identity, input, command);
  }

  private Ran run(Path who, String input, String... command) {
    List<String> arguments = new java.util.ArrayList<>(List.of(command));
    arguments.addAll(List.of("--folder", repository.toString(), "--identity", who.toString()));
    return Ran.withInput(input, arguments.toArray(String[]::new)).saysNot(ADMIN, KEY, OTHER);
  }

  private String sealed(String file) throws IOException {
    return Files.readString(repository.resolve(file));
  }

  private void replace(String file, String from, String to) throws IOException {
    Path path = repository.resolve(file);
    String text = Files.readString(path);
    assertTrue(text.contains(from), text);
    Files.writeString(path, text.replace(from, to));
  }

  @Test
  void unsealSaysWhatOpensAndForWhatAndShowsNothing() throws IOException {
    run("", "unseal", "--check")
        .exits(0)
        .says(
            "ok " + ADMIN_FILE + ": 1 key, sealed to 1 recipient, admin-key prod for https://",
            "ok " + KEY_FILE + ": 1 key, sealed to 1 recipient, provider-key deepseek/team-a");
    JsonNode first = run("", "unseal", "--check", "--output", "json").exits(0).json().path(0);
    assertTrue(first.path("opens").asBoolean());
    assertEquals(1, first.path("recipients").asInt());

    run(keygen("other.identity"), "", "unseal", "--check", KEY_FILE)
        .exits(1)
        .says("x " + KEY_FILE, "not sealed to this identity");
    Files.copy(
        repository.resolve(KEY_FILE),
        repository.resolve(ADMIN_FILE),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    run("", "unseal", "--check").exits(1).says("x " + ADMIN_FILE, "it was sealed as provider-key");
    Files.delete(repository.resolve(KEY_FILE));
    run("", "unseal", "--check").exits(1).says("x " + KEY_FILE, "relayctl seal " + KEY_FILE);
    run("", "unseal").exits(64);
  }

  @Test
  void rotateWantsAnotherKeyForTheSameUse() throws IOException {
    String before = sealed(KEY_FILE);
    run(KEY, "rotate", KEY_FILE).exits(1).complains("holds already", "relayctl rewrap");
    run("", "rotate", KEY_FILE).exits(1).complains("stdin");
    run(keygen("other.identity"), OTHER, "rotate", KEY_FILE).exits(1).complains("not sealed to");
    assertEquals(before, sealed(KEY_FILE));

    run(OTHER, "rotate", KEY_FILE).exits(0).complains(" → ", "provider-key deepseek/team-a");
    assertNotEquals(before, sealed(KEY_FILE));
    run(OTHER, "rotate", KEY_FILE).exits(1).complains("holds already");
    run(KEY, "rotate", "keys/none.age").exits(1).complains("no document below");
    Files.delete(repository.resolve(KEY_FILE));
    run(KEY, "rotate", KEY_FILE).exits(1).complains("relayctl seal " + KEY_FILE);
  }

  @Test
  void rewrapLetsOthersOpenTheSameKeys() throws IOException {
    Path recovery = keygen("recovery.identity");
    replace(
        "hosts/prod.yaml",
        "  auth:",
        "  recipients: [%s, %s]%n  auth:".formatted(recipient(identity), recipient(recovery)));

    run("", "rewrap").exits(0).complains("sealed 2 value(s) anew", recipient(recovery));
    run("", "unseal", "--check").exits(0).says("sealed to 2 recipients");
    run(recovery, "", "unseal", "--check").exits(0);
    // What is sealed from now on is for both as well.
    run(OTHER, "rotate", KEY_FILE).exits(0);
    run(recovery, "", "unseal", "--check", KEY_FILE).exits(0).says("sealed to 2 recipients");

    run("", "rewrap", KEY_FILE, "--recipient", recipient(recovery))
        .exits(0)
        .complains("opens them no more");
    run("", "unseal", "--check", KEY_FILE).exits(1);
    run("", "unseal", "--check", ADMIN_FILE).exits(0);
  }

  @Test
  void rewrapWritesNothingWhenOneDoesNotOpen() throws IOException {
    Path other = keygen("other.identity");
    run("", "rewrap", KEY_FILE, "--recipient", recipient(other)).exits(0);
    String before = sealed(ADMIN_FILE);
    run("", "rewrap", "--recipient", recipient(other)).exits(1).complains(KEY_FILE, "not sealed");
    assertEquals(before, sealed(ADMIN_FILE));
    replace("hosts/prod.yaml", "https://sub2api.example.com", "https://elsewhere.example.com");
    run("", "rewrap", ADMIN_FILE).exits(1).complains("it was sealed as admin-key prod");
    assertEquals(before, sealed(ADMIN_FILE));
  }

  @Test
  void aTextInADocumentIsWrappedWhereItStands() throws IOException {
    String armor = sealed(KEY_FILE).strip().replace("\n", "\n        ");
    replace(
        "imports/deepseek.yaml",
        "{id: team-a, sealed: keys/deepseek-team-a.age}",
        "id: team-a\n      sealedInline: |\n        " + armor);
    Path recovery = keygen("recovery.identity");
    String before = sealed("imports/deepseek.yaml");

    run("", "rewrap", "--recipient", recipient(identity), "--recipient", recipient(recovery))
        .exits(0);

    assertNotEquals(before, sealed("imports/deepseek.yaml"));
    run(recovery, "", "unseal", "--check").exits(0).says("ok imports/deepseek.yaml:");
    Ran.of(
            "validate",
            repository.toString(),
            "--identity",
            identity.toString(),
            "--state",
            folder.resolve("state").toString())
        .exits(0)
        .says("make 1 account");
  }

  @Test
  void aRecipientWithAWrongCharacterIsRefusedWhereItStands() throws IOException {
    String wrong = recipient(identity).replaceAll(".$", "") + "q";
    replace("hosts/prod.yaml", "  auth:", "  recipients: [%s]%n  auth:".formatted(wrong));
    Ran.of("validate", repository.toString(), "--state", folder.resolve("state").toString())
        .exits(1)
        .complains("hosts/prod.yaml:6:", "spec.recipients", "no age X25519 recipient");
  }
}

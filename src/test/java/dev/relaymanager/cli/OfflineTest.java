package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that need no host: the first half hour with a new repository. */
final class OfflineTest {
  private static final String KEY = "sk-good-invented-first-a1b2c3";

  @TempDir private Path folder;

  @Test
  void keygenWritesAFileForItsOwnerAloneAndOverwritesNone() throws IOException {
    Path file = folder.resolve("relay.identity");
    Ran made = Ran.of("keygen", file.toString()).exits(0).complains(file.toString());
    String recipient = made.out().strip();
    assertTrue(recipient.matches("age1[0-9a-z]{58}"), made::toString);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    String content = Files.readString(file);
    assertTrue(content.contains("AGE-SECRET-KEY-1"));
    made.saysNot("AGE-SECRET-KEY-1");
    Ran.of("keygen", file.toString()).exits(1).complains(file.toString());
    assertEquals(content, Files.readString(file));
    assertEquals(recipient, Ran.of("keygen", "--show", file.toString()).exits(0).out().strip());
    Ran.of("keygen", "--show", folder.resolve("none").toString()).exits(1);
  }

  @Test
  void fromInitToAValidRepository() throws IOException {
    Path repository = folder.resolve("my-relay");
    String repo = repository.toString();
    String state = folder.resolve("state").toString();
    String identity = folder.resolve("relay.identity").toString();
    Ran.of("init", repo, "--host-url", "https://sub2api.example.com", "--user", "bob@example.com")
        .exits(0)
        .says("relayctl keygen", "relayctl seal", "relayctl validate");
    Ran.of("keygen", identity).exits(0);
    Ran.of("init", repo).exits(1).complains("is there already", "nothing was written");
    assertTrue(Files.readString(repository.resolve("grants/research.yaml")).contains("bob@"));

    Ran.of("validate", repo, "--state", state)
        .exits(1)
        .complains("hosts/prod.yaml:6:", "keys/prod-admin.age", "imports/deepseek.yaml:11:");
    seal(repo, identity, "keys/prod-admin.age", "admin-invented-first\n").exits(0);
    Ran sealed =
        seal(repo, identity, "keys/deepseek-team-a.age", "\uFEFF " + KEY + " \n\n" + KEY + "\n");
    sealed.exits(0).complains("sealed 1 key(s)", "provider-key deepseek/team-a").saysNot(KEY);
    String armor = Files.readString(repository.resolve("keys/deepseek-team-a.age"));
    assertTrue(armor.startsWith("-----BEGIN AGE ENCRYPTED FILE-----"), armor);
    assertFalse(armor.contains(KEY));

    Ran.of("validate", repo, "--state", state)
        .exits(0)
        .says("Valid: 1 host, 1 pack, 1 import, 1 grant", "not opened (no --identity)");
    Ran.of("validate", repo, "--state", state, "--identity", identity)
        .exits(0)
        .says("all keys open and make 1 account");
    assertTrue(
        Ran.of("validate", repo, "--state", state, "--identity", identity, "--output", "json")
            .exits(0)
            .json()
            .path("valid")
            .asBoolean());
    Ran.of("pack", "lint", repo + "/packs/openai-cn-pack").exits(0).says("openai-cn-pack 1.0.0");
  }

  @Test
  void whatAPackDoesNotOfferIsToldWithoutAnIdentity() throws IOException {
    String repo = folder.resolve("my-relay").toString();
    String identity = folder.resolve("relay.identity").toString();
    String state = folder.resolve("state").toString();
    Ran.of("keygen", identity).exits(0);
    Ran.of("init", repo).exits(0);
    seal(repo, identity, "keys/prod-admin.age", "admin-invented-first\n").exits(0);
    seal(repo, identity, "keys/deepseek-team-a.age", KEY).exits(0);
    Path wish = folder.resolve("my-relay/imports/deepseek.yaml");
    Files.writeString(
        wish, Files.readString(wish).replace("provider: deepseek", "provider: deepseeek"));
    String place = "imports/deepseek.yaml:7:13: spec.provider";

    Ran.of("validate", repo, "--state", state).exits(1).complains(place, "did you mean deepseek?");
    seal(repo, identity, "keys/deepseek-team-a.age", KEY).exits(1).complains(place);
  }

  private static Ran seal(String repo, String identity, String file, String keys) {
    return Ran.withInput(keys, "seal", "--folder", repo, "--identity", identity, file);
  }

  @Test
  void sealWantsAFileThatADocumentNamesARecipientAndAKey() {
    String repo = folder.resolve("my-relay").toString();
    String identity = folder.resolve("relay.identity").toString();
    Ran.of("init", repo).exits(0);
    Ran.of("keygen", identity).exits(0);
    seal(repo, identity, "keys/other.age", KEY)
        .exits(1)
        .complains("no document below", "keys/other.age", "then seal it")
        .saysNot(KEY);
    Ran.withInput(KEY, "seal", "--folder", repo, "keys/deepseek-team-a.age")
        .exits(1)
        .complains("nobody is named who may open it", "--recipient")
        .saysNot(KEY);
    Ran.withInput(
            KEY, "seal", "--folder", repo, "--recipient", "age1none", "keys/deepseek-team-a.age")
        .exits(1)
        .complains("age1none")
        .saysNot(KEY);
    seal(repo, identity, "keys/deepseek-team-a.age", "\n").exits(1).complains("stdin");
    seal(repo, identity, "keys/deepseek-team-a.age", "sk-has blank").exits(1).complains("stdin:1");
    assertFalse(Files.exists(folder.resolve("my-relay/keys")));
  }

  @Test
  void aPackIsLintedAndItsChecksumsAreWrittenAnew() throws IOException {
    Path repository = folder.resolve("my-relay");
    Ran.of("init", repository.toString()).exits(0);
    Path pack = repository.resolve("packs/openai-cn-pack");
    Path provider = pack.resolve("providers/deepseek.json");
    String before = Files.readString(provider);
    Files.writeString(provider, before.replace("\"priority\": 50", "\"priority\": 51"));
    Ran.of("pack", "lint", pack.toString())
        .exits(1)
        .complains("checksums.txt:3", "providers/deepseek.json", "relayctl pack checksums");
    Ran.of("pack", "checksums", pack.toString()).exits(0).says("checksums.txt, 11 files");
    Ran.of("pack", "lint", pack.toString()).exits(0).says("10 providers, ");
    Files.writeString(provider, before.replace("https://", "http://"));
    Ran.of("pack", "checksums", pack.toString()).exits(0);
    Ran.of("pack", "lint", pack.toString())
        .exits(1)
        .complains("providers/deepseek.json:4:14", "https://");
    Files.delete(pack.resolve("pack.json"));
    Ran.of("pack", "lint", pack.toString()).exits(1).complains("the pack has no pack.json");
    Ran.of("pack", "lint", folder.resolve("none").toString()).exits(1).complains("none");
    Ran.of("pack", "lint").exits(64);
  }
}

package dev.relaymanager.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
  private static final Origin VENDOR = Origin.of("https://api.deepseek.com");
  private static final Origin HOST = Origin.of("https://sub2api.example.com");
  private static final SealPurpose TEAM_A =
      SealPurpose.providerKey("deepseek", "team-a", VENDOR, HOST);
  private static final Place PLACE = Place.file("keys/a.age");

  private final Identity identity = Identity.generate();
  private final Opener opener = new Opener(identity);

  @TempDir Path folder;

  private String seal(SealPurpose purpose, String... keys) {
    return Sealer.seal(
        Arrays.stream(keys).map(Secret::of).toList(), purpose, List.of(identity.recipient()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> shown(OpenedKeys opened) {
    return opened.keys().stream().map(key -> key.<String>reveal(text -> text)).toList();
  }

  private static Problem refused(org.junit.jupiter.api.function.Executable action) {
    InvalidInputException refused = assertThrows(InvalidInputException.class, action);
    Problem problem = refused.problems().getFirst();
    assertFalse(problem.fix().isEmpty());
    assertFalse(problem.toString().contains("sk-invented"), problem.toString());
    return problem;
  }

  private String refusedBytes(byte[] sealed) {
    return refused(() -> opener.open(sealed, PLACE)).code();
  }

  @Test
  void whatWasSealedOpensForItsPurpose() {
    String sealed = seal(TEAM_A, "sk-invented-1", "sk-invented-2");
    assertTrue(sealed.startsWith("-----BEGIN AGE ENCRYPTED FILE-----"));
    assertFalse(sealed.contains("deepseek"));
    OpenedKeys opened = opener.open(bytes(sealed), PLACE, TEAM_A, false);
    assertEquals(List.of("sk-invented-1", "sk-invented-2"), shown(opened));
    assertTrue(opened.dropped().isNothing());
    assertEquals(TEAM_A, opener.open(bytes(sealed), PLACE).purpose());
  }

  @Test
  void aUseThatSendsItToFewerPlacesIsTheSamePurpose() {
    byte[] sealed = bytes(seal(TEAM_A, "sk-invented-1"));
    SealPurpose vendorOnly = SealPurpose.providerKey("deepseek", "team-a", VENDOR);
    assertEquals(1, opener.open(sealed, PLACE, vendorOnly, false).keys().size());
  }

  @Test
  void everyOtherUseIsRefusedEvenWhereUnboundFilesAreTaken() {
    byte[] sealed = bytes(seal(TEAM_A, "sk-invented-1"));
    Origin elsewhere = Origin.of("https://evil.example.net");
    for (SealPurpose use :
        List.of(
            SealPurpose.providerKey("deepseek", "team-a", elsewhere),
            SealPurpose.providerKey("deepseek", "team-a", VENDOR, HOST, elsewhere),
            SealPurpose.providerKey("deepseek", "team-b", VENDOR),
            SealPurpose.providerKey("kimi", "team-a", VENDOR),
            SealPurpose.adminKey("deepseek", HOST),
            SealPurpose.userKey("deepseek", HOST))) {
      Problem problem = refused(() -> opener.open(sealed, PLACE, use, true));
      assertEquals("sealed-for-other-use", problem.code());
      assertTrue(problem.message().contains(TEAM_A.toString()), problem.message());
      assertTrue(problem.message().contains(use.toString()), problem.message());
    }
  }

  @Test
  void originsAreComparedAsOriginsNotAsText() {
    assertEquals(VENDOR, Origin.of("HTTPS://API.DeepSeek.com:443/v1?x=1"));
    assertEquals("http://127.0.0.1:8080", Origin.of("http://127.0.0.1:8080/").text());
    assertEquals("http://h", Origin.of("http://h:80").text());
    for (String wrong :
        List.of(
            "",
            "api.deepseek.com",
            "ftp://a",
            "https://",
            "https://u:p@a",
            "not a url",
            "https:a")) {
      assertEquals("bad-origin", refused(() -> Origin.of(wrong)).code());
    }
  }

  @Test
  void anyOfSeveralRecipientsOpensAndNobodyElse() {
    Identity recovery = Identity.generate();
    byte[] sealed =
        bytes(
            Sealer.seal(
                List.of(Secret.of("sk-invented-1")),
                TEAM_A,
                List.of(identity.recipient(), recovery.recipient(), identity.recipient())));
    assertEquals(1, opener.open(sealed, PLACE, TEAM_A, false).keys().size());
    assertEquals(1, new Opener(recovery).open(sealed, PLACE, TEAM_A, false).keys().size());
    Opener stranger = new Opener(Identity.generate());
    Problem problem = refused(() -> stranger.open(sealed, PLACE));
    assertEquals("sealed-for-others", problem.code());
  }

  @Test
  void aSecondIdentityInTheFileOpensToo() throws IOException {
    Path first = folder.resolve("1");
    Path second = folder.resolve("2");
    Identity.generate().write(first);
    identity.write(second);
    Files.writeString(first, Files.readString(second), java.nio.file.StandardOpenOption.APPEND);
    byte[] sealed = bytes(seal(TEAM_A, "sk-invented-1"));
    assertEquals(1, new Opener(Identity.read(first)).open(sealed, PLACE).keys().keys().size());
  }

  @Test
  void damagedFilesSayWhatTheyAre() {
    byte[] sealed = bytes(seal(TEAM_A, "sk-invented-1"));
    assertEquals("sealed-not-age", refusedBytes(new byte[0]));
    assertEquals("sealed-not-age", refusedBytes(bytes("sk-invented-1\n")));
    assertEquals("sealed-damaged", refusedBytes(Arrays.copyOf(sealed, sealed.length / 2)));
    assertEquals("sealed-damaged", refusedBytes(Arrays.copyOf(sealed, sealed.length - 60)));
    assertEquals("sealed-damaged", refusedBytes(bytes("age-encryption.org/v1\n")));
    assertEquals("sealed-too-large", refusedBytes(new byte[Opener.MAX_SEALED_BYTES + 1]));
  }

  @Test
  void lineEndsOfWindowsAndBlanksBeforeTheArmorDoNoHarm() {
    String sealed = seal(TEAM_A, "sk-invented-1");
    String windows = "\r\n" + sealed.replace("\n", "\r\n");
    assertEquals(1, opener.open(bytes(windows), PLACE, TEAM_A, false).keys().size());
  }

  @Test
  void theHeaderIsCheckedToTheLetter() {
    String good =
        "relay-sealed/v1 {\"kind\":\"provider-key\",\"origins\":[\"https://a\"],\"name\":\"n\",\"keyId\":\"k\"}";
    assertEquals(
        SealPurpose.providerKey("n", "k", Origin.of("https://a")), SealHeader.parse(good, PLACE));
    for (String bad :
        List.of(
            good.replace("v1", "v2"),
            good.replace("{", ""),
            good + " {}",
            good.replace("provider-key", "other"),
            good.replace("[\"https://a\"]", "[]"),
            good.replace("https://a", "https://A"),
            good.replace("[\"https://a\"]", "\"https://a\""),
            good.replace("\"n\"", "\"\""),
            good.replace("\"n\"", "1"),
            good.replace(",\"keyId\":\"k\"", ""),
            good.replace("}", ",\"until\":\"2027\"}"),
            good.replace("\"name\"", "\"kind\":\"provider-key\",\"name\""),
            "relay-sealed/v1 []",
            "relay-sealed/v1 null",
            "relay-sealed/v1 ",
            "relay-sealed/")) {
      assertEquals("sealed-bad-header", refused(() -> SealHeader.parse(bad, PLACE)).code(), bad);
    }
  }

  @Test
  void namesWithQuotesAndLineEndsStayInTheirPlace() {
    SealPurpose odd = SealPurpose.providerKey("a\"\nb", "k\u2028", VENDOR);
    OpenedKeys opened = opener.open(bytes(seal(odd, "sk-invented-1")), PLACE, odd, false);
    assertEquals(List.of("sk-invented-1"), shown(opened));
  }

  @Test
  void theAgeCommandOpensOurs() throws IOException, InterruptedException {
    AgeCommand.assumeInstalled();
    Path file = folder.resolve("identity");
    identity.write(file);
    byte[] plain =
        AgeCommand.run(
            bytes(seal(TEAM_A, "sk-invented-1", "sk-invented-2")),
            "age",
            "-d",
            "-i",
            file.toString());
    assertEquals(
        "relay-sealed/v1 {\"kind\":\"provider-key\",\"origins\":[\"https://api.deepseek.com\","
            + "\"https://sub2api.example.com\"],\"name\":\"deepseek\",\"keyId\":\"team-a\"}\n"
            + "sk-invented-1\nsk-invented-2\n",
        new String(plain, StandardCharsets.UTF_8));
  }

  @Test
  void filesOfTheAgeCommandOpenWhereTheDocumentSaysSo() throws IOException, InterruptedException {
    AgeCommand.assumeInstalled();
    byte[] plain = bytes("\uFEFFsk-invented-1\r\n\r\nsk-invented-1\n");
    String recipient = identity.recipient().text();
    for (byte[] sealed :
        List.of(
            AgeCommand.run(plain, "age", "-r", recipient),
            AgeCommand.run(plain, "age", "-a", "-r", recipient))) {
      assertEquals(
          "sealed-unbound", refused(() -> opener.open(sealed, PLACE, TEAM_A, false)).code());
      OpenedKeys opened = opener.open(sealed, PLACE, TEAM_A, true);
      assertEquals(List.of("sk-invented-1"), shown(opened));
      assertEquals(new OpenedKeys.Dropped(1, 0, 1, 1), opened.dropped());
    }
    assertEquals("keys-empty", refusedBytes(AgeCommand.run(bytes("\n"), "age", "-r", recipient)));
    assertEquals(
        "keys-not-utf8",
        refusedBytes(AgeCommand.run(new byte[] {(byte) 0xE9}, "age", "-r", recipient)));
    byte[] large =
        bytes("k".repeat(10_000) + "\n" + "l".repeat(10_000) + "\n" + "x".repeat(70_000));
    byte[] sealedLarge = AgeCommand.run(large, "age", "-r", recipient);
    assertEquals("key-too-long", refusedBytes(sealedLarge));
    assertEquals(
        "sealed-damaged", refusedBytes(Arrays.copyOf(sealedLarge, sealedLarge.length - 20_000)));
  }
}

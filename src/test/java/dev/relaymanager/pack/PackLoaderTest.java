package dev.relaymanager.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.Protocol;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackLoaderTest {
  private final PackFixture pack = new PackFixture().sign();

  @Test
  void aGoodPackIsReadWhole() {
    Pack loaded = pack.load();
    assertEquals("test-pack", loaded.id());
    assertEquals("1.2.3", loaded.version());
    assertEquals("", loaded.description());
    Provider acme = loaded.provider("acme").orElseThrow();
    assertEquals(Protocol.CHAT_COMPLETIONS, acme.protocol());
    assertEquals(List.of("acme-small", "acme-large"), acme.defaultModels());
    assertEquals("acme-small", acme.smokeTestModel());
    assertEquals(new Provider.Defaults(10, 50, new BigDecimal("1.5")), acme.defaults());
    assertEquals(
        Map.of("acme-small", "acme-small", "acme-large", "acme/large@2", "acme-old", "acme-old"),
        acme.modelMapping());
    assertEquals("2026-11-01", acme.asOf().toString());
    assertTrue(loaded.provider("other").isEmpty());
  }

  @Test
  void pricesBecomeDollarsPerTokenRoundedToTwelvePlaces() {
    Pack loaded = pack.load();
    List<ModelPrice> prices = loaded.provider("acme").orElseThrow().prices(loaded.exchangeRates());
    assertEquals(
        List.of(
            new ModelPrice(
                "acme-large",
                new BigDecimal("0.000000123457"),
                new BigDecimal("0.000002000000"),
                null),
            new ModelPrice(
                "acme-small",
                new BigDecimal("0.000000140000"),
                new BigDecimal("0.000000630000"),
                new BigDecimal("0.000000002800"))),
        prices);
  }

  @Test
  void wholeNumbersMayBeWrittenWithAPoint() {
    Provider acme =
        pack.replaceInAcme("\"priority\": 50", "\"priority\": 50.0")
            .sign()
            .load()
            .provider("acme")
            .orElseThrow();
    assertEquals(50, acme.defaults().priority());
  }

  @Test
  void aHalfIsRoundedUp() {
    pack.replaceInAcme("\"0.123456789\"", "\"0.0000005\"").sign();
    Pack loaded = pack.load();
    assertEquals(
        new BigDecimal("0.000000000001"),
        loaded.provider("acme").orElseThrow().prices(loaded.exchangeRates()).getFirst().input());
  }

  @Test
  void anAnswerWithItsCodeCountsBeforeTheStatusAlone() {
    ErrorMeanings errors = pack.load().provider("acme").orElseThrow().errors();
    assertEquals(ErrorMeanings.Meaning.DEAD, errors.of(401, null).orElseThrow());
    assertEquals(ErrorMeanings.Meaning.EMPTY, errors.of(402, "x").orElseThrow());
    assertEquals(ErrorMeanings.Meaning.BUSY, errors.of(429, "slow_down").orElseThrow());
    assertEquals(ErrorMeanings.Meaning.DEAD, errors.of(429, "account_locked").orElseThrow());
    assertTrue(errors.of(500, null).isEmpty());
  }

  @Test
  void theDigestChangesWithContentAndNamesOnly() {
    String digest = pack.load().digest();
    assertTrue(digest.matches("sha256:[0-9a-f]{64}"));
    List<String> lines =
        new String(pack.files().contents().get("checksums.txt"), StandardCharsets.UTF_8)
            .lines()
            .toList();
    pack.put("checksums.txt", lines.get(1).replace("  ", " *") + "\n" + lines.get(0) + "\n");
    assertEquals(digest, pack.load().digest());
    pack.put("README.md", "hello").sign();
    assertNotEquals(digest, pack.load().digest());
  }

  @Test
  void aHostOutsideTheRangesIsRefusedWithTheReason() {
    Pack loaded =
        pack.replaceInAcme("\"asOf\"", "\"hostVersions\": \">=0.1.172 <0.2.0\", \"asOf\"")
            .sign()
            .load();
    Provider acme = loaded.provider("acme").orElseThrow();
    assertTrue(loaded.refusal(acme, "0.1.172").isEmpty());
    Problem byPack = loaded.refusal(acme, "0.2.0").orElseThrow();
    assertEquals("host-version-unsupported", byPack.code());
    assertTrue(byPack.message().contains("pack test-pack 1.2.3"), byPack.message());
    Problem byProvider = loaded.refusal(acme, "0.1.126").orElseThrow();
    assertTrue(byProvider.message().contains("provider acme"), byProvider.message());
  }

  @Test
  void aPackWithoutManifestIsRefused() {
    assertEquals(List.of("manifest-missing"), pack.remove("pack.json").sign().codes());
  }

  @Test
  void aPackWithoutChecksumsIsRefused() {
    assertEquals(List.of("checksums-missing"), pack.remove("checksums.txt").codes());
  }

  @Test
  void aPackWithoutProviderIsRefused() {
    assertEquals(List.of("no-provider"), pack.remove("providers/acme.json").sign().codes());
  }

  @Test
  void aFolderWithNothingInItIsRefused() {
    Problem problem =
        assertThrows(InvalidInputException.class, () -> PackLoader.load(pack.tree(), "none"))
            .problems()
            .getFirst();
    assertEquals("pack-missing", problem.code());
  }

  @Test
  void aChangedFileIsRefusedByTheLineOfItsChecksum() {
    pack.replaceInAcme("Acme", "Acne");
    Problem problem = pack.problems().getFirst();
    assertEquals("checksum-mismatch", problem.code());
    assertEquals("p/checksums.txt:2", problem.place().toString());
    assertEquals(1, pack.problems().size());
  }

  @Test
  void everyWayInWhichTheListCanBeWrongHasItsName() {
    pack.put("README.md", "hello");
    assertEquals(List.of("file-not-listed"), pack.codes());
    pack.sign().remove("README.md");
    assertEquals(List.of("listed-file-missing"), pack.codes());
    String right = pack.sign().files().contents().get("checksums.txt").length > 0 ? list() : "";
    assertEquals(
        List.of("checksums-duplicate"),
        pack.put("checksums.txt", right + right.lines().findFirst().orElseThrow()).codes());
    assertEquals(
        List.of("checksums-bad-line"), pack.put("checksums.txt", right + "hello\n").codes());
    assertEquals(
        List.of("checksums-bad-line"),
        pack.put("checksums.txt", right + "0".repeat(64) + "  ../x\n").codes());
    assertEquals(
        List.of("checksums-lists-itself"),
        pack.put("checksums.txt", right + "0".repeat(64) + "  checksums.txt\n").codes());
    assertEquals(
        List.of("checksums-bad-line", "checksums-bad-line", "file-not-listed", "file-not-listed"),
        pack.put("checksums.txt", right.replace("\n", "\r\n")).codes().stream().sorted().toList());
  }

  private String list() {
    return new String(pack.files().contents().get("checksums.txt"), StandardCharsets.UTF_8);
  }

  @Test
  void twoProvidersOfOneIdAreRefusedNamingBoth() {
    pack.put("providers/second.json", PackFixture.ACME).sign();
    Problem problem = pack.problems().getFirst();
    assertEquals("provider-id-clash", problem.code());
    assertEquals("p/providers/second.json:2:18", problem.place().toString());
    assertTrue(problem.message().contains("p/providers/acme.json:2:18"), problem.message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://api.acme.example/v1 | http://api.acme.example/v1 | base-url-not-https | 4:14
          https://api.acme.example/v1 | ftp://x | base-url-not-https | 4:14
          https://api.acme.example/v1 | https:// | bad-base-url | 4:14
          https://api.acme.example/v1 | https://u:p@x | bad-base-url | 4:14
          https://api.acme.example/v1 | https://x/?a=b | bad-base-url | 4:14
          https://api.acme.example/v1 | https://x y | bad-base-url | 4:14
          https://api.acme.example/v1 | https://x/api/v3 | base-url-not-for-host | 4:14
          https://api.acme.example/v1 | https://x/api/paas/v4/ | base-url-not-for-host | 4:14
          https://api.acme.example/v1 | https://x/v10 | base-url-not-for-host | 4:14
          https://api.acme.example/v1 | https://x/v1beta | base-url-not-for-host | 4:14
          https://api.acme.example/v1 | https://x/v1.1 | base-url-not-for-host | 4:14
          _model": "acme-small" | _model": "acme-old" | smoke-test-model-not-default | 8:23
          "acme-small", "acme-large"] | "acme-small", "acme-old"] | default-model-without-price | 7:36
          "acme-small", "acme-large"] | "acme-small", "acme-new"] | default-model-without-price | 7:36
          "acme-small", "acme-large"] | "acme-small", "acme-small"] | repeated-value | 7:21
          ["acme-small", "acme-large"] | [] | default-models-empty | 7:21
          "currency": "CNY" | "currency": "HKD" | no-exchange-rate | 10:42
          "acme-old" | "ACME-small" | model-name-clash | 10:19
          "displayName" | "displayname": 1, "displayName" | unknown-field | 3:3
          "asOf": "2026-11-01" | "asOf": "2026-02-30" | bad-date | 20:11
          "asOf": "2026-11-01" | "asOf": "1 Nov" | wrong-form | 20:11
          "priority": 50 | "priority": "50" | wrong-type | 14:47
          "priority": 50 | "priority": 0 | out-of-range | 14:47
          "input": "1" | "input": 1 | wrong-type | 10:58
          "input": "1" | "input": "-1" | wrong-form | 10:58
          "input": "1" | "input": "1e3" | wrong-form | 10:58
          "chat_completions" | "chat" | wrong-value | 5:15
          "acme-old" | "acme*" | bad-name | 12:5
          "status": 402 | "status": 200 | out-of-range | 17:26
          "platform": "openai", | '' | missing-field | 1:1
          "asOf" | "hostVersions": "latest", "asOf" | bad-version-range | 20:19
          """)
  void eachFaultOfAProviderHasItsCodeAndItsPlace(String from, String to, String code, String at) {
    pack.replaceInAcme(from, to == null ? "" : to).sign();
    List<Problem> problems = pack.problems();
    assertEquals(List.of(code), problems.stream().map(Problem::code).toList(), problems.toString());
    assertEquals("p/providers/acme.json:" + at, problems.getFirst().place().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "1.2.3" | "1.2" | bad-version | 4:14
          "1.2.3" | "v1.2.3" | bad-version | 4:14
          "1.2.3" | 1 | wrong-type | 4:14
          ">=0.1.126 <0.2.0" | "" | bad-version-range | 5:19
          ">=0.1.126 <0.2.0" | ">=0.1.126, <0.2.0" | bad-version-range | 5:19
          "test-pack" | "Test Pack" | wrong-form | 3:9
          "relay-manager/v1" | "relay-manager/v2" | wrong-value | 2:17
          "id" | "author": "x", "id" | unknown-field | 3:3
          "CNY" | "yuan" | bad-name | 7:5
          "0.14" | "0" | bad-exchange-rate | 7:20
          "CNY" | "USD" | bad-exchange-rate | 7:20
          "2026-11-01" | "2026-13-01" | bad-date | 7:36
          "0.14" | 0.14 | wrong-type | 7:20
          """)
  void eachFaultOfTheManifestHasItsCodeAndItsPlace(String from, String to, String code, String at) {
    pack.replaceInPack(from, to).sign();
    List<Problem> problems = pack.problems();
    Problem first = problems.getFirst();
    assertEquals(code, first.code(), problems.toString());
    assertEquals("p/pack.json:" + at, first.place().toString());
    assertTrue(problems.stream().skip(1).allMatch(p -> p.code().equals("no-exchange-rate")));
  }

  @Test
  void aProblemReadsAsOneLineWithPlacePathFindingAndWayOut() {
    pack.replaceInAcme("\"output\": \"4.5\"", "\"outputs\": \"4.5\"").sign();
    assertEquals(
        List.of(
            "p/providers/acme.json:10:29: models.acme-small.price.output: the field \"output\" is"
                + " missing (a decimal string such as \"1.5\")",
            "p/providers/acme.json:10:63: models.acme-small.price.outputs: unknown field"
                + " \"outputs\" (known here: cacheRead, currency, input, output)"),
        pack.problems().stream().map(Problem::toString).toList());
  }

  @Test
  void allFaultsOfAllFilesAreToldAtOnce() {
    pack.replaceInPack("\"0.14\"", "\"0,14\"");
    pack.replaceInAcme("https://", "http://");
    pack.put("providers/second.json", "{");
    pack.put("providers/README.md", "x");
    assertEquals(
        List.of(
            "checksum-mismatch",
            "checksum-mismatch",
            "wrong-form",
            "file-not-listed",
            "not-a-provider-file",
            "base-url-not-https",
            "file-not-listed",
            "not-json"),
        pack.codes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | not-json
          '{' | not-json
          '{} {}' | not-json
          '{"id": 1, "id": 2}' | not-json
          '[1,]' | not-json
          'id: test-pack' | not-json
          '[]' | wrong-type
          'null' | wrong-type
          """)
  void whatIsNoJsonObjectIsRefused(String text, String code) {
    assertEquals(List.of(code), pack.put("pack.json", text).sign().codes());
  }

  @Test
  void aJsonFaultNamesItsLineAndColumn() {
    pack.put("pack.json", "{\n  \"id\": \"a\",\n  \"id\": \"b\"\n}").sign();
    assertEquals("p/pack.json:3", pack.problems().getFirst().place().toString().substring(0, 13));
  }

  @Test
  void otherEncodingsAreRefused() {
    assertEquals(
        List.of("wrong-encoding"),
        pack.put("pack.json", "\uFEFF" + PackFixture.PACK).sign().codes());
    assertEquals(
        List.of("wrong-encoding"),
        pack.put(
                "pack.json",
                PackFixture.PACK.replace("test-pack", "pück").getBytes(StandardCharsets.ISO_8859_1))
            .sign()
            .codes());
    assertEquals(
        List.of("not-json"),
        pack.put("pack.json", PackFixture.PACK.getBytes(StandardCharsets.UTF_16LE)).sign().codes());
  }

  @Test
  void depthIsLimitedBeforeAnythingElseLooksAtIt() {
    String deep = "[".repeat(100_000);
    assertEquals(List.of("not-json"), pack.put("pack.json", deep).sign().codes());
    String wide = "[" + "0,".repeat(500_000) + "0]";
    assertEquals(List.of("not-json"), pack.put("pack.json", wide).sign().codes());
  }

  @Test
  void sizesNamesAndKindsOfFilesAreLimited() {
    byte[] large = new byte[PackFiles.MAX_FILE_BYTES];
    for (int i = 0; i < 5; i++) {
      pack.put("large" + i, large);
    }
    assertEquals(List.of("pack-too-large"), pack.codes());
    pack.put("large0", new byte[PackFiles.MAX_FILE_BYTES + 1]);
    assertEquals(List.of("file-too-large", "pack-too-large"), pack.codes());
    PackFixture many = new PackFixture();
    for (int i = 0; i < PackFiles.MAX_FILES; i++) {
      many.put("file" + i, "x");
    }
    assertEquals(List.of("too-many-files"), many.codes());
    PackFixture link = new PackFixture().sign();
    link.tree().stranger("p/providers/link.json").stranger("elsewhere/link");
    assertEquals(List.of("not-a-regular-file"), link.codes());
    assertEquals(List.of("bad-path"), new PackFixture().put("a\\b", "x").codes());
  }
}

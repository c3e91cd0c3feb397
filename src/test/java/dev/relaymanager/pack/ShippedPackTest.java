package dev.relaymanager.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.seal.TreeInMemory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pack that the program brings along. */
class ShippedPackTest {
  private static Pack load() {
    TreeInMemory tree = new TreeInMemory();
    BundledPack.files("openai-cn-pack").forEach(tree::put);
    return PackLoader.load(tree, "");
  }

  @Test
  void itIsWithoutFaultAndFitsTheHostsItNames() {
    Pack pack = load();
    assertEquals("openai-cn-pack", pack.id());
    Provider deepseek = pack.provider("deepseek").orElseThrow();
    assertTrue(pack.refusal(deepseek, "0.1.126").isEmpty());
    assertTrue(pack.refusal(deepseek, "0.1.172").isEmpty());
    assertEquals("https://api.deepseek.com", deepseek.baseUrl());
    assertEquals("deepseek-chat", deepseek.smokeTestModel());
  }

  /** USD 0.15, 0.60 and 0.003 a million: the vendor's own dollar prices on the same day. */
  @Test
  void itsDollarPricesAreThoseOfTheVendor() {
    Pack pack = load();
    ModelPrice chat =
        pack.provider("deepseek").orElseThrow().prices(pack.exchangeRates()).getFirst();
    assertEquals("deepseek-chat", chat.model());
    assertEquals(0, new BigDecimal("0.00000015").compareTo(chat.input()));
    assertEquals(0, new BigDecimal("0.00000060").compareTo(chat.output()));
    assertEquals(0, new BigDecimal("0.000000003").compareTo(chat.cacheRead()));
  }

  @Test
  void itHasTheVendorsThatItPromises() {
    assertEquals(
        List.of(
            "baichuan",
            "deepseek",
            "hunyuan",
            "minimax",
            "moonshot",
            "qwen",
            "siliconflow",
            "stepfun",
            "volcengine",
            "zhipu"),
        load().providers().stream().map(Provider::id).sorted().toList());
  }

  static Stream<Provider> providers() {
    return load().providers().stream();
  }

  /** Facts age: who reads them has to see when and where each was read. */
  @ParameterizedTest
  @MethodSource("providers")
  void everyVendorSaysWhenAndWhereItWasLookedUp(Provider provider) {
    assertFalse(provider.asOf().isAfter(LocalDate.now(ZoneOffset.UTC)), provider.id());
    assertTrue(provider.asOf().isAfter(LocalDate.of(2026, 8, 31)), provider.id());
    assertTrue(provider.source().startsWith("https://"), provider.id());
    assertFalse(provider.note().isBlank(), provider.id());
    assertEquals(Protocol.CHAT_COMPLETIONS, provider.protocol(), provider.id());
    assertFalse(provider.errors().dead().isEmpty(), provider.id());
    assertFalse(provider.errors().busy().isEmpty(), provider.id());
  }

  /** It is called for every key again and again. */
  @ParameterizedTest
  @MethodSource("providers")
  void theSmokeTestModelIsTheCheapestOfTheDefaults(Provider provider) {
    Map<String, ModelPrice> prices =
        provider.prices(load().exchangeRates()).stream()
            .collect(Collectors.toMap(ModelPrice::model, Function.identity()));
    ModelPrice smoke = prices.get(provider.smokeTestModel());
    for (String model : provider.defaultModels()) {
      assertTrue(smoke.input().compareTo(prices.get(model).input()) <= 0, model);
      assertTrue(smoke.output().compareTo(prices.get(model).output()) <= 0, model);
    }
  }

  /** Both kinds of host make the vendor's own address of it, where they may make any. */
  @ParameterizedTest
  @CsvSource({
    "baichuan, https://api.baichuan-ai.com/v1, all",
    "deepseek, https://api.deepseek.com, all",
    "hunyuan, https://tokenhub.tencentmaas.com/v1, all",
    "minimax, https://api.minimax.cn/v1, all",
    "moonshot, https://api.moonshot.cn/v1, all",
    "qwen, https://dashscope.aliyuncs.com/compatible-mode/v1, all",
    "siliconflow, https://api.siliconflow.cn/v1, all",
    "stepfun, https://api.stepfun.com/v1, all",
    "volcengine, https://ark.cn-beijing.volces.com/api/v3, from 0.1.127",
    "zhipu, https://open.bigmodel.cn/api/paas/v4, from 0.1.127"
  })
  void aPathThatEndsInAnotherVersionNeedsAHostThatKeepsIt(String id, String address, String hosts) {
    Pack pack = load();
    Provider provider = pack.provider(id).orElseThrow();
    assertEquals(address, provider.baseUrl());
    Optional<Problem> refusal = pack.refusal(provider, "0.1.126");
    if (hosts.equals("all")) {
      assertEquals(Optional.empty(), refusal);
    } else {
      assertEquals("host-version-unsupported", refusal.orElseThrow().code());
      assertTrue(
          refusal
              .orElseThrow()
              .message()
              .contains("0.1.126, and provider " + id + " fits >=0.1.127 <0.2.0"),
          refusal.toString());
      assertTrue(provider.note().contains("0.1.126 append /v1"), provider.note());
    }
    assertEquals(Optional.empty(), pack.refusal(provider, "0.1.127"));
    assertEquals(Optional.empty(), pack.refusal(provider, "0.1.172"));
  }

  @ParameterizedTest
  @CsvSource({
    "moonshot, 429, exceeded_current_quota_error, EMPTY",
    "moonshot, 429, rate_limit_reached_error, BUSY",
    "qwen, 400, Arrearage, EMPTY",
    "qwen, 429, insufficient_quota, BUSY",
    "zhipu, 429, 1113, EMPTY",
    "zhipu, 429, 1121, DEAD",
    "zhipu, 429, 1302, BUSY",
    "volcengine, 403, AccountOverdueError, EMPTY",
    "minimax, 429, insufficient_balance_error, EMPTY",
    "siliconflow, 403, 30001, EMPTY",
    "hunyuan, 402, 401008, EMPTY"
  })
  void anEmptyBalanceIsToldFromABusyVendor(String id, int status, String code, String meaning) {
    Provider provider = load().provider(id).orElseThrow();
    assertEquals(
        ErrorMeanings.Meaning.valueOf(meaning), provider.errors().of(status, code).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void thePageOfVendorsShowsTheSame(Provider provider) throws IOException {
    String row =
        Files.readAllLines(Path.of("docs/vendors.md")).stream()
            .filter(line -> line.startsWith("| `" + provider.id() + "` | `" + provider.baseUrl()))
            .findFirst()
            .orElseThrow();
    assertTrue(row.contains(provider.asOf().toString()), row);
    for (String model : provider.defaultModels()) {
      Provider.Price price = Objects.requireNonNull(provider.models().get(model).price());
      String figures = price.input() + "/" + price.output();
      assertTrue(row.contains("**" + model + "**") && row.contains(figures), model);
    }
  }

  @Test
  void sha256sumAgreesWithItsChecksums() throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder("sha256sum", "-c", "checksums.txt")
              .directory(Path.of("packs/openai-cn-pack").toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException missing) {
      Assumptions.abort("the sha256sum command is not installed");
      return;
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  @Test
  void aPackThatIsNotBroughtAlongIsADefect() {
    assertThrows(NullPointerException.class, () -> BundledPack.files("none"));
  }
}

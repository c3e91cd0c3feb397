package dev.relaymanager.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.seal.TreeInMemory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

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

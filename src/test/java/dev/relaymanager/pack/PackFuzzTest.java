package dev.relaymanager.pack;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.relaymanager.fuzz.TypedEnd;
import org.junit.jupiter.api.Timeout;

/** Whatever stands in the files of a pack's folder, it becomes a pack or problems. */
@Timeout(30)
class PackFuzzTest {
  @FuzzTest
  void manifest(byte[] input) {
    PackFixture pack = new PackFixture().put("pack.json", input).sign();
    TypedEnd.hidingKey(pack::load);
  }

  @FuzzTest
  void provider(byte[] input) {
    PackFixture pack = new PackFixture().put("providers/acme.json", input).sign();
    TypedEnd.hidingKey(
        () -> {
          Pack loaded = pack.load();
          loaded.providers().forEach(provider -> provider.prices(loaded.exchangeRates()));
        });
  }

  @FuzzTest
  void checksums(byte[] input) {
    PackFixture pack = new PackFixture().put("checksums.txt", input);
    TypedEnd.hidingKey(pack::load);
  }
}

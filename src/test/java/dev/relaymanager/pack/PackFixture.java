package dev.relaymanager.pack;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.seal.TreeInMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A small pack in a folder {@code p} that each test spoils in one way. */
final class PackFixture {
  static final String PACK =
      """
      {
        "apiVersion": "relay-manager/v1",
        "id": "test-pack",
        "version": "1.2.3",
        "hostVersions": ">=0.1.126 <0.2.0",
        "exchangeRates": {
          "CNY": {"usd": "0.14", "asOf": "2026-11-01", "source": "invented for tests"}
        }
      }
      """;

  static final String ACME =
      """
      {
        "provider_id": "acme",
        "displayName": "Acme",
        "baseUrl": "https://api.acme.example/v1",
        "protocol": "chat_completions",
        "platform": "openai",
        "default_models": ["acme-small", "acme-large"],
        "smoke_test_model": "acme-small",
        "models": {
          "acme-small": {"price": {"currency": "CNY", "input": "1", "output": "4.5", "cacheRead": "0.02"}},
          "acme-large": {"upstream": "acme/large@2", "price": {"currency": "USD", "input": "0.123456789", "output": "2"}},
          "acme-old": {"note": "no price known"}
        },
        "defaults": {"concurrency": 10, "priority": 50, "rateMultiplier": "1.5"},
        "errors": {
          "dead": [{"status": 401}, {"status": 429, "code": "account_locked"}],
          "empty": [{"status": 402}],
          "busy": [{"status": 429}]
        },
        "asOf": "2026-11-01",
        "source": "https://acme.example/prices"
      }
      """;

  private final TreeInMemory tree = new TreeInMemory();

  PackFixture() {
    put("pack.json", PACK);
    put("providers/acme.json", ACME);
    tree.put("elsewhere.txt", "not of the pack");
  }

  PackFixture put(String path, String text) {
    tree.put("p/" + path, text);
    return this;
  }

  PackFixture put(String path, byte[] bytes) {
    tree.put("p/" + path, bytes);
    return this;
  }

  PackFixture remove(String path) {
    tree.remove("p/" + path);
    return this;
  }

  PackFixture replaceInPack(String from, String to) {
    return put("pack.json", replaced(PACK, from, to));
  }

  PackFixture replaceInAcme(String from, String to) {
    return put("providers/acme.json", replaced(ACME, from, to));
  }

  static String replaced(String text, String from, String to) {
    assertFalse(!text.contains(from), "the fixture has no " + from);
    return text.replace(from, to);
  }

  /** Writes right checksums for what is there now. */
  PackFixture sign() {
    return put("checksums.txt", ChecksumFile.write(files().contents()));
  }

  PackFiles files() {
    return PackFiles.of(tree, "p");
  }

  TreeInMemory tree() {
    return tree;
  }

  Pack load() {
    return PackLoader.load(tree, "p");
  }

  List<Problem> problems() {
    InvalidInputException refused = assertThrows(InvalidInputException.class, this::load);
    for (Problem problem : refused.problems()) {
      assertFalse(problem.fix().isEmpty(), problem.toString());
      assertFalse(problem.place() == null, problem.toString());
    }
    return refused.problems();
  }

  List<String> codes() {
    return problems().stream().map(Problem::code).toList();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

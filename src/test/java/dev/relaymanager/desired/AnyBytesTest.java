package dev.relaymanager.desired;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.relaymanager.model.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever stands in a file, loading ends in documents or in problems, and in nothing else. */
class AnyBytesTest {
  private static final int ROUNDS = 1_000;

  private static final String[] SNIPPETS = {
    "[",
    "]",
    "{",
    "}",
    ":",
    ": ",
    "- ",
    "? ",
    "&a ",
    "*a",
    "!!str ",
    "!x ",
    "| \n",
    "> \n",
    "\"",
    "'",
    "\n",
    "\t",
    "  ",
    "#",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "<<: ",
    "null",
    "~",
    "true",
    "1e9",
    "0x",
    ".nan",
    "-",
    "\u0000",
    "\uFEFF",
    "\uD83D\uDE00",
    "apiVersion",
    "spec",
    "keys",
    "@",
    "`",
    "2027-02-30",
    "sk-0123456789abcdef",
    "\\",
    "\r",
    "\u2028",
    "[0]",
    "a.b"
  };

  @Test
  void anyBytesEndInProblemsOrDocuments() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes =
          seed % 3 == 0 ? noise(random) : spoil(random, seed % 3 == 1 ? Samples.IMPORT : all());
      MemoryTree tree = Samples.tree().with("import.yaml", bytes);
      try {
        DocumentLoader.load(tree);
      } catch (InvalidInputException refused) {
        assertFalse(refused.getMessage().contains("sk-0123456789abcdef"), "seed " + seed);
      } catch (RuntimeException | StackOverflowError defect) {
        throw new AssertionError("seed " + seed, defect);
      }
    }
  }

  private static String all() {
    return String.join("---\n", Samples.HOST, Samples.PACK, Samples.IMPORT, Samples.GRANT);
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Cuts and inserts at some places. */
  private static byte[] spoil(Random random, String text) {
    StringBuilder spoiled = new StringBuilder(text);
    for (int times = random.nextInt(1, 6); times > 0; times--) {
      int at = random.nextInt(spoiled.length() + 1);
      if (random.nextBoolean()) {
        spoiled.insert(at, SNIPPETS[random.nextInt(SNIPPETS.length)]);
      } else {
        spoiled.delete(at, Math.min(spoiled.length(), at + random.nextInt(1, 12)));
      }
    }
    return spoiled.toString().getBytes(StandardCharsets.UTF_8);
  }
}

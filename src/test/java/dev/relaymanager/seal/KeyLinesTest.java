package dev.relaymanager.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyLinesTest {
  private static OpenedKeys parse(String text) {
    return KeyLines.parse(text.getBytes(StandardCharsets.UTF_8), Place.file("keys.txt"));
  }

  private static List<Problem> refused(byte[] bytes) {
    return assertThrows(
            InvalidInputException.class, () -> KeyLines.parse(bytes, Place.file("keys.txt")))
        .problems();
  }

  private static List<String> shown(OpenedKeys opened) {
    return opened.keys().stream().map(key -> key.<String>reveal(text -> text)).toList();
  }

  @Test
  void byteOrderMarkBlanksEmptyLinesAndRepeatsAreDroppedAndCounted() {
    OpenedKeys opened =
        parse("\uFEFFsk-1\r\n\r\n  sk-2\t\n\u3000sk-3\u00A0\u200B\n \nsk-1\n sk-2\rsk-4");
    assertEquals(List.of("sk-1", "sk-2", "sk-3", "sk-4"), shown(opened));
    assertEquals(new OpenedKeys.Dropped(1, 3, 2, 2), opened.dropped());
    assertEquals(
        "dropped a byte-order mark, blanks around 3 keys, 2 empty lines, 2 repeated keys",
        opened.dropped().toString());
  }

  @Test
  void aCleanFileDropsNothing() {
    assertTrue(parse("sk-1\nsk-2\n").dropped().isNothing());
    assertTrue(parse("sk-1").dropped().isNothing());
    assertEquals("", parse("sk-1\r\nsk-2\r\n").dropped().toString());
  }

  @Test
  void noKeyIsAProblem() {
    for (String text : List.of("", "\n\n", "  \t\r\n", "\uFEFF", "\uFEFF\n")) {
      assertEquals("keys-empty", refused(text.getBytes(StandardCharsets.UTF_8)).getFirst().code());
    }
  }

  @Test
  void otherEncodingsAreRefused() {
    assertEquals(
        "keys-not-utf8",
        refused("schlüssel".getBytes(StandardCharsets.ISO_8859_1)).getFirst().code());
    assertEquals(
        "keys-not-utf8", refused(new byte[] {(byte) 0xFF, (byte) 0xFE, 's', 0}).getFirst().code());
    assertEquals(
        "key-bad-character",
        refused("sk-1\n".getBytes(Charset.forName("UTF-16LE"))).getFirst().code());
  }

  @Test
  void everyLineThatIsNoKeyIsNamedWithoutRepeatingIt() {
    List<Problem> problems =
        refused("sk-1\nsk 2\n\nsk-é3\nsk-\0004\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of(2, 4, 5), problems.stream().map(p -> p.place().line()).toList());
    assertTrue(problems.stream().allMatch(p -> p.code().equals("key-bad-character")));
    assertEquals("U+00E9 at column 4: no key has this", problems.get(1).message());
  }

  @Test
  void anIdentityIsNeverTakenForAKey() {
    Problem problem = refused("age-secret-key-1qqqqqq".getBytes(StandardCharsets.UTF_8)).getFirst();
    assertEquals("key-is-identity", problem.code());
    assertFalse(problem.toString().contains("qqqq"));
  }

  @Test
  void aLineTooLongForAKeyIsRefused() {
    String longest = "k".repeat(KeyLines.MAX_KEY_CHARACTERS);
    assertEquals(1, parse(longest).keys().size());
    assertEquals(
        "key-too-long",
        refused((longest + "k").getBytes(StandardCharsets.UTF_8)).getFirst().code());
  }

  @Test
  void fiftyThousandKeysKeepTheirOrder() {
    String text =
        IntStream.range(0, 50_000).mapToObj(i -> "sk-" + i).collect(Collectors.joining("\n"));
    OpenedKeys opened = parse(text + "\nsk-7\n");
    assertEquals(50_000, opened.keys().size());
    assertEquals(1, opened.dropped().repeats());
    assertEquals("sk-49999", opened.keys().getLast().<String>reveal(key -> key));
  }
}

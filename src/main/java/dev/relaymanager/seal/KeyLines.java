package dev.relaymanager.seal;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keys as people keep them, one a line: byte-order mark, blanks around a key, empty lines and
 * repeats are dropped and counted; anything else that no key has is refused with its line.
 */
public final class KeyLines {
  /** Longer lines are no key: the longest known are tokens of some kilobytes. */
  static final int MAX_KEY_CHARACTERS = 16 * 1024;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Place place;
  private final int firstLine;
  private final List<Secret> keys = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<ByteBuffer> seen = new HashSet<>();
  private int byteOrderMarks;
  private int blankSurrounded;
  private int emptyLines;
  private int repeats;

  private KeyLines(Place place, int firstLine) {
    this.place = place;
    this.firstLine = firstLine;
  }

  /**
   * Reads keys from UTF-8 text.
   *
   * @param place what to call the text in a problem
   * @throws InvalidInputException when it is not UTF-8, holds no key, or a line is no key
   */
  public static OpenedKeys parse(byte[] utf8, Place place) {
    char[] characters = decode(utf8, place);
    try {
      return parse(characters, 0, place, 1);
    } finally {
      Arrays.fill(characters, '\0');
    }
  }

  /** The same from the middle of a text, whose line there is {@code firstLine}. */
  static OpenedKeys parse(char[] characters, int from, Place place, int firstLine) {
    return new KeyLines(place, firstLine).read(characters, from);
  }

  static char[] decode(byte[] utf8, Place place) {
    CharBuffer decoded;
    try {
      decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
    } catch (CharacterCodingException notUtf8) {
      throw new InvalidInputException(
          Problem.at(
              place,
              "",
              "keys-not-utf8",
              "the keys are not UTF-8 text",
              "save them as UTF-8, one key a line"));
    }
    char[] characters = Arrays.copyOfRange(decoded.array(), 0, decoded.limit());
    Arrays.fill(decoded.array(), '\0');
    return characters;
  }

  private OpenedKeys read(char[] text, int from) {
    int start = from;
    if (start < text.length && text[start] == BYTE_ORDER_MARK) {
      byteOrderMarks = 1;
      start++;
    }
    int number = firstLine;
    while (start < text.length) {
      int end = start;
      while (end < text.length && text[end] != '\n' && text[end] != '\r') {
        end++;
      }
      line(text, start, end, number++);
      boolean windows = end + 1 < text.length && text[end] == '\r' && text[end + 1] == '\n';
      start = end + (windows ? 2 : 1);
    }
    if (keys.isEmpty() && problems.isEmpty()) {
      problems.add(
          Problem.at(
              place,
              "",
              "keys-empty",
              "there is no key in it",
              "put one key on a line of its own"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new OpenedKeys(
        keys,
        new OpenedKeys.Dropped(byteOrderMarks, blankSurrounded, emptyLines, repeats),
        List.of());
  }

  private void line(char[] text, int lineStart, int lineEnd, int number) {
    int start = lineStart;
    int end = lineEnd;
    while (start < end && isBlank(text[start])) {
      start++;
    }
    while (end > start && isBlank(text[end - 1])) {
      end--;
    }
    if (start == end) {
      emptyLines++;
      return;
    }
    if (end - start > MAX_KEY_CHARACTERS) {
      refuse(
          number,
          "key-too-long",
          "a key of " + (end - start) + " characters",
          "a line has at most " + MAX_KEY_CHARACTERS);
      return;
    }
    byte[] key = new byte[end - start];
    for (int i = start; i < end; i++) {
      char character = text[i];
      if (character <= ' ' || character > '~') {
        refuse(
            number,
            "key-bad-character",
            String.format(
                "U+%04X at column %d: no key has this", (int) character, i - lineStart + 1),
            "one key a line, of visible ASCII characters");
        return;
      }
      key[i - start] = (byte) character;
    }
    if (isIdentity(key)) {
      refuse(
          number,
          "key-is-identity",
          "this is an age identity, which must never be sent anywhere",
          "give the key itself");
      return;
    }
    if (start > lineStart || end < lineEnd) {
      blankSurrounded++;
    }
    if (seen.add(ByteBuffer.wrap(digest(key)))) {
      keys.add(Secret.of(key));
    } else {
      repeats++;
    }
    Arrays.fill(key, (byte) 0);
  }

  private void refuse(int number, String code, String message, String fix) {
    problems.add(Problem.at(new Place(place.file(), number, 0), "", code, message, fix));
  }

  /**
   * Includes the no-break and ideographic spaces and the zero-width characters that copying adds.
   */
  private static boolean isBlank(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == BYTE_ORDER_MARK
        || (character >= '\u200B' && character <= '\u200D')
        || character == '\u2060';
  }

  private static boolean isIdentity(byte[] key) {
    String prefix = Identity.LINE_START.substring(0, Identity.LINE_START.length() - 1);
    return new String(key, 0, Math.min(key.length, prefix.length()), StandardCharsets.US_ASCII)
        .equalsIgnoreCase(prefix);
  }

  private static byte[] digest(byte[] key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this Java lacks SHA-256", missing);
    }
  }
}

package dev.relaymanager.git;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Which names of files we are willing to read; everything else is a stranger. */
final class TreePath {
  private TreePath() {}

  /**
   * The path as text, when it is one we read: valid UTF-8, relative, without {@code .}, {@code ..},
   * {@code .git}, empty parts and characters that steer a terminal.
   */
  static Optional<String> plain(byte[] utf8) {
    return decode(utf8).filter(TreePath::isPlain);
  }

  static boolean isPlain(String path) {
    if (path.codePoints().anyMatch(character -> character == 0xFFFD)
        || path.codePoints().anyMatch(VisibleText::steers)) {
      return false;
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty()
          || part.equals(".")
          || part.equals("..")
          || part.toLowerCase(Locale.ROOT).equals(".git")) {
        return false;
      }
    }
    return true;
  }

  /**
   * Any path, safe to print: bytes that are no visible character of UTF-8 stand as {@code \xNN}.
   */
  static String show(byte[] path) {
    Optional<String> text = decode(path);
    if (text.isPresent() && text.get().codePoints().noneMatch(VisibleText::steers)) {
      return text.get();
    }
    StringBuilder shown = new StringBuilder();
    for (byte octet : path) {
      if (octet >= 0x20 && octet < 0x7f) {
        shown.append((char) octet);
      } else {
        shown.append(String.format(Locale.ROOT, "\\x%02x", octet & 0xff));
      }
    }
    return shown.toString();
  }

  private static Optional<String> decode(byte[] utf8) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException invalid) {
      return Optional.empty();
    }
  }
}

package dev.relaymanager.pack;

import java.util.Optional;

/** Which names files of a pack may have: relative, with {@code /}, staying inside. */
final class PackPath {
  private static final int MAX_LENGTH = 255;

  /**
   * Why a name is refused.
   *
   * @param code of the problem
   * @param message what is wrong with the name
   */
  record Fault(String code, String message) {}

  private PackPath() {}

  static Optional<Fault> fault(String path) {
    if (path.isEmpty() || path.length() > MAX_LENGTH) {
      return fault("bad-path", "a name of " + path.length() + " characters");
    }
    for (int i = 0; i < path.length(); i++) {
      char character = path.charAt(i);
      if (character < ' ' || character == 0x7F || character == 0xFFFD) {
        return fault("bad-path", String.format("the name has U+%04X in it", (int) character));
      }
    }
    if (path.startsWith("/") || path.startsWith("\\") || path.matches("[A-Za-z]:.*")) {
      return fault("absolute-path", "the name \"" + path + "\" is an absolute path");
    }
    if (path.indexOf('\\') >= 0) {
      return fault("bad-path", "the name \"" + path + "\" has a backslash");
    }
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        return fault("path-outside", "the name \"" + path + "\" leads outside (..)");
      }
      if (part.isEmpty() || part.equals(".")) {
        return fault("bad-path", "the name \"" + path + "\" is not in its plain form");
      }
    }
    return Optional.empty();
  }

  private static Optional<Fault> fault(String code, String message) {
    return Optional.of(new Fault(code, message));
  }
}

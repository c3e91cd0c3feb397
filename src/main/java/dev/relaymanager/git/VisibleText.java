package dev.relaymanager.git;

/**
 * Text that came from a repository or a server, made harmless for a terminal: what steers a
 * terminal or turns the direction of writing becomes a blank.
 */
final class VisibleText {
  private VisibleText() {}

  static String of(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .map(character -> steers(character) ? ' ' : character)
        .forEach(visible::appendCodePoint);
    return visible.toString().strip();
  }

  /** Whether a character does something other than to be seen. */
  static boolean steers(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}

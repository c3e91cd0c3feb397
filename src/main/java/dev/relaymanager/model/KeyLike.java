package dev.relaymanager.model;

import java.util.regex.Pattern;

/**
 * Texts that look like a key or token. Whoever pastes one into the wrong place must not find it in
 * a log.
 */
public final class KeyLike {
  /** A word that is surely meant to be secret, to its end. */
  private static final Pattern WORD =
      Pattern.compile(
          "(?:(?i:sk|admin)-(?=\\S*\\d)[^\\s\"']{16}|(?i:age-secret-key-)|eyJ\\w{16})[^\\s\"']*");

  /** Anything that may be a key or begin as one, where nobody writes such a thing otherwise. */
  private static final Pattern ANYWHERE =
      Pattern.compile(
          "(?i)(sk|admin)-(?=\\S*\\d)\\S{8}|^sk-|bearer |age-secret-|-----begin|(?-i:eyJ)\\w{8}"
              + "|^(?=\\S*\\d)[a-z0-9_+/=-]{32,}$");

  private KeyLike() {}

  /** Whether a short text that somebody wrote is one, or has one in it. */
  public static boolean isIn(String text) {
    return ANYWHERE.matcher(text).find();
  }

  /** A message without the words in it that are surely meant to be secret; names may stay. */
  public static String hidden(String message) {
    return WORD.matcher(message).replaceAll("(looks like a key, not shown)");
  }
}

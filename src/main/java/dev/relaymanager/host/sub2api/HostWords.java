package dev.relaymanager.host.sub2api;

import dev.relaymanager.seal.Secret;
import java.util.List;
import java.util.regex.Pattern;

/** Makes what a host or its vendors say fit to be shown: short, one line, and free of keys. */
final class HostWords {
  private static final int LONGEST = 400;
  private static final Pattern KEY_LIKE =
      Pattern.compile("\\b(sk-|admin-|Bearer )[A-Za-z0-9_.\\-*]{4,}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private HostWords() {}

  static String clean(String words, List<Secret> secrets) {
    if (words.isEmpty()) {
      return words;
    }
    String text = words;
    for (Secret secret : secrets) {
      String shown = text;
      text =
          secret.reveal(
              characters -> characters.isEmpty() ? shown : shown.replace(characters, "(secret)"));
    }
    text = KEY_LIKE.matcher(text).replaceAll("$1…");
    text = CONTROL.matcher(text).replaceAll(" ").strip();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}

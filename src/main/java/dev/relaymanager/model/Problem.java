package dev.relaymanager.model;

import org.jspecify.annotations.Nullable;

/**
 * A fault in what somebody wrote or set up, said so that they can mend it.
 *
 * @param code stable name of the kind of fault, lower case with dashes, for machines ({@code
 *     unknown-field})
 * @param place where it is; null when it stands in no file (a flag, an environment variable)
 * @param path inside the document, such as {@code spec.keys[1].sealed}; empty for the whole of it
 * @param message what was found and what is wrong with it; never a secret: what looks like a key is
 *     left out, also of {@code path}
 * @param fix what to do about it
 */
public record Problem(String code, @Nullable Place place, String path, String message, String fix) {
  public Problem {
    path = KeyLike.hidden(path);
    message = KeyLike.hidden(message);
  }

  public static Problem at(Place place, String path, String code, String message, String fix) {
    return new Problem(code, place, path, message, fix);
  }

  /** A problem that stands in no file. */
  public static Problem of(String code, String message, String fix) {
    return new Problem(code, null, "", message, fix);
  }

  /** One line: place, path, message and the way out. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (place != null) {
      text.append(place).append(": ");
    }
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    text.append(message);
    if (!fix.isEmpty()) {
      text.append(" (").append(fix).append(')');
    }
    return text.toString();
  }
}

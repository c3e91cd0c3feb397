package dev.relaymanager.seal;

import dev.relaymanager.model.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of one source, in its order, each once.
 *
 * @param keys at least one
 * @param dropped what normalising took away
 * @param warnings what is no reason to refuse the keys but should be mended
 */
public record OpenedKeys(List<Secret> keys, Dropped dropped, List<Problem> warnings) {
  public OpenedKeys {
    keys = List.copyOf(keys);
    warnings = List.copyOf(warnings);
  }

  OpenedKeys warned(List<Problem> more) {
    List<Problem> all = new ArrayList<>(warnings);
    all.addAll(more);
    return new OpenedKeys(keys, dropped, all);
  }

  /**
   * What normalising took away, so that it can be said.
   *
   * @param byteOrderMarks 1 when the text began with one
   * @param blankSurrounded lines that had blanks around the key
   * @param emptyLines lines with nothing but blanks
   * @param repeats lines whose key had come before
   */
  public record Dropped(int byteOrderMarks, int blankSurrounded, int emptyLines, int repeats) {
    /** Everything was kept. */
    public static final Dropped NOTHING = new Dropped(0, 0, 0, 0);

    public boolean isNothing() {
      return byteOrderMarks + blankSurrounded + emptyLines + repeats == 0;
    }

    /** {@code dropped a byte-order mark, 2 empty lines, 1 repeated key}; empty for nothing. */
    @Override
    public String toString() {
      List<String> parts = new ArrayList<>();
      if (byteOrderMarks > 0) {
        parts.add("a byte-order mark");
      }
      if (blankSurrounded > 0) {
        parts.add("blanks around " + count(blankSurrounded, "key"));
      }
      if (emptyLines > 0) {
        parts.add(count(emptyLines, "empty line"));
      }
      if (repeats > 0) {
        parts.add(count(repeats, "repeated key"));
      }
      return parts.isEmpty() ? "" : "dropped " + String.join(", ", parts);
    }

    private static String count(int number, String what) {
      return number + " " + what + (number == 1 ? "" : "s");
    }
  }
}

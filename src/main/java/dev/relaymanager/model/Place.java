package dev.relaymanager.model;

/**
 * Where in the desired state something stands.
 *
 * @param file path inside the repository, or the name of the input
 * @param line from 1; 0 when the whole file is meant
 * @param column from 1; 0 when the whole line is meant
 */
public record Place(String file, int line, int column) implements Comparable<Place> {
  public Place {
    if (line < 0 || column < 0) {
      throw new IllegalArgumentException("negative position in " + file);
    }
  }

  /** The whole of a file. */
  public static Place file(String file) {
    return new Place(file, 0, 0);
  }

  @Override
  public int compareTo(Place other) {
    int byFile = file.compareTo(other.file);
    if (byFile != 0) {
      return byFile;
    }
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }

  /** {@code file:line:column}, as editors and terminals make it clickable. */
  @Override
  public String toString() {
    if (line == 0) {
      return file;
    }
    return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}

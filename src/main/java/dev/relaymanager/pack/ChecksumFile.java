package dev.relaymanager.pack;

import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code checksums.txt}: a line for every file of the pack but itself, in the form of {@code
 * sha256sum}, so that {@code sha256sum -c checksums.txt} checks it too.
 */
public final class ChecksumFile {
  /** Its name in a pack. */
  public static final String NAME = "checksums.txt";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.+)");
  private static final String WRITE_IT = "write it with relayctl pack checksums";

  private ChecksumFile() {}

  /**
   * The text for these files.
   *
   * @param contents by path in the pack; {@code checksums.txt} itself is left out
   */
  public static String write(Map<String, byte[]> contents) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(contents)
        .forEach(
            (path, bytes) -> {
              if (!path.equals(NAME)) {
                text.append(sha256(bytes)).append("  ").append(path).append('\n');
              }
            });
    return text.toString();
  }

  /** The text for all files of a tree. */
  public static String write(FileTree tree) {
    Map<String, byte[]> contents = new TreeMap<>();
    for (FileTree.Entry file : tree.files()) {
      contents.put(
          file.path(),
          tree.read(file.path(), PackFiles.MAX_FILE_BYTES)
              .orElseThrow(() -> new IllegalStateException(file.path() + " left the tree")));
    }
    return write(contents);
  }

  /** The paths that a checksum file lists, in its order; lines of another form are left out. */
  static List<String> paths(String text) {
    return text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(2))
        .toList();
  }

  /** Everything in which the list and the files differ. */
  static List<Problem> check(PackFiles files) {
    byte[] bytes = files.contents().get(NAME);
    if (bytes == null) {
      return List.of(
          Problem.at(
              files.place(NAME), "", "checksums-missing", "the pack has no " + NAME, WRITE_IT));
    }
    List<Problem> problems = new ArrayList<>();
    SortedMap<String, Integer> listed = new TreeMap<>();
    int number = 0;
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
      number++;
      Place place = new Place(files.prefix() + NAME, number, 0);
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches() || PackPath.fault(matcher.group(2)).isPresent()) {
        problems.add(
            Problem.at(
                place,
                "",
                "checksums-bad-line",
                "this is no line of sha256sum",
                "a line is 64 lower-case hexadecimal digits, two blanks and the path; "
                    + WRITE_IT));
        continue;
      }
      String path = matcher.group(2);
      Integer before = listed.putIfAbsent(path, number);
      if (before != null) {
        problems.add(
            Problem.at(
                place,
                "",
                "checksums-duplicate",
                path + " is listed in line " + before + " already",
                WRITE_IT));
      } else {
        check(files, matcher.group(1), path, place, problems);
      }
    }
    for (String path : files.contents().keySet()) {
      if (!path.equals(NAME) && !listed.containsKey(path)) {
        problems.add(
            Problem.at(
                files.place(path),
                "",
                "file-not-listed",
                "the file is not listed in " + NAME,
                "remove it, or list it: " + WRITE_IT));
      }
    }
    return problems;
  }

  private static void check(
      PackFiles files, String wanted, String path, Place place, List<Problem> problems) {
    byte[] content = files.contents().get(path);
    if (path.equals(NAME)) {
      problems.add(
          Problem.at(place, "", "checksums-lists-itself", NAME + " cannot list itself", WRITE_IT));
    } else if (content == null) {
      problems.add(
          Problem.at(
              place,
              "",
              "listed-file-missing",
              "the listed file " + path + " is not in the pack",
              "restore it, or write the list anew: " + WRITE_IT));
    } else if (!sha256(content).equals(wanted)) {
      problems.add(
          Problem.at(
              place,
              "",
              "checksum-mismatch",
              path + " has another content than listed (sha256 " + sha256(content) + ")",
              "restore the file, or, if you changed it on purpose, " + WRITE_IT));
    }
  }

  /** {@code sha256:} over the list of all files, which a folder and a zip of it have in common. */
  static String digest(PackFiles files) {
    return "sha256:" + sha256(write(files.contents()).getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this Java lacks SHA-256", missing);
    }
  }
}

package dev.relaymanager.desired;

import static dev.relaymanager.desired.Samples.host;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Every fault that ends before the schemas, and every limit of the reader. */
class FaultyYamlTest {
  @Test
  void aTabIsNotIndentation() {
    assertEquals(
        """
        yaml-syntax host.yaml:6:1: not YAML: while scanning for the next token: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation) (mend it; the rest of the file was not read)""",
        Samples.problems(host("  auth:", "\tauth:")));
  }

  @Test
  void aBraceIsClosed() {
    assertEquals(
        """
        yaml-syntax host.yaml:7:1: not YAML: while parsing a flow mapping: expected ',' or '}', but got <stream end> (mend it; the rest of the file was not read)""",
        Samples.problems(host("}}", "}")));
  }

  @Test
  void aFieldStandsOnce() {
    assertEquals(
        """
        duplicate-field host.yaml:6:3: baseUrl stands here a second time; the first is on line 5 (keep one of them)""",
        Samples.problems(host("  auth:", "  baseUrl: https://x.example.com\n  auth:")));
  }

  @Test
  void mergeKeysAreRefused() {
    assertEquals(
        """
        yaml-merge host.yaml:6:3: merge keys (<<) are not read (write the fields out)""",
        Samples.problems(host("  auth:", "  <<: {a: b}\n  auth:")));
  }

  @Test
  void aFieldsNameIsText() {
    assertEquals(
        """
        yaml-key host.yaml:6:5: a field's name is not plain text (write the name out)""",
        Samples.problems(host("  auth:", "  ? [a]\n  : b\n  auth:")));
  }

  @Test
  void tagsAreRefused() {
    assertEquals(
        """
        yaml-tag host.yaml:6:13: a YAML tag stands before the value (leave the tag out)
        bad-version-range host.yaml:6:13: spec.versions: "aaaa" is no range of versions (write comparators with full versions, such as ">=0.1.126 <0.2.0"; || between alternatives)""",
        Samples.problems(host("  auth:", "  versions: !!binary aaaa\n  auth:")));
  }

  @Test
  void infinityIsNoNumber() {
    assertEquals(
        """
        wrong-type host.yaml:6:25: spec.limits.concurrency: found ".inf", expected a whole number""",
        Samples.problems(host("  auth:", "  limits: {concurrency: .inf}\n  auth:")));
  }

  @Test
  void aNumberOutOfProportionIsNoNumber() {
    assertEquals(
        """
        wrong-type host.yaml:6:25: spec.limits.concurrency: found "1e999999999", expected a whole number""",
        Samples.problems(host("  auth:", "  limits: {concurrency: 1e999999999}\n  auth:")));
  }

  @Test
  void anAliasNamesAnEarlierAnchor() {
    assertEquals(
        """
        yaml-alias host.yaml:6:13: the alias *nowhere names no earlier anchor (write the value out; the rest of the file was not read)""",
        Samples.problems(host("  auth:", "  versions: *nowhere\n  auth:")));
  }

  @Test
  void aFileIsUtf8() {
    assertEquals(
        """
        not-utf-8 host.yaml:1:1: here is something that is not UTF-8 text (save the file as UTF-8; nothing of it was read)""",
        Samples.problems(
            Samples.tree().with("host.yaml", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1})));
  }

  @Test
  void controlCharactersAreRefused() {
    assertEquals(
        """
        yaml-syntax host.yaml:3:20: not YAML: the character U+0001 is not allowed (mend it; the rest of the file was not read)""",
        Samples.problems(host("prod}", "pr\u0001od}")));
  }

  @Test
  void fiveThousandBracketsEndInAProblem() {
    assertEquals(
        """
        yaml-too-deep host.yaml:1:65: nested deeper than 64 levels (no field is that deep: look at the brackets; the rest of the file was not read)""",
        Samples.problems(host(Samples.HOST, "[".repeat(5000))));
  }

  @Test
  void fiveThousandNestedListsEndInAProblem() {
    assertEquals(
        """
        yaml-too-deep host.yaml:1:129: nested deeper than 64 levels (no field is that deep: look at the brackets; the rest of the file was not read)""",
        Samples.problems(host(Samples.HOST, "- ".repeat(5000))));
  }

  @Test
  void fiveThousandNestedKeysEndInAProblem() {
    assertEquals(
        """
        yaml-too-deep host.yaml:1:129: nested deeper than 64 levels (no field is that deep: look at the brackets; the rest of the file was not read)""",
        Samples.problems(host(Samples.HOST, "? ".repeat(5000))));
  }

  @Test
  void aliasesAreCounted() {
    assertEquals(
        """
        yaml-aliases host.yaml:2:155: more than 50 aliases (write the values out; the rest of the file was not read)""",
        Samples.problems(host(Samples.HOST, "a: &a b\nc: [" + "*a,".repeat(51) + "]\n")));
  }

  @Test
  void aliasesOfAliasesDoNotMultiply() {
    assertEquals(
        """
        yaml-too-many-values host.yaml:6:14: more than 200000 values (split the file, or write aliases out; the rest of the file was not read)""",
        Samples.problems(host(Samples.HOST, bomb())));
  }

  @Test
  void aliasesDoNotStackUpToAnyDepth() {
    assertEquals(
        """
        yaml-too-deep host.yaml:4:29: nested deeper than 64 levels (no field is that deep: look at the brackets; the rest of the file was not read)""",
        Samples.problems(host(Samples.HOST, tower())));
  }

  @Test
  void anAnchorDoesNotHoldItself() {
    assertEquals(
        """
        yaml-alias host.yaml:1:8: the alias *a names no earlier anchor (write the value out; the rest of the file was not read)""",
        Samples.problems(host(Samples.HOST, "a: &a [*a]\n")));
  }

  @Test
  void aFileHasASizeLimit() {
    assertEquals(
        """
        file-too-large host.yaml: the file has 1048577 bytes; a YAML file may have 1048576 (split it: documents may stand in any number of files)""",
        Samples.problems(Samples.tree().with("host.yaml", new byte[(1 << 20) + 1])));
  }

  @Test
  void oneFileShowsTwoHundredProblems() {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      fields.append("  x" + i + ": y\n");
    }
    List<String> problems = Samples.problems(host("  auth:", fields + "  auth:")).lines().toList();

    assertEquals(201, problems.size());
    assertEquals(
        "more-problems host.yaml: this file has more than 200 problems, and the others are not"
            + " shown (mend these first)",
        problems.get(0));
    assertEquals(
        "unknown-field host.yaml:6:3: spec.x0: unknown field (take it out; what could stand here:"
            + " allowPlaintext, limits, probeUser, recipients, testHost, tls, versions)",
        problems.get(1));
  }

  /** Nine to the sixth values, of which the file shows some dozens. */
  private static String bomb() {
    StringBuilder text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 6; i++) {
      text.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n");
    }
    return text.toString();
  }

  /** Each storey is twenty levels high and stands on the one before. */
  private static String tower() {
    StringBuilder text = new StringBuilder("a0: &a0 " + "[".repeat(20) + "]".repeat(20) + "\n");
    for (int i = 1; i < 6; i++) {
      text.append("a" + i + ": &a" + i + " " + "[".repeat(20));
      text.append("*a" + (i - 1) + "]".repeat(20) + "\n");
    }
    return text.toString();
  }
}

package dev.relaymanager.desired;

import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Gives scalars their meaning by YAML 1.2's core schema: {@code yes} and {@code on} are text,
 * {@code 1_000} is text, {@code 0o17} and {@code 0xF} are numbers.
 */
final class YamlScalars {
  /** Keeps arithmetic on what somebody wrote cheap: no 1e999999999 and no million digits. */
  private static final int MAX_DIGITS = 40;

  private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String file;
  private final List<Problem> problems;

  YamlScalars(String file, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  YamlNode value(ScalarEvent event, int line, int column) {
    return new YamlNode.Scalar(line, column, meaning(event, line, column));
  }

  private JsonNode meaning(ScalarEvent event, int line, int column) {
    String text = event.getValue();
    if (event.getTag().isPresent() && !event.getTag().get().equals("!")) {
      if (!event.getTag().get().equals(Tag.STR.getValue())) {
        problems.add(
            Problem.at(
                new Place(file, line, column),
                "",
                "yaml-tag",
                "a YAML tag stands before the value",
                "leave the tag out"));
      }
      return NODES.stringNode(text);
    }
    if (!event.isPlain() || event.getTag().isPresent()) {
      return NODES.stringNode(text);
    }
    Tag tag = RESOLVER.resolve(text, true);
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    } else if (tag.equals(Tag.BOOL)) {
      return NODES.booleanNode(text.toLowerCase(Locale.ROOT).equals("true"));
    } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(text);
    }
    return NODES.stringNode(text);
  }

  /** A number out of all proportion stays text, which no field for numbers takes. */
  private static JsonNode number(String text) {
    try {
      if (text.length() <= MAX_DIGITS) {
        String plain = text.startsWith("+") ? text.substring(1) : text;
        BigDecimal number =
            plain.startsWith("0x")
                ? new BigDecimal(new BigInteger(plain.substring(2), 16))
                : plain.startsWith("0o")
                    ? new BigDecimal(new BigInteger(plain.substring(2), 8))
                    : new BigDecimal(plain);
        if (Math.abs((long) number.scale()) <= MAX_DIGITS) {
          return NODES.numberNode(number);
        }
      }
    } catch (NumberFormatException infinityOrOutOfRange) {
      return NODES.stringNode(text);
    }
    return NODES.stringNode(text);
  }
}

package dev.relaymanager.desired;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The documents of YAML files in which nothing is wrong, as nodes with their places, by the files'
 * blob ids: neither YAML nor schemas are needed again for them. What is wrong with a file is never
 * kept, and so no text that was refused because it may be a secret.
 */
public final class ParsedFiles extends ByBlob<List<YamlNode>> {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final char NULL = '0';
  private static final char FALSE = 'f';
  private static final char TRUE = 't';
  private static final char TEXT = '"';
  private static final char NUMBER = '1';
  private static final char SEQUENCE = '[';
  private static final char MAPPING = '{';

  /** Names of fields come again in every document. */
  private final Map<String, String> names = new HashMap<>();

  /** Nothing known yet. */
  public static ParsedFiles none() {
    return new ParsedFiles();
  }

  /**
   * What was saved.
   *
   * @throws IOException when it is not what {@link #saved} gives
   */
  public static ParsedFiles of(byte[] saved) throws IOException {
    ParsedFiles files = none();
    files.restore(new DataInputStream(new ByteArrayInputStream(saved)));
    return files;
  }

  @Override
  void write(List<YamlNode> documents, DataOutputStream out) throws IOException {
    out.writeInt(documents.size());
    for (YamlNode document : documents) {
      node(document, out);
    }
  }

  private static void node(YamlNode node, DataOutputStream out) throws IOException {
    switch (node) {
      case YamlNode.Scalar scalar -> scalar(scalar, out);
      case YamlNode.Sequence sequence -> {
        head(SEQUENCE, node, out);
        out.writeInt(sequence.items().size());
        for (YamlNode item : sequence.items()) {
          node(item, out);
        }
      }
      case YamlNode.Mapping mapping -> {
        head(MAPPING, node, out);
        out.writeInt(mapping.entries().size());
        for (YamlNode.Entry entry : mapping.entries()) {
          text(entry.key(), out);
          out.writeInt(entry.line());
          out.writeInt(entry.column());
          node(entry.value(), out);
        }
      }
    }
  }

  private static void scalar(YamlNode.Scalar scalar, DataOutputStream out) throws IOException {
    JsonNode json = scalar.json();
    if (json.isNull()) {
      head(NULL, scalar, out);
    } else if (json.isBoolean()) {
      head(json.booleanValue() ? TRUE : FALSE, scalar, out);
    } else if (json.isString()) {
      head(TEXT, scalar, out);
      text(json.stringValue(), out);
    } else if (json.isBigDecimal()) {
      head(NUMBER, scalar, out);
      text(json.decimalValue().toString(), out);
    } else {
      throw new IllegalStateException("the reader gives no " + json.getNodeType());
    }
  }

  private static void head(char form, YamlNode node, DataOutputStream out) throws IOException {
    out.writeByte(form);
    out.writeInt(node.line());
    out.writeInt(node.column());
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  List<YamlNode> read(DataInputStream in) throws IOException {
    List<YamlNode> documents = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      documents.add(node(in));
    }
    return documents;
  }

  private YamlNode node(DataInputStream in) throws IOException {
    char form = (char) in.readByte();
    int line = in.readInt();
    int column = in.readInt();
    return switch (form) {
      case SEQUENCE -> {
        List<YamlNode> items = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
          items.add(node(in));
        }
        yield new YamlNode.Sequence(line, column, items);
      }
      case MAPPING -> {
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
          String name = text(in);
          entries.add(
              new YamlNode.Entry(
                  names.computeIfAbsent(name, same -> same), in.readInt(), in.readInt(), node(in)));
        }
        yield new YamlNode.Mapping(line, column, entries);
      }
      case NULL -> new YamlNode.Scalar(line, column, NODES.nullNode());
      case FALSE -> new YamlNode.Scalar(line, column, NODES.booleanNode(false));
      case TRUE -> new YamlNode.Scalar(line, column, NODES.booleanNode(true));
      case TEXT -> new YamlNode.Scalar(line, column, NODES.stringNode(text(in)));
      case NUMBER -> new YamlNode.Scalar(line, column, NODES.numberNode(new BigDecimal(text(in))));
      default -> throw new IOException("no form of a value: " + form);
    };
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a text of " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}

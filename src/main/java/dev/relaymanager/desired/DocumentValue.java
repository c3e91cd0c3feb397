package dev.relaymanager.desired;

import com.networknt.schema.path.NodePath;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A value inside a document with the path to it.
 *
 * @param path {@code spec.keys[1].sealed}; empty for the whole document
 * @param secret true where a secret's source is expected: what stands there by mistake may be the
 *     secret itself
 */
record DocumentValue(YamlNode node, String path, boolean secret) {
  private static final Set<String> SECRET_FIELDS =
      Set.of(
          "sealed",
          "sealedInline",
          "env",
          "file",
          "key",
          "keys",
          "adminKey",
          "bearer",
          "auth",
          "probe");

  static DocumentValue at(YamlNode document, NodePath location) {
    DocumentValue value = new DocumentValue(document, "", false);
    for (int i = 0; i < location.getNameCount(); i++) {
      value =
          location.getElement(i) instanceof Integer index
              ? value.item(index)
              : value.field(location.getElement(i).toString());
    }
    return value;
  }

  private DocumentValue item(int index) {
    YamlNode.Sequence sequence = (YamlNode.Sequence) node;
    return new DocumentValue(sequence.items().get(index), path + "[" + index + "]", secret);
  }

  private DocumentValue field(String name) {
    YamlNode.Entry entry = Objects.requireNonNull(((YamlNode.Mapping) node).find(name));
    return new DocumentValue(entry.value(), pathOf(Shown.name(name)), SECRET_FIELDS.contains(name));
  }

  /** The path of a field of this mapping, whether it is there or not. */
  String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  List<String> fieldNames() {
    return node instanceof YamlNode.Mapping mapping
        ? mapping.entries().stream().map(YamlNode.Entry::key).toList()
        : List.of();
  }

  /** Where a field's name stands, as a node; this value when it is not there. */
  YamlNode fieldOrSelf(String name) {
    YamlNode.Entry entry = node instanceof YamlNode.Mapping mapping ? mapping.find(name) : null;
    return entry == null
        ? node
        : new YamlNode.Scalar(entry.line(), entry.column(), entry.value().json());
  }

  /** The first item of this list that equals an earlier one. */
  DocumentValue firstRepeatedItem() {
    Set<JsonNode> seen = new HashSet<>();
    List<YamlNode> items = ((YamlNode.Sequence) node).items();
    int index = 0;
    while (index < items.size() - 1 && seen.add(items.get(index).json())) {
      index++;
    }
    return item(index);
  }

  JsonNode json() {
    return node.json();
  }

  /** What was found, without what could be a secret. */
  String shown() {
    JsonNode json = json();
    return secret && json.isString() && !json.asString().isEmpty()
        ? "a text of " + json.asString().length() + " characters"
        : Shown.value(json);
  }

  boolean holdsText() {
    return json().isString();
  }
}

package dev.relaymanager.desired;

import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of one document stand, by their path ({@code spec.keys[1].sealed}). Immutable.
 */
public final class Places {
  private static final Pattern STEP = Pattern.compile("\\[(\\d+)]|[^.\\[\\]]+");

  private final String file;
  private final YamlNode root;

  Places(String file, YamlNode root) {
    this.file = file;
    this.root = root;
  }

  public String file() {
    return file;
  }

  /** Where the value at a path begins; where it is absent, its nearest parent that is there. */
  public Place at(String path) {
    YamlNode node = root;
    Matcher step = STEP.matcher(path);
    while (step.find()) {
      YamlNode next = child(node, step.group(), step.group(1));
      if (next == null) {
        break;
      }
      node = next;
    }
    return of(node);
  }

  private static @Nullable YamlNode child(YamlNode node, String name, @Nullable String index) {
    return switch (node) {
      case YamlNode.Mapping mapping -> index == null ? mapping.value(name) : null;
      case YamlNode.Sequence sequence -> {
        int position = index == null ? Integer.MAX_VALUE : Integer.parseInt(index);
        yield position < sequence.items().size() ? sequence.items().get(position) : null;
      }
      case YamlNode.Scalar ignored -> null;
    };
  }

  /** A problem with the value at a path. */
  public Problem problem(String path, String code, String message, String fix) {
    return Problem.at(at(path), path, code, message, fix);
  }

  Place of(YamlNode node) {
    return new Place(file, node.line(), node.column());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Places places && file.equals(places.file) && root.equals(places.root);
  }

  @Override
  public int hashCode() {
    return 31 * file.hashCode() + Integer.hashCode(root.line());
  }

  @Override
  public String toString() {
    return of(root).toString();
  }
}

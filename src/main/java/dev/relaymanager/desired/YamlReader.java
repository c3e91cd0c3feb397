package dev.relaymanager.desired;

import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads the bytes of one YAML file into nodes that know their place. Works on the parser's events,
 * which come without recursion, so that depth, aliases and size are limited before anything is
 * built: 5,000 nested brackets end in a problem and not in a full stack.
 */
final class YamlReader {
  static final int MAX_BYTES = 1 << 20;
  static final int MAX_DEPTH = 64;
  static final int MAX_ALIASES = 50;

  /** Values of one file after aliases are followed; stops aliases of aliases from multiplying. */
  static final int MAX_VALUES = 200_000;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(MAX_BYTES).setUseMarks(true).build();

  /**
   * What came out of a file.
   *
   * @param documents roots of those documents that are not empty, up to the first syntax error
   * @param complete false when the rest of the file could not be read
   */
  record Outcome(List<YamlNode> documents, boolean complete, List<Problem> problems) {}

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final List<YamlNode> documents = new ArrayList<>();
  private final YamlScalars scalars;

  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private final Map<String, String> keyPool = new HashMap<>();
  private int aliases;
  private int values;
  private int deepest;

  /** A value that aliases may repeat, how many values it is and how many levels. */
  private record Anchored(YamlNode node, int values, int height) {}

  /** Ends the reading of the file. */
  private static final class Fault extends RuntimeException {
    private final transient Problem problem;

    Fault(Problem problem) {
      super(problem.toString(), null, false, false);
      this.problem = problem;
    }
  }

  private YamlReader(String file) {
    this.file = file;
    this.scalars = new YamlScalars(file, problems);
  }

  static Outcome read(String file, byte[] bytes) {
    YamlReader reader = new YamlReader(file);
    boolean complete = true;
    try {
      reader.readAll(reader.decode(bytes));
    } catch (Fault fault) {
      reader.problems.add(fault.problem);
      complete = false;
    }
    return new Outcome(reader.documents, complete, reader.problems);
  }

  private String decode(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new Fault(tooLarge(file, bytes.length));
    }
    CharBuffer decoded = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), decoded, true);
    String text = decoded.flip().toString();
    if (result.isError()) {
      throw new Fault(
          Problem.at(
              placeAfter(text, Integer.MAX_VALUE),
              "",
              "not-utf-8",
              "here is something that is not UTF-8 text",
              "save the file as UTF-8; nothing of it was read"));
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  static Problem tooLarge(String file, long size) {
    return Problem.at(
        Place.file(file),
        "",
        "file-too-large",
        "the file has " + size + " bytes; a YAML file may have " + MAX_BYTES,
        "split it: documents may stand in any number of files");
  }

  private void readAll(String text) {
    try {
      ParserImpl events = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
      while (events.hasNext()) {
        Event event = events.next();
        if (event.getEventId() == Event.ID.DocumentStart) {
          anchors.clear();
          YamlNode root = node(events, events.next(), 1);
          if (!(root instanceof YamlNode.Scalar scalar && scalar.json().isNull())) {
            documents.add(root);
          }
        }
      }
    } catch (MarkedYamlEngineException fault) {
      Optional<Mark> mark = fault.getProblemMark().or(fault::getContextMark);
      Place place =
          mark.map(found -> new Place(file, found.getLine() + 1, found.getColumn() + 1))
              .orElse(Place.file(file));
      String context = fault.getContext() == null ? "" : fault.getContext() + ": ";
      throw new Fault(syntax(place, context + fault.getProblem()));
    } catch (ReaderException fault) {
      throw new Fault(
          syntax(
              placeAfter(text, fault.getPosition()),
              String.format("the character U+%04X is not allowed", fault.getCodePoint())));
    } catch (YamlEngineException fault) {
      throw new Fault(syntax(Place.file(file), String.valueOf(fault.getMessage())));
    }
  }

  private static Problem syntax(Place place, String what) {
    return Problem.at(
        place,
        "",
        "yaml-syntax",
        "not YAML: " + what.strip().replaceAll("\\s+", " "),
        "mend it; the rest of the file was not read");
  }

  private Place placeAfter(String text, int codePoints) {
    int line = 1;
    int column = 1;
    int[] before = text.codePoints().limit(codePoints).toArray();
    for (int codePoint : before) {
      if (codePoint == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new Place(file, line, column);
  }

  private YamlNode node(ParserImpl events, Event event, int depth) {
    Mark mark = event.getStartMark().orElseThrow();
    int line = mark.getLine() + 1;
    int column = mark.getColumn() + 1;
    if (event instanceof AliasEvent alias) {
      return follow(alias.getAlias(), line, column, depth);
    }
    int outer = deepest;
    deepest = depth;
    int before = values;
    count(1, depth, line, column);
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    YamlNode node =
        switch (event.getEventId()) {
          case Scalar -> scalars.value((ScalarEvent) event, line, column);
          case SequenceStart -> sequence(events, line, column, depth);
          case MappingStart -> mapping(events, line, column, depth);
          default -> throw new IllegalStateException("no value begins with " + event);
        };
    int height = deepest - depth;
    anchor.ifPresent(name -> anchors.put(name, new Anchored(node, values - before, height)));
    deepest = Math.max(outer, deepest);
    return node;
  }

  /** An alias stands where it is written; what it stands for keeps its own places. */
  private YamlNode follow(Anchor name, int line, int column, int depth) {
    Anchored target = anchors.get(name);
    if (target == null) {
      throw limit(
          line,
          column,
          "yaml-alias",
          "the alias *" + Shown.name(name.getValue()) + " names no earlier anchor",
          "write the value out");
    }
    aliases++;
    if (aliases > MAX_ALIASES) {
      throw limit(
          line,
          column,
          "yaml-aliases",
          "more than " + MAX_ALIASES + " aliases",
          "write the values out");
    }
    int bottom = depth + target.height;
    count(target.values, bottom, line, column);
    deepest = Math.max(deepest, bottom);
    return switch (target.node) {
      case YamlNode.Scalar scalar -> new YamlNode.Scalar(line, column, scalar.json());
      case YamlNode.Sequence sequence -> new YamlNode.Sequence(line, column, sequence.items());
      case YamlNode.Mapping mapping -> new YamlNode.Mapping(line, column, mapping.entries());
    };
  }

  private void count(int more, int depth, int line, int column) {
    if (depth > MAX_DEPTH) {
      throw limit(
          line,
          column,
          "yaml-too-deep",
          "nested deeper than " + MAX_DEPTH + " levels",
          "no field is that deep: look at the brackets");
    }
    values += more;
    if (values > MAX_VALUES) {
      throw limit(
          line,
          column,
          "yaml-too-many-values",
          "more than " + MAX_VALUES + " values",
          "split the file, or write aliases out");
    }
  }

  private Fault limit(int line, int column, String code, String what, String fix) {
    return new Fault(
        Problem.at(
            new Place(file, line, column),
            "",
            code,
            what,
            fix + "; the rest of the file was not read"));
  }

  private YamlNode sequence(ParserImpl events, int line, int column, int depth) {
    List<YamlNode> items = new ArrayList<>();
    Event next = events.next();
    while (next.getEventId() != Event.ID.SequenceEnd) {
      items.add(node(events, next, depth + 1));
      next = events.next();
    }
    return new YamlNode.Sequence(line, column, Collections.unmodifiableList(items));
  }

  private YamlNode mapping(ParserImpl events, int line, int column, int depth) {
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    Event next = events.next();
    while (next.getEventId() != Event.ID.MappingEnd) {
      YamlNode key = node(events, next, depth + 1);
      YamlNode value = node(events, events.next(), depth + 1);
      String name = keyName(next, key);
      if (name != null) {
        YamlNode.Entry entry = new YamlNode.Entry(name, key.line(), key.column(), value);
        YamlNode.Entry first = entries.putIfAbsent(name, entry);
        if (first != null) {
          problems.add(
              problem(
                  key,
                  "duplicate-field",
                  Shown.name(name)
                      + " stands here a second time; the first is on line "
                      + first.line(),
                  "keep one of them"));
        }
      }
      next = events.next();
    }
    return new YamlNode.Mapping(line, column, List.copyOf(entries.values()));
  }

  private @Nullable String keyName(Event event, YamlNode key) {
    if (!(event instanceof ScalarEvent scalar)) {
      problems.add(
          problem(key, "yaml-key", "a field's name is not plain text", "write the name out"));
      return null;
    }
    if (scalar.isPlain() && scalar.getValue().equals("<<")) {
      problems.add(
          problem(key, "yaml-merge", "merge keys (<<) are not read", "write the fields out"));
      return null;
    }
    return keyPool.computeIfAbsent(scalar.getValue(), name -> name);
  }

  private Problem problem(YamlNode at, String code, String message, String fix) {
    return Problem.at(new Place(file, at.line(), at.column()), "", code, message, fix);
  }
}

package dev.relaymanager.pack;

import dev.relaymanager.model.Protocol;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One of {@code providers/*.json}, read, with the places of its values. */
record ProviderFile(JsonSource source, Provider provider) {

  /** Reads what the schema found readable; dates and ranges are checked here. */
  static @Nullable ProviderFile read(JsonSource source, Faults faults) {
    JsonNode root = source.root();
    LocalDate asOf = Texts.date(source, "/asOf", faults);
    HostVersionRange range = null;
    boolean rangeIsFine = true;
    if (root.has("hostVersions")) {
      range = Texts.range(source, "/hostVersions", faults);
      rangeIsFine = range != null;
    }
    if (asOf == null || !rangeIsFine) {
      return null;
    }
    SortedMap<String, Provider.Model> models = new TreeMap<>();
    root.path("models").forEachEntry((name, node) -> models.put(name, model(name, node)));
    JsonNode defaults = root.path("defaults");
    return new ProviderFile(
        source,
        new Provider(
            text(root, "provider_id"),
            text(root, "displayName"),
            text(root, "baseUrl"),
            Protocol.valueOf(text(root, "protocol").toUpperCase(Locale.ROOT)),
            text(root, "platform"),
            root.path("default_models").valueStream().map(JsonNode::stringValue).toList(),
            text(root, "smoke_test_model"),
            models,
            new Provider.Defaults(
                defaults.path("concurrency").intValue(),
                defaults.path("priority").intValue(),
                new BigDecimal(text(defaults, "rateMultiplier"))),
            errors(root.path("errors")),
            range,
            asOf,
            text(root, "source"),
            root.path("note").stringValue("")));
  }

  private static Provider.Model model(String name, JsonNode node) {
    return new Provider.Model(
        node.path("upstream").stringValue(name),
        node.has("price") ? price(node.path("price")) : null,
        node.path("note").stringValue(""));
  }

  private static Provider.Price price(JsonNode node) {
    String cacheRead = node.path("cacheRead").stringValue(null);
    return new Provider.Price(
        text(node, "currency"),
        new BigDecimal(text(node, "input")),
        new BigDecimal(text(node, "output")),
        cacheRead == null ? null : new BigDecimal(cacheRead));
  }

  private static ErrorMeanings errors(JsonNode node) {
    return new ErrorMeanings(
        answers(node.path("dead")), answers(node.path("empty")), answers(node.path("busy")));
  }

  private static List<ErrorMeanings.Answer> answers(JsonNode node) {
    List<ErrorMeanings.Answer> answers = new ArrayList<>();
    for (JsonNode answer : node) {
      answers.add(
          new ErrorMeanings.Answer(
              answer.path("status").intValue(), answer.path("code").stringValue(null)));
    }
    return answers;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).stringValue();
  }
}

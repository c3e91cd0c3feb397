package dev.relaymanager.pack;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a pack says, as names and texts that people can read and compare. */
public final class PackFields {
  private PackFields() {}

  /** What it says of itself. */
  public static SortedMap<String, String> of(Pack pack) {
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put("version", pack.version());
    fields.put("hostVersions", pack.hostVersions().text());
    if (!pack.description().isEmpty()) {
      fields.put("description", pack.description());
    }
    pack.exchangeRates()
        .rates()
        .forEach(
            (currency, rate) ->
                fields.put(
                    "exchangeRates." + currency,
                    rate.usd().toPlainString() + " USD as of " + rate.asOf()));
    return fields;
  }

  /** What it says of a provider; a model is a field of its own. */
  public static SortedMap<String, String> of(Provider provider) {
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put("displayName", provider.displayName());
    fields.put("baseUrl", provider.baseUrl());
    fields.put("protocol", provider.protocol().name().toLowerCase(Locale.ROOT));
    fields.put("platform", provider.platform());
    fields.put("smoke_test_model", provider.smokeTestModel());
    fields.put("defaults.concurrency", Integer.toString(provider.defaults().concurrency()));
    fields.put("defaults.priority", Integer.toString(provider.defaults().priority()));
    fields.put("defaults.rateMultiplier", provider.defaults().rateMultiplier().toPlainString());
    fields.put("asOf", provider.asOf().toString());
    fields.put("source", provider.source());
    if (provider.hostVersions() != null) {
      fields.put("hostVersions", provider.hostVersions().text());
    }
    if (!provider.note().isEmpty()) {
      fields.put("note", provider.note());
    }
    put(fields, "errors.dead", provider.errors().dead());
    put(fields, "errors.empty", provider.errors().empty());
    put(fields, "errors.busy", provider.errors().busy());
    provider
        .models()
        .forEach(
            (name, model) -> {
              fields.put("models." + name, text(provider, name, model));
              if (!model.note().isEmpty()) {
                fields.put("models." + name + ".note", model.note());
              }
            });
    return fields;
  }

  private static void put(
      SortedMap<String, String> fields, String name, List<ErrorMeanings.Answer> answers) {
    if (!answers.isEmpty()) {
      fields.put(
          name,
          answers.stream()
              .map(answer -> answer.status() + (answer.code() == null ? "" : " " + answer.code()))
              .collect(Collectors.joining(", ")));
    }
  }

  private static String text(Provider provider, String name, Provider.Model model) {
    StringBuilder text = new StringBuilder();
    Provider.Price price = model.price();
    if (price == null) {
      text.append("no price known");
    } else {
      text.append(
          "%s in, %s out".formatted(price.input().toPlainString(), price.output().toPlainString()));
      if (price.cacheRead() != null) {
        text.append(", %s cached".formatted(price.cacheRead().toPlainString()));
      }
      text.append(" ").append(price.currency()).append(" a million tokens");
    }
    if (!model.upstream().equals(name)) {
      text.append(", the vendor's ").append(model.upstream());
    }
    if (provider.defaultModels().contains(name)) {
      text.append(", offered by default");
    }
    return text.toString();
  }
}

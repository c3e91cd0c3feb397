package dev.relaymanager.desired;

import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.HostVersionRange;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.Provider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an import offers of a provider. */
record Offer(ImportDocument wish, Pack pack, Provider provider) {

  /** Sorted: the import's choice, or else what the provider offers by default. */
  List<String> models() {
    List<String> chosen = wish.models().isEmpty() ? provider.defaultModels() : wish.models();
    return chosen.stream().sorted().toList();
  }

  String smokeModel() {
    List<String> models = models();
    return models.contains(provider.smokeTestModel()) ? provider.smokeTestModel() : models.get(0);
  }

  /** Prices of the offered models, by model. */
  List<ModelPrice> prices() {
    Set<String> models = new HashSet<>(models());
    return provider.prices(pack.exchangeRates()).stream()
        .filter(price -> models.contains(price.model()))
        .toList();
  }

  /** The offered models as users name them → as the vendor does. */
  Map<String, String> modelMapping() {
    Map<String, String> mapping = new TreeMap<>();
    for (String model : models()) {
      mapping.put(model, Objects.requireNonNull(provider.models().get(model)).upstream());
    }
    return mapping;
  }

  /** Why it cannot be offered so. */
  List<Problem> problems(Documents documents) {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < wish.models().size(); i++) {
      checkModel(i, problems);
    }
    for (int i = 0; i < wish.hosts().size(); i++) {
      checkVersions(documents.host(wish.hosts().get(i)).orElseThrow(), i, problems);
    }
    return problems;
  }

  private void checkModel(int index, List<Problem> problems) {
    String name = wish.models().get(index);
    Provider.Model model = provider.models().get(name);
    String path = "spec.models[" + index + "]";
    if (model == null) {
      problems.add(
          wish.places()
              .problem(
                  path,
                  "unknown-model",
                  "the provider " + provider.id() + " has no model " + Shown.name(name),
                  Suggestion.nearest(name, provider.models().keySet())
                      .map(near -> "did you mean " + near + "?")
                      .orElse("it has " + SchemaWords.list(provider.models().keySet(), "and"))));
    } else if (model.price() == null) {
      problems.add(
          wish.places()
              .problem(
                  path,
                  "model-without-price",
                  "the pack knows no price for " + name + ", and the host serves none without one",
                  "leave it out, or add its price to the pack"));
    }
  }

  private void checkVersions(HostDocument host, int index, List<Problem> problems) {
    List<HostVersionRange> ranges = new ArrayList<>();
    if (host.versions() != null) {
      ranges.add(new HostVersionRange(host.versions()));
    }
    ranges.add(pack.hostVersions());
    if (provider.hostVersions() != null) {
      ranges.add(provider.hostVersions());
    }
    if (!VersionOverlap.exists(ranges)) {
      problems.add(
          wish.places()
              .problem(
                  "spec.hosts[" + index + "]",
                  "incompatible-versions",
                  "no version of the host "
                      + host.name()
                      + " is accepted by all: the host's"
                      + " document, the pack "
                      + wish.pack()
                      + " and its provider "
                      + provider.id()
                      + " say "
                      + ranges.stream()
                          .map(HostVersionRange::text)
                          .collect(Collectors.joining("; ")),
                  "widen spec.versions at "
                      + host.places().at("spec.versions")
                      + ", or use another version of the pack"));
    }
  }
}

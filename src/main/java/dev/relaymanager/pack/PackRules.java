package dev.relaymanager.pack;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What must hold between the fields of a pack, beyond the form of each. */
final class PackRules {
  /** It knows {@code /v1} only and puts that behind whatever the path ends in (contract.md 5.2). */
  private static final String OLDEST_HOST = "0.1.126";

  /** What later hosts take for a version at the end of a path, and keep. */
  private static final Pattern VERSION_AT_END =
      Pattern.compile(
          ".*/v[0-9]+(?:\\.[0-9]+|(?:alpha|beta|preview)[^/]*)?", Pattern.CASE_INSENSITIVE);

  private PackRules() {}

  static void checkIds(List<ProviderFile> files, Faults faults) {
    Map<String, ProviderFile> byId = new HashMap<>();
    for (ProviderFile file : files) {
      String id = file.provider().id();
      ProviderFile first = byId.putIfAbsent(id, file);
      if (first != null) {
        faults.at(
            file.source(),
            "/provider_id",
            "provider-id-clash",
            "provider_id \"" + id + "\" is taken by " + first.source().valueAt("/provider_id"),
            "give every provider of a pack an id of its own");
      }
    }
  }

  /** Checks what stands in the provider's own file. */
  static void checkAlone(ProviderFile file, Faults faults) {
    checkAddress(file, faults);
    checkModels(file, faults);
  }

  /** Checks the provider against what {@code pack.json} says. */
  static void checkWithPack(
      ProviderFile file, ExchangeRates rates, HostVersionRange packRange, Faults faults) {
    checkAddressOnHosts(file, packRange, faults);
    checkPrices(file, rates, faults);
  }

  private static void checkAddress(ProviderFile file, Faults faults) {
    String baseUrl = file.provider().baseUrl();
    boolean said = !baseUrl.startsWith("https://"); // the schema found that already
    if (!said && !isPlainAddress(baseUrl)) {
      faults.at(
          file.source(),
          "/baseUrl",
          "bad-base-url",
          "\"" + baseUrl + "\" is no plain address",
          "write https://, the vendor's host and perhaps a path: no user, query or fragment");
    }
  }

  private static void checkAddressOnHosts(
      ProviderFile file, HostVersionRange packRange, Faults faults) {
    Provider provider = file.provider();
    HostVersionRange own = provider.hostVersions();
    boolean reachesOldest =
        packRange.contains(OLDEST_HOST) && (own == null || own.contains(OLDEST_HOST));
    if (reachesOldest && endsInOtherVersion(provider.baseUrl())) {
      faults.at(
          file.source(),
          "/baseUrl",
          "base-url-not-for-host",
          "hosts of version "
              + OLDEST_HOST
              + " append /v1 to this path, and calls would fail there",
          "narrow the provider's hostVersions to those that keep the path, as >=0.1.127 <0.2.0");
    }
  }

  private static boolean endsInOtherVersion(String baseUrl) {
    try {
      String path = new URI(baseUrl.replaceAll("/+$", "")).getPath();
      return path != null && !path.endsWith("/v1") && VERSION_AT_END.matcher(path).matches();
    } catch (URISyntaxException saidAlready) {
      return false;
    }
  }

  private static boolean isPlainAddress(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException notAnAddress) {
      return false;
    }
  }

  private static void checkModels(ProviderFile file, Faults faults) {
    Provider provider = file.provider();
    if (!provider.defaultModels().isEmpty()
        && !provider.defaultModels().contains(provider.smokeTestModel())) {
      faults.at(
          file.source(),
          "/smoke_test_model",
          "smoke-test-model-not-default",
          "\"" + provider.smokeTestModel() + "\" is not among default_models",
          "name one of " + String.join(", ", provider.defaultModels()));
    }
    for (int i = 0; i < provider.defaultModels().size(); i++) {
      String name = provider.defaultModels().get(i);
      Provider.Model model = provider.models().get(name);
      if (model == null || model.price() == null) {
        faults.at(
            file.source(),
            "/default_models/" + i,
            "default-model-without-price",
            "\"" + name + "\" has no price in models",
            "add it with its price, or take it out of default_models");
      }
    }
    Map<String, String> spellings = new HashMap<>();
    for (String name : provider.models().keySet()) {
      String other = spellings.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        // the host compares names of prices without case (contract.md 4.2)
        faults.at(
            file.source(),
            "/models/" + JsonSource.escape(name),
            "model-name-clash",
            "\"" + name + "\" and \"" + other + "\" are one name to the host",
            "keep one of them");
      }
    }
  }

  private static void checkPrices(ProviderFile file, ExchangeRates rates, Faults faults) {
    file.provider()
        .models()
        .forEach(
            (name, model) -> {
              Provider.Price price = model.price();
              if (price != null && rates.dollars(price.currency()).isEmpty()) {
                faults.at(
                    file.source(),
                    "/models/" + JsonSource.escape(name) + "/price/currency",
                    "no-exchange-rate",
                    "the price is in " + price.currency() + ", which has no exchange rate",
                    "add " + price.currency() + " to exchangeRates in pack.json");
              }
            });
  }
}

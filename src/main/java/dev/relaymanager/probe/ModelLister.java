package dev.relaymanager.probe;

import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpRequest;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.pack.ErrorMeanings;
import dev.relaymanager.pack.Provider;
import dev.relaymanager.seal.Secret;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Asks a vendor which models it lists. */
public final class ModelLister {
  /** Moonshot was seen to take tens of seconds. */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final HttpCaller http;

  public ModelLister(HttpCaller http) {
    this.http = http;
  }

  /** What came of asking. */
  public sealed interface Answer {
    /**
     * The list.
     *
     * @param models at least one, by the vendor's name; the value is the state that the vendor
     *     gives (Ark: {@code Shutdown}, {@code Retiring}), empty for none
     */
    record Listed(SortedMap<String, String> models) implements Answer {
      public Listed {
        models = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(models));
      }
    }

    /** There is none, for the reason given; {@code keyRefused} when another key may get one. */
    record None(boolean keyRefused, String why) implements Answer {}
  }

  /** Asks with a key, which is the vendor's only. */
  public Answer ask(Provider provider, Secret key) {
    HttpRequest request =
        HttpRequest.of("GET", VendorEndpoint.models(provider.baseUrl()), DEADLINE)
            .withSecret("Authorization", "Bearer ", key);
    return switch (http.call(request)) {
      case HttpResult.NotSent notSent -> none(request, notSent.detail());
      case HttpResult.Lost lost -> none(request, lost.detail());
      case HttpResult.Answered answered when answered.status() / 100 == 2 ->
          listed(answered, key)
              .<Answer>map(Answer.Listed::new)
              .orElseGet(() -> none(request, "the answer holds no list of models"));
      case HttpResult.Answered refused -> refused(provider, request, refused, key);
    };
  }

  private static Answer none(HttpRequest request, String why) {
    return new Answer.None(false, request + ": " + why);
  }

  private static Answer refused(
      Provider provider, HttpRequest request, HttpResult.Answered answered, Secret key) {
    String code = VendorCaller.fit(VendorCaller.codeIn(VendorCaller.json(answered)), key);
    Optional<ErrorMeanings.Meaning> meaning = provider.errors().of(answered.status(), code);
    String why =
        request
            + ": status "
            + answered.status()
            + (code.isEmpty() ? "" : " " + code)
            + meaning.map(one -> ", the key is " + one.name().toLowerCase(Locale.ROOT)).orElse("");
    return new Answer.None(meaning.isPresent(), why);
  }

  /** The names under {@code id}, or, as Baichuan was seen to write them, under {@code model}. */
  private static Optional<SortedMap<String, String>> listed(
      HttpResult.Answered answered, Secret key) {
    SortedMap<String, String> models = new TreeMap<>();
    for (JsonNode entry : VendorCaller.json(answered).path("data")) {
      String id = entry.path("id").asString(entry.path("model").asString(""));
      if (!id.isEmpty()) {
        models.put(
            VendorCaller.fit(id, key), VendorCaller.fit(entry.path("status").asString(""), key));
      }
    }
    return models.isEmpty() ? Optional.empty() : Optional.of(models);
  }
}

package dev.relaymanager.pack;

import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.model.Protocol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One vendor, as its pack describes it.
 *
 * @param id {@code provider_id}: unique in the pack
 * @param displayName the vendor's name for people
 * @param baseUrl as accounts on the host get it; https
 * @param protocol which of OpenAI's interfaces the vendor serves
 * @param platform the host's name of it: {@code openai}
 * @param defaultModels {@code default_models}: offered when an import names none; each has a price
 * @param smokeTestModel {@code smoke_test_model}: one of them, called as a proof
 * @param models by the name that users know
 * @param defaults what an account gets when the import says nothing
 * @param errors what the vendor's refusals say about a key
 * @param hostVersions which hosts can serve it, when fewer than the pack's; null otherwise
 * @param asOf when these facts were looked up
 * @param source where
 * @param note what a reader should know; empty when there is nothing
 */
public record Provider(
    String id,
    String displayName,
    String baseUrl,
    Protocol protocol,
    String platform,
    List<String> defaultModels,
    String smokeTestModel,
    SortedMap<String, Model> models,
    Defaults defaults,
    ErrorMeanings errors,
    @Nullable HostVersionRange hostVersions,
    LocalDate asOf,
    String source,
    String note) {
  /** Places after the point that the host keeps of a price (contract.md 4.2). */
  private static final int PRICE_PLACES = 12;

  private static final int DIGITS_OF_A_MILLION = 6;

  /**
   * One model.
   *
   * @param upstream the vendor's name of it; the same as the users' unless the pack renames
   * @param price null when the pack knows none; such a model is never offered by default
   * @param note what a reader should know; empty when there is nothing
   */
  public record Model(String upstream, @Nullable Price price, String note) {}

  /**
   * What the vendor charges for a million tokens.
   *
   * @param currency three capitals
   * @param cacheRead for prompt tokens it had cached; null when they have no price of their own
   */
  public record Price(
      String currency, BigDecimal input, BigDecimal output, @Nullable BigDecimal cacheRead) {}

  /**
   * What an account gets when the import says nothing.
   *
   * @param concurrency requests at once
   * @param priority lower is used first (contract.md 5.4)
   * @param rateMultiplier what users pay in relation to the price
   */
  public record Defaults(int concurrency, int priority, BigDecimal rateMultiplier) {}

  public Provider {
    defaultModels = List.copyOf(defaultModels);
    models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
  }

  /** The model that users call by this name as the vendor calls it, for all models. */
  public SortedMap<String, String> modelMapping() {
    TreeMap<String, String> mapping = new TreeMap<>();
    models.forEach((name, model) -> mapping.put(name, model.upstream()));
    return mapping;
  }

  /**
   * The prices in dollars per single token, rounded half up to the places that the host keeps, by
   * model; models without a price are left out.
   *
   * @throws IllegalArgumentException when a currency has no rate; a loaded pack has them all
   */
  public List<ModelPrice> prices(ExchangeRates rates) {
    List<ModelPrice> prices = new ArrayList<>();
    models.forEach(
        (name, model) -> {
          Price price = model.price();
          if (price != null) {
            BigDecimal dollars =
                rates
                    .dollars(price.currency())
                    .orElseThrow(
                        () -> new IllegalArgumentException("no rate for " + price.currency()));
            prices.add(
                new ModelPrice(
                    name,
                    perToken(price.input(), dollars),
                    perToken(price.output(), dollars),
                    price.cacheRead() == null ? null : perToken(price.cacheRead(), dollars)));
          }
        });
    return prices;
  }

  private static BigDecimal perToken(BigDecimal perMillion, BigDecimal dollars) {
    return perMillion
        .multiply(dollars)
        .movePointLeft(DIGITS_OF_A_MILLION)
        .setScale(PRICE_PLACES, RoundingMode.HALF_UP);
  }
}

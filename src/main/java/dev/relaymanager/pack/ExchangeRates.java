package dev.relaymanager.pack;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one unit of a currency is worth in US dollars, by its code.
 *
 * @param rates without USD, which is always worth one
 */
public record ExchangeRates(SortedMap<String, Rate> rates) {
  /** The currency that the host reckons in. */
  public static final String DOLLAR = "USD";

  /**
   * One rate.
   *
   * @param usd dollars for one unit
   * @param asOf when it was looked up
   * @param source where
   */
  public record Rate(BigDecimal usd, LocalDate asOf, String source) {}

  public ExchangeRates {
    rates = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(rates));
  }

  /** Dollars for one unit; empty when the pack has no rate for the currency. */
  public Optional<BigDecimal> dollars(String currency) {
    if (currency.equals(DOLLAR)) {
      return Optional.of(BigDecimal.ONE);
    }
    return Optional.ofNullable(rates.get(currency)).map(Rate::usd);
  }
}

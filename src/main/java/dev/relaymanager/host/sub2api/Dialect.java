package dev.relaymanager.host.sub2api;

import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;

/**
 * How a host behaves, as far as versions differ: one small type for each dated change of
 * contract.md's table "What changed when".
 *
 * @param version as the host calls itself
 * @param assumed the version whose behaviour is expected of it
 * @param note why that is another one; else empty
 */
record Dialect(
    String version,
    String assumed,
    String note,
    AccountSecrets secrets,
    ChatPinning pinning,
    DeadGroups deadGroups,
    AccountTesting testing,
    TermsGate terms,
    UnknownModels unknownModels) {
  /** The newest and the oldest version that were driven while they ran. */
  static final String NEWEST = "0.1.179";

  static final String OLDEST = "0.1.126";

  /**
   * The dialect of a version, confirmed by what the host shows: forks call themselves what they
   * like. The ways of the oldest version work on every known one, only with more calls, so they are
   * the ways with a host whose number is proven wrong.
   *
   * @param version any text
   * @param asksForTerms whether the host has the route for its terms, as all from 0.1.136 on
   */
  static Dialect of(String version, boolean asksForTerms) {
    @Nullable Semver number =
        Semver.parse(version.startsWith("v") ? version.substring(1) : version);
    if (number == null) {
      String assumed = asksForTerms ? NEWEST : OLDEST;
      return like(
          assumed,
          version,
          "\"%s\" is no version number; taken for %s, because it %s terms to accept"
              .formatted(version, assumed, asksForTerms ? "has" : "has no"));
    }
    if (TermsGate.of(number) == TermsGate.PRESENT && !asksForTerms) {
      return like(
          OLDEST,
          version,
          "%s has no terms to accept, as every sub2api from %s on has, so its number says nothing;"
                  .formatted(version, TermsGate.SINCE)
              + " taken for "
              + OLDEST
              + ", whose ways work on all");
    }
    if (number.isGreaterThan(NEWEST)) {
      return like(
          NEWEST,
          version,
          version + " is newer than " + NEWEST + ", the newest known, and taken for it");
    }
    if (number.isLowerThan(OLDEST)) {
      return like(
          OLDEST,
          version,
          version + " is older than " + OLDEST + ", the oldest known, and taken for it");
    }
    return like(number.getVersion(), version, "");
  }

  private static Dialect like(String assumed, String version, String note) {
    Semver number = new Semver(assumed);
    return new Dialect(
        version,
        assumed,
        note,
        AccountSecrets.of(number),
        ChatPinning.of(number),
        DeadGroups.of(number),
        AccountTesting.of(number),
        TermsGate.of(number),
        UnknownModels.of(number));
  }
}

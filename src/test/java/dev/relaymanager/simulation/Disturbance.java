package dev.relaymanager.simulation;

import dev.relaymanager.sim.FaultRule;
import java.util.List;
import java.util.stream.Stream;

/** What may befall the manager while it works: a host that misbehaves for a while, or its death. */
final class Disturbance {
  private static final List<String> CHANGES = List.of("POST", "PUT", "DELETE", "*");
  private static final List<String> PATHS =
      List.of(
          "/api/v1/admin/*",
          "/api/v1/admin/groups*",
          "/api/v1/admin/channels*",
          "/api/v1/admin/payment/plans*",
          "/api/v1/admin/accounts*",
          "/api/v1/admin/subscriptions*");
  private static final List<String> FAULTS =
      List.of(
          "cut-after",
          "cut-after",
          "cut-before",
          "error-after",
          "error-before",
          "status=503",
          "status=429",
          "status=429,retry-after=1",
          "truncate",
          "truncate=0",
          "delay=20ms",
          "delay-after=20ms",
          "missing=id",
          "wrong-type=id",
          "html",
          "not-found");

  /** A list of plans has no total, so nobody could tell that it lacks some. */
  private static final List<String> SHORT_PAGES =
      List.of(
          "GET /api/v1/admin/groups", "GET /api/v1/admin/accounts", "GET /api/v1/admin/channels");

  private final Dice dice;

  Disturbance(Dice dice) {
    this.dice = dice;
  }

  /** Some rules, each for a few requests. */
  List<String> faults() {
    return Stream.generate(this::fault).limit(dice.between(1, 3)).toList();
  }

  private String fault() {
    if (dice.chance(5)) {
      return dice.one(SHORT_PAGES) + ":short-page:next=" + dice.between(1, 3);
    }
    return "%s %s:%s:%s"
        .formatted(
            dice.one(CHANGES),
            dice.one(PATHS),
            dice.one(FAULTS),
            dice.one(
                List.of(
                    "next=" + dice.between(1, 3),
                    "at=" + dice.between(1, 8),
                    "every=" + dice.between(2, 6))));
  }

  static FaultRule rule(String fault) {
    return FaultRule.parse(fault);
  }

  /** Somewhere on its way; it may come to its end before. */
  Doom doom() {
    Doom.Place place = dice.one(List.of(Doom.Place.STATEMENT, Doom.Place.REQUEST));
    int most = dice.one(List.of(10, 40, place == Doom.Place.STATEMENT ? 160 : 80));
    Doom.Moment moment = dice.one(List.of(Doom.Moment.values()));
    return new Doom(place, moment, dice.between(1, most));
  }
}

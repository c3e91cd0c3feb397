package dev.relaymanager.simulation;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** All that is random about a seed. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** From one to the other, both among them. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** True so many times of a hundred. */
  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Any but this one. */
  <T> T other(T than, List<T> of) {
    return one(of.stream().filter(choice -> !choice.equals(than)).toList());
  }

  String hex(int bytes) {
    byte[] text = new byte[bytes];
    random.nextBytes(text);
    return HexFormat.of().formatHex(text);
  }
}

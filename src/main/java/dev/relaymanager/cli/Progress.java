package dev.relaymanager.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** How many of how many are done, and how long the rest will take at this pace. */
final class Progress {
  /** Before that nobody can tell the pace. */
  private static final Duration FIRST_GUESS = Duration.ofSeconds(3);

  private static final int SHARES = 10;

  /** Of so few steps each is news enough. */
  private static final int FEW = 50;

  private final InstantSource clock;
  private Instant since = Instant.EPOCH;
  private int total;
  private int done;
  private int sharesTold;

  Progress(InstantSource clock) {
    this.clock = clock;
  }

  void begin(int more) {
    if (total == 0) {
      since = clock.instant();
    }
    total += more;
  }

  void end() {
    total = 0;
    done = 0;
    sharesTold = 0;
  }

  void step() {
    if (total > 0) {
      done++;
    }
  }

  /** Whether something is under way. */
  boolean isRunning() {
    return total > 0;
  }

  /** Whether another tenth of it is done since this was last asked, and not yet all. */
  boolean hasNews() {
    int shares = total < FEW ? 0 : (int) ((long) done * SHARES / total);
    boolean news = shares > sharesTold && done < total;
    sharesTold = Math.max(sharesTold, shares);
    return news;
  }

  /** {@code 137 of 1,200 (11 %), about 4 min left}. */
  String line() {
    String counted =
        String.format(Locale.ROOT, "%,d of %,d (%d %%)", done, total, (long) done * 100 / total);
    Duration gone = Duration.between(since, clock.instant());
    if (done == 0 || done >= total || gone.compareTo(FIRST_GUESS) < 0) {
      return counted;
    }
    return counted + ", about " + show(gone.multipliedBy(total - done).dividedBy(done)) + " left";
  }

  private static String show(Duration left) {
    if (left.compareTo(Duration.ofSeconds(90)) < 0) {
      return Math.max(1, left.toSeconds()) + " s";
    }
    long minutes = (left.toSeconds() + 30) / 60;
    return minutes < 90 ? minutes + " min" : (minutes + 30) / 60 + " h";
  }
}

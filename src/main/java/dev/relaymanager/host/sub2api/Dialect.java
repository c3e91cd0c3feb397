package dev.relaymanager.host.sub2api;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;

/**
 * How a host of some version behaves.
 *
 * @param version as the host calls itself
 * @param assumed the version whose behaviour is expected of it
 * @param note why that is another one; else empty
 */
record Dialect(String version, String assumed, String note, Set<Feature> features) {
  /** The newest and the oldest version that were driven while they ran. */
  static final String NEWEST = "0.1.172";

  static final String OLDEST = "0.1.126";

  Dialect {
    features = Set.copyOf(features);
  }

  /** The dialect of a version, which may be any text: forks claim what they like. */
  static Dialect of(String version) {
    String bare = version.startsWith("v") ? version.substring(1) : version;
    @Nullable Semver number = Semver.parse(bare);
    if (number == null) {
      return new Dialect(
          version,
          NEWEST,
          "\"" + version + "\" is no version number; taken for " + NEWEST + ", the newest known",
          EnumSet.allOf(Feature.class));
    }
    Set<Feature> features =
        Arrays.stream(Feature.values())
            .filter(feature -> number.isGreaterThanOrEqualTo(feature.since()))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Feature.class)));
    if (number.isGreaterThan(NEWEST)) {
      return new Dialect(
          version,
          NEWEST,
          version + " is newer than " + NEWEST + ", the newest known, and taken for it",
          features);
    }
    if (number.isLowerThan(OLDEST)) {
      return new Dialect(
          version,
          OLDEST,
          version + " is older than " + OLDEST + ", the oldest known, and taken for it",
          features);
    }
    return new Dialect(version, version, "", features);
  }

  boolean has(Feature feature) {
    return features.contains(feature);
  }
}

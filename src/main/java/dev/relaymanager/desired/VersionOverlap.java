package dev.relaymanager.desired;

import dev.relaymanager.pack.HostVersionRange;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether some version of the host is in all of several ranges. */
final class VersionOverlap {
  private static final Pattern VERSION =
      Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(-[0-9A-Za-z.-]+)?");

  private VersionOverlap() {}

  /**
   * Ranges are bounded by the versions they name, so what they share holds a named version, the
   * release just after one, or the first of all.
   */
  static boolean exists(List<HostVersionRange> ranges) {
    Set<String> candidates = new LinkedHashSet<>();
    candidates.add("0.0.0");
    for (HostVersionRange range : ranges) {
      Matcher version = VERSION.matcher(range.text());
      while (version.find()) {
        String release = version.group(1) + "." + version.group(2) + ".";
        candidates.add(version.group());
        candidates.add(release + version.group(3));
        candidates.add(release + (Long.parseLong(version.group(3)) + 1));
      }
    }
    return candidates.stream()
        .anyMatch(version -> ranges.stream().allMatch(range -> range.contains(version)));
  }
}

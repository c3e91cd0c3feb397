package dev.relaymanager.pack;

import java.util.Optional;
import java.util.regex.Pattern;
import org.semver4j.Semver;
import org.semver4j.range.RangeList;
import org.semver4j.range.RangeListFactory;

/**
 * Which versions of the host something fits.
 *
 * @param text comparators on full versions, {@code ||} between alternatives: {@code >=0.1.126
 *     <0.2.0}
 */
public record HostVersionRange(String text) {
  /** What to write, for whoever wrote something else. */
  public static final String FORM =
      "write comparators with full versions, such as \">=0.1.126 <0.2.0\"; || between alternatives";

  private static final String COMPARATOR =
      "(?:>=|<=|>|<|=|~|\\^)?(?:0|[1-9][0-9]{0,8})(?:\\.(?:0|[1-9][0-9]{0,8})){2}"
          + "(?:-[0-9A-Za-z.-]{1,64})?";
  private static final String ALL = COMPARATOR + "(?: +" + COMPARATOR + ")*";
  private static final Pattern GRAMMAR = Pattern.compile(ALL + "(?: *\\|\\| *" + ALL + ")*");
  private static final int MAX_LENGTH = 256;

  /**
   * Checks the form. The library takes what it does not understand for "no version" and an empty
   * text for "every version"; both would hide a slip of the pen.
   *
   * @throws IllegalArgumentException when it is no range
   */
  public HostVersionRange {
    if (text.length() > MAX_LENGTH || !GRAMMAR.matcher(text).matches()) {
      throw new IllegalArgumentException("not a version range");
    }
  }

  /** Empty when the text is no range. */
  public static Optional<HostVersionRange> parse(String text) {
    try {
      return Optional.of(new HostVersionRange(text));
    } catch (IllegalArgumentException notARange) {
      return Optional.empty();
    }
  }

  /**
   * Whether a host with this version fits. A version that is no semantic version fits no range; a
   * pre-release fits only a range that names one.
   */
  public boolean contains(String version) {
    Semver parsed = Semver.parse(version);
    if (parsed == null) {
      return false;
    }
    RangeList ranges = RangeListFactory.create(text);
    return ranges.isSatisfiedBy(parsed);
  }

  @Override
  public String toString() {
    return text;
  }
}

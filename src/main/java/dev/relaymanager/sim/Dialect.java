package dev.relaymanager.sim;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one version of the host behaves: one small type for each change of contract.md's table "What
 * changed when". A version that is not in the table has the changes of the nearest lower one.
 */
record Dialect(
    String version,
    AccountSecrets secrets,
    ResponsesMode responsesMode,
    DeadGroups deadGroups,
    AccountTests accountTests,
    Terms terms,
    NoAccount noAccount,
    Habits habits) {
  private static final Pattern NUMBERS = Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+)(?:[-+].*)?");

  /**
   * The behaviour of a version.
   *
   * @throws IllegalArgumentException if the text is no version of three numbers
   */
  static Dialect of(String version) {
    return new Dialect(
        version,
        since(version, 127) ? AccountSecrets.HIDDEN : AccountSecrets.CLEAR,
        since(version, 127) ? ResponsesMode.HONOURED : ResponsesMode.UNKNOWN,
        since(version, 129) ? DeadGroups.REPORTED : DeadGroups.UNBOUND,
        since(version, 130)
            ? AccountTests.BY_WHAT_THE_UPSTREAM_HAS
            : AccountTests.BY_RESPONSES_ONLY,
        since(version, 136) ? Terms.ASKED : Terms.NONE,
        since(version, 139) ? NoAccount.MODEL_NOT_FOUND : NoAccount.UNAVAILABLE,
        since(version, 172) ? Habits.OF_172 : Habits.OF_126);
  }

  /** Whether a version is 0.1.{@code patch} or later. */
  private static boolean since(String version, int patch) {
    Matcher numbers = NUMBERS.matcher(version);
    if (!numbers.matches()) {
      throw new IllegalArgumentException("not a version such as 0.1.126: " + version);
    }
    int major = Integer.parseInt(numbers.group(1));
    int minor = Integer.parseInt(numbers.group(2));
    return major > 0 || minor > 1 || (minor == 1 && Integer.parseInt(numbers.group(3)) >= patch);
  }
}

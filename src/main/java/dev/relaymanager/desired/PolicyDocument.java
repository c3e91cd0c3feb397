package dev.relaymanager.desired;

import java.util.List;

/**
 * What a plan may do without asking.
 *
 * @param maxDeletes most resources that one plan deletes
 * @param maxDeletePercent most of all recorded resources that one plan deletes, in percent
 * @param maxPeople most people whose access one plan ends
 * @param minAccountsLeft working accounts that stay in a group at any moment
 * @param protectedNames types ({@code Group}) and keys ({@code Account/deepseek/team-a}, also with
 *     the host before them) that are never deleted
 * @param allowEmpty whether a revision that declares no import is accepted
 */
public record PolicyDocument(
    String name,
    Places places,
    int maxDeletes,
    int maxDeletePercent,
    int maxPeople,
    int minAccountsLeft,
    List<String> protectedNames,
    boolean allowEmpty)
    implements Document {
  /** Limits where the document, or the whole document, leaves them out. */
  static final PolicyDocument DEFAULT =
      new PolicyDocument(
          "built-in",
          new Places("built-in policy", new YamlNode.Mapping(0, 0, List.of())),
          5,
          20,
          10,
          1,
          List.of(),
          false);

  public PolicyDocument {
    protectedNames = List.copyOf(protectedNames);
  }

  @Override
  public Kind kind() {
    return Kind.POLICY;
  }
}

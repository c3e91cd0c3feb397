package dev.relaymanager.desired;

import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds users to whom two grants give the same import on the same host: the host keeps one
 * subscription for a user and a group (contract.md 4.6), and the two may differ in time.
 */
final class GrantConflicts {
  private final Map<String, ImportDocument> imports;
  private final List<GrantDocument> grants;
  private final List<Problem> problems;

  private record Right(String importName, String host, String user) {}

  GrantConflicts(
      Map<String, ImportDocument> imports, List<GrantDocument> grants, List<Problem> problems) {
    this.imports = imports;
    this.grants = grants;
    this.problems = problems;
  }

  void check() {
    Map<Right, GrantDocument> given = new HashMap<>();
    for (GrantDocument grant : grants) {
      ImportDocument wish = imports.get(grant.importName());
      List<String> hosts = grant.hostsAmong(wish == null ? List.of() : wish.hosts());
      Set<String> reported = new HashSet<>();
      for (String host : hosts) {
        for (int i = 0; i < grant.users().size(); i++) {
          String user = grant.users().get(i);
          GrantDocument first = given.putIfAbsent(new Right(grant.importName(), host, user), grant);
          if (first != null && reported.add(user)) {
            problems.add(conflict(grant, i, first));
          }
        }
      }
    }
  }

  private static Problem conflict(GrantDocument grant, int index, GrantDocument first) {
    String user = grant.users().get(index);
    Place other = first.places().at("spec.users[" + first.users().indexOf(user) + "]");
    return grant
        .places()
        .problem(
            "spec.users[" + index + "]",
            "granted-twice",
            Shown.name(user)
                + " has "
                + grant.importName()
                + " from the grant "
                + first.name()
                + " already, at "
                + other,
            "keep the user in one of the two grants");
  }
}

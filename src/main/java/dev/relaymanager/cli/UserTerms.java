package dev.relaymanager.cli;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Users and how long they get access, as they are written on the command line. */
final class UserTerms {
  private UserTerms() {}

  /**
   * Adds them to a call.
   *
   * @param users {@code alice@example.com=30} for days, {@code alice@example.com=2027-06-30} for a
   *     last day, {@code alice@example.com} where there is no subscription
   */
  static void addTo(ObjectNode body, List<String> users) {
    ArrayNode targets = body.putArray("subscription_targets");
    for (String user : users) {
      int equals = user.lastIndexOf('=');
      ObjectNode target = targets.addObject();
      if (equals < 0) {
        target.put("user_id", user);
        continue;
      }
      target.put("user_id", user.substring(0, equals));
      String term = user.substring(equals + 1);
      if (term.matches("[0-9]{1,5}")) {
        target.put("duration_days", Integer.parseInt(term));
      } else if (term.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
        target.put("until", term);
      } else {
        throw new InvalidInputException(
            Problem.of(
                "bad-term",
                "behind the = of --user stands neither a number of days nor a day",
                "write alice@example.com=30 or alice@example.com=2027-06-30"));
      }
    }
  }
}

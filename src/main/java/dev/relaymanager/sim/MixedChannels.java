package dev.relaymanager.sim;

import tools.jackson.databind.node.ObjectNode;

/** The warning against mixing anthropic and antigravity accounts in a group (contract.md 4.4). */
final class MixedChannels {
  private MixedChannels() {}

  static void check(State state, Body body, String platform, long self) {
    String other =
        switch (platform) {
          case "anthropic" -> "antigravity";
          case "antigravity" -> "anthropic";
          default -> "";
        };
    if (other.isEmpty() || body.flagOr("confirm_mixed_channel_risk", false)) {
      return;
    }
    for (long groupId : body.idsOrNone("group_ids")) {
      for (AccountRow row : state.members.of(groupId)) {
        if (row.id != self && row.platform.equals(other)) {
          ObjectNode warning =
              Json.object()
                  .put("error", "mixed_channel_warning")
                  .put("message", "the group would hold accounts of both platforms");
          throw new Refusal(Reply.json(409, warning));
        }
      }
    }
  }
}

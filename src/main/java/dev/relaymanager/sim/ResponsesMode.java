package dev.relaymanager.sim;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether {@code extra.openai_responses_mode} overrules the mark that the host's own probe leaves;
 * from 0.1.127 on.
 */
enum ResponsesMode {
  UNKNOWN {
    @Override
    boolean chatOnly(ObjectNode extra) {
      return markedChatOnly(extra);
    }
  },
  HONOURED {
    @Override
    boolean chatOnly(ObjectNode extra) {
      return switch (extra.path("openai_responses_mode").asString("")) {
        case "force_chat_completions" -> true;
        case "force_responses" -> false;
        default -> markedChatOnly(extra);
      };
    }
  };

  /** The mark that the probe writes: false where the upstream has only chat completions. */
  static final String MARK = "openai_responses_supported";

  /** Whether chats of an account go straight to the upstream's chat completions. */
  abstract boolean chatOnly(ObjectNode extra);

  private static boolean markedChatOnly(ObjectNode extra) {
    JsonNode mark = extra.path(MARK);
    return mark.isBoolean() && !mark.booleanValue();
  }
}

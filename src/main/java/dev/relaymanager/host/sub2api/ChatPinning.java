package dev.relaymanager.host.sub2api;

import dev.relaymanager.model.Protocol;
import java.util.Optional;
import org.semver4j.Semver;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an account is told that its vendor has only chat completions; changed with 0.1.127
 * (contract.md 5.3).
 */
enum ChatPinning {
  /** By the mark that the host's own probe of the vendor writes, and writes over an earlier one. */
  BY_MARK,
  /** By a mode beside the mark, which holds from the start. */
  BY_MODE;

  static final String MARK = "openai_responses_supported";
  static final String MODE = "openai_responses_mode";
  static final String CHAT_ONLY = "force_chat_completions";
  private static final String UP_TO_THE_MARK = "auto";

  static ChatPinning of(Semver version) {
    return version.isGreaterThanOrEqualTo("0.1.127") ? BY_MODE : BY_MARK;
  }

  /** The {@code extra} of a new account; empty for none. */
  Optional<ObjectNode> extraOnCreate(Protocol protocol) {
    return this == BY_MODE && protocol == Protocol.CHAT_COMPLETIONS
        ? Optional.of(mode(protocol))
        : Optional.empty();
  }

  /** What sets the mode in an {@code extra}. */
  static ObjectNode mode(Protocol protocol) {
    return Json.object()
        .put(
            MODE,
            switch (protocol) {
              case CHAT_COMPLETIONS -> CHAT_ONLY;
              case RESPONSES -> UP_TO_THE_MARK;
            });
  }

  /** What sets the mark in an {@code extra}. */
  static ObjectNode chatOnlyMark() {
    return Json.object().put(MARK, false);
  }
}

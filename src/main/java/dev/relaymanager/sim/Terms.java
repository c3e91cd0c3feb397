package dev.relaymanager.sim;

import tools.jackson.databind.node.ObjectNode;

/** Whether the host asks a person to accept its terms first; from 0.1.136 on (contract.md 1.6). */
enum Terms {
  NONE,
  ASKED;

  static final String VERSION = "v2026.06.10";
  static final String PHRASE = "I have read the terms of this simulated host";

  Reply refusal() {
    ObjectNode body =
        Json.object()
            .put("code", "ADMIN_COMPLIANCE_ACK_REQUIRED")
            .put("message", "an administrator has to accept the terms in person first");
    body.putObject("metadata")
        .put("version", VERSION)
        .put("document_path_zh", "/terms/zh")
        .put("document_path_en", "/terms/en")
        .put("document_url_zh", "https://sim.invalid/terms/zh")
        .put("document_url_en", "https://sim.invalid/terms/en");
    return Reply.json(423, body);
  }
}

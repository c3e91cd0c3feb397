package dev.relaymanager.sim;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Whether reading an account shows its secrets; hidden from 0.1.127 on (contract.md 4.4). */
enum AccountSecrets {
  CLEAR {
    @Override
    void show(ObjectNode view, ObjectNode credentials) {
      view.set("credentials", credentials);
    }

    @Override
    ObjectNode replace(ObjectNode old, ObjectNode sent) {
      return sent;
    }
  },
  HIDDEN {
    @Override
    void show(ObjectNode view, ObjectNode credentials) {
      ObjectNode open = credentials.deepCopy();
      ObjectNode status = Json.object();
      for (String name : SENSITIVE) {
        if (open.remove(name) != null) {
          status.put("has_" + name, true);
        }
      }
      view.set("credentials", open);
      if (!status.isEmpty()) {
        view.set("credentials_status", status);
      }
    }

    // What nobody can read, nobody can send back: secrets left out of the body stay.
    @Override
    ObjectNode replace(ObjectNode old, ObjectNode sent) {
      ObjectNode merged = sent.deepCopy();
      for (String name : SENSITIVE) {
        if (old.has(name) && !merged.has(name)) {
          merged.set(name, old.get(name));
        }
      }
      return merged;
    }
  };

  static final List<String> SENSITIVE =
      List.of(
          "access_token",
          "refresh_token",
          "id_token",
          "agent_private_key",
          "api_key",
          "session_key",
          "cookie",
          "aws_secret_access_key",
          "aws_session_token",
          "service_account_json",
          "service_account",
          "private_key");

  abstract void show(ObjectNode view, ObjectNode credentials);

  abstract ObjectNode replace(ObjectNode old, ObjectNode sent);
}

package dev.relaymanager.desired;

import dev.relaymanager.model.Value;
import java.util.Map;

/** A desired state as text, for goldens. */
final class StateText {
  private StateText() {}

  static String of(DesiredState state) {
    StringBuilder text = new StringBuilder("revision " + state.revision() + "\n");
    state.imports().forEach(wish -> append(text, wish));
    return text.toString();
  }

  private static void append(StringBuilder text, DesiredImport wish) {
    text.append("\n" + wish.host() + "/" + wish.name() + " from " + wish.place() + "\n");
    text.append("  pack " + wish.packId() + " " + wish.packVersion());
    text.append(", provider " + wish.providerId() + " at " + wish.baseUrl());
    text.append(" with " + wish.protocol() + "\n");
    text.append("  models " + wish.models() + ", smoke test " + wish.smokeTestModel() + "\n");
    text.append("  " + wish.mode() + ", access " + wish.access().stream().sorted().toList());
    text.append(", on drift " + wish.onDrift() + ", deletion " + wish.deletion());
    text.append(wish.adopt() ? ", adopt" : "").append(wish.disabled() ? ", disabled" : "");
    text.append(wish.movedFrom() == null ? "" : ", moved from " + wish.movedFrom()).append("\n");
    wish.probes()
        .forEach(probe -> text.append("  probe " + probe.grant() + " " + probe.user() + "\n"));
    wish.notes().forEach(note -> text.append("  note: " + note + "\n"));
    for (DesiredResource resource : wish.resources()) {
      text.append("  " + resource.key().withinHost() + " from " + resource.place() + "\n");
      for (Map.Entry<String, Value> field : resource.spec().fields().entrySet()) {
        text.append("    " + field.getKey() + ": " + field.getValue().show() + "\n");
      }
      if (resource.upstreamKey() != null) {
        KeyReference key = resource.upstreamKey();
        text.append("    key " + key.entryId() + "#" + key.index() + " " + key.mask() + "\n");
      }
    }
  }
}

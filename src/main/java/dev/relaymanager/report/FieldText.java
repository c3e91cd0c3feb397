package dev.relaymanager.report;

import dev.relaymanager.model.Value;
import dev.relaymanager.plan.FieldChange;
import org.jspecify.annotations.Nullable;

/** One changed field, before and after, for people. */
final class FieldText {
  private FieldText() {}

  static String of(FieldChange change) {
    if (change.before() instanceof Value.Sensitive before
        && change.after() instanceof Value.Sensitive after) {
      return "(sensitive, fingerprint %s → %s)"
          .formatted(before.fingerprint().brief(), after.fingerprint().brief());
    }
    return show(change.before()) + " → " + show(change.after());
  }

  private static String show(@Nullable Value value) {
    return value == null ? "(none)" : value.show();
  }
}

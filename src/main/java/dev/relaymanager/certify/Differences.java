package dev.relaymanager.certify;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Where a host's thing is not as wanted. */
final class Differences {
  private Differences() {}

  /** In words, field by field; empty when every wanted field is there as wanted. */
  static String between(ResourceSpec wanted, LiveResource live) {
    SortedMap<String, Value> found = live.spec().fields();
    List<String> differences = new ArrayList<>();
    wanted
        .fields()
        .forEach(
            (name, value) -> {
              if (!value.equals(found.get(name))) {
                Value other = found.get(name);
                differences.add(
                    name
                        + ": expected "
                        + value.show()
                        + ", found "
                        + (other == null ? "none" : other.show()));
              }
            });
    return String.join("; ", differences);
  }

  /** A sentence when something does not hold. */
  static String unless(boolean holds, String otherwise) {
    return holds ? "" : otherwise;
  }
}

package dev.relaymanager.desired;

import dev.relaymanager.pack.PackSource;
import org.jspecify.annotations.Nullable;

/**
 * Which pack is in use.
 *
 * @param source where it is; a path is one in the tree
 * @param version what its {@code pack.json} must state
 * @param digest {@code sha256:…} that its contents must have; null when none is demanded, which
 *     only a pack in the tree may do
 */
public record PackDocument(
    String name, Places places, PackSource source, String version, @Nullable String digest)
    implements Document {
  @Override
  public Kind kind() {
    return Kind.PACK;
  }
}

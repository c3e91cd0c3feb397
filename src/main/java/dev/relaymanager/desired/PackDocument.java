package dev.relaymanager.desired;

import org.jspecify.annotations.Nullable;

/**
 * Which pack is in use.
 *
 * @param source path in the tree of its folder or zip, without a trailing slash
 * @param version what its {@code pack.json} must state
 * @param digest {@code sha256:…} that its contents must have; null when none is demanded
 */
public record PackDocument(
    String name, Places places, String source, String version, @Nullable String digest)
    implements Document {
  @Override
  public Kind kind() {
    return Kind.PACK;
  }
}

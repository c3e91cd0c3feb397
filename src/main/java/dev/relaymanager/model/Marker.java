package dev.relaymanager.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ownership mark in the notes of accounts and subscriptions, which only administrators see:
 * tells what is ours after a lost answer or a lost store.
 *
 * @param installation which manager made it: derives from its identity, so it survives a lost store
 * @param importName the import it was made for
 * @param name {@link ResourceKey#name} of the resource
 */
public record Marker(String installation, String importName, String name) {
  private static final Pattern FORM =
      Pattern.compile("relay-manager:([0-9a-f]{12})/([^/\\s]+)/(\\S+)");

  /** The mark in a note, whatever people wrote around it. */
  public static Optional<Marker> find(@Nullable String notes) {
    if (notes == null) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(notes);
    return matcher.find()
        ? Optional.of(new Marker(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }

  /** The note that carries the mark. */
  @Override
  public String toString() {
    return "relay-manager:" + installation + "/" + importName + "/" + name;
  }
}

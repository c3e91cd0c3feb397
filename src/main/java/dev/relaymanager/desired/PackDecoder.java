package dev.relaymanager.desired;

import org.jspecify.annotations.Nullable;

/** Reads a {@code Pack} document that its schema has accepted. */
final class PackDecoder {
  private PackDecoder() {}

  /** Null when a value is wrong in itself; the problems say which. */
  static @Nullable PackDocument decode(String name, Fields document) {
    Fields spec = document.child("spec");
    String source = spec.text("source");
    if (source.contains("://")) {
      spec.problem(
          "source",
          "pack-not-in-repository",
          "a pack is read from this repository, not from a URL",
          "commit its folder or its zip, so that it is reviewed too, and name the path");
      return null;
    }
    return new PackDocument(
        name,
        document.places(),
        source.replaceAll("/+$", ""),
        spec.text("version"),
        spec.textOrNull("digest"));
  }
}

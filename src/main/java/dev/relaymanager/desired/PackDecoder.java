package dev.relaymanager.desired;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.PackSource;
import org.jspecify.annotations.Nullable;

/** Reads a {@code Pack} document that its schema has accepted. */
final class PackDecoder {
  private PackDecoder() {}

  /** Null when a value is wrong in itself; the problems say which. */
  static @Nullable PackDocument decode(String name, Fields document) {
    Fields spec = document.child("spec");
    PackSource source;
    try {
      source = PackSource.parse(spec.text("source"));
    } catch (InvalidInputException refused) {
      for (Problem problem : refused.problems()) {
        spec.problem("source", problem.code(), problem.message(), problem.fix());
      }
      return null;
    }
    String digest = spec.textOrNull("digest");
    if (digest == null && source instanceof PackSource.Remote) {
      spec.problem(
          "source",
          "pack-not-pinned",
          "a pack from elsewhere needs a digest, because what is there may change",
          "add the digest that relayctl pack lint prints for it, or let relayctl pack install write"
              + " the document");
      return null;
    }
    return new PackDocument(name, document.places(), source, spec.text("version"), digest);
  }
}

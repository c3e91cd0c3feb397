package dev.relaymanager.desired;

import dev.relaymanager.model.Place;

/** One document of the desired state, well formed by its schema. Immutable. */
public sealed interface Document
    permits HostDocument, PackDocument, ImportDocument, GrantDocument, PolicyDocument {
  Kind kind();

  /** Unique among the documents of its kind. */
  String name();

  /** Where its values stand. */
  Places places();

  /** Where its name stands: the place to point at when the whole document is meant. */
  default Place place() {
    return places().at("metadata.name");
  }
}

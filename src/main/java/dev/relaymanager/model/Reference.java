package dev.relaymanager.model;

/** Points at another resource: by our address until it exists, by the host's id from then on. */
public sealed interface Reference {
  /** A resource of ours that may not exist yet. */
  record To(ResourceKey key) implements Reference {
    @Override
    public String toString() {
      return key.withinHost();
    }
  }

  /** A resource on the host. */
  record Id(long id) implements Reference {
    @Override
    public String toString() {
      return "#" + id;
    }
  }
}

package dev.relaymanager.plan;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One step of a plan: what is done to one resource, and why. */
public sealed interface Change {
  ResourceKey key();

  /** Why, for people: {@code declared in imports/deepseek.yaml:1:1}. */
  String why();

  /** Whether and how it can be taken back. */
  Undo undo();

  /** Whether a change can be taken back. */
  enum Undo {
    /** By the opposite call, without loss. */
    REVERSIBLE,
    /** By making it anew: ids, usage and times are lost. */
    COMPENSATED,
    /** Not at all: a deleted group takes subscriptions and key bindings along (contract 4.1). */
    IRREVERSIBLE
  }

  /** Makes a resource. */
  record Create(ResourceKey key, ResourceSpec after, @Nullable Place place, String why)
      implements Change {
    @Override
    public Undo undo() {
      return Undo.REVERSIBLE;
    }
  }

  /**
   * Takes over a resource that stands on the host already, and makes it as declared.
   *
   * @param live what stands there
   * @param fields what is changed on it; may be empty
   */
  record Adopt(
      ResourceKey key,
      LiveResource live,
      ResourceSpec after,
      SortedMap<String, FieldChange> fields,
      String why)
      implements Change {
    public Adopt {
      fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    @Override
    public Undo undo() {
      return Undo.REVERSIBLE;
    }
  }

  /**
   * Changes a resource of ours.
   *
   * @param live what stands on the host now
   * @param fields what is changed on it; empty when only our record is brought up to date
   * @param movedFrom the key under which it is recorded until now; null when that stays
   */
  record Update(
      ResourceKey key,
      LiveResource live,
      ResourceSpec after,
      SortedMap<String, FieldChange> fields,
      @Nullable ResourceKey movedFrom,
      String why)
      implements Change {
    public Update {
      fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    @Override
    public Undo undo() {
      return Undo.REVERSIBLE;
    }
  }

  /** Deletes a resource of ours from the host. */
  record Delete(ResourceKey key, long hostId, ResourceSpec before, Impact impact, String why)
      implements Change {
    @Override
    public Undo undo() {
      return switch (key.type()) {
        case GROUP -> Undo.IRREVERSIBLE;
        case CHANNEL, PLAN, ACCOUNT, SUBSCRIPTION, PROBE_USER, PROBE_KEY -> Undo.COMPENSATED;
      };
    }
  }

  /** Drops our record of a resource; the host is not touched. */
  record Forget(ResourceKey key, long hostId, ResourceSpec before, String why) implements Change {
    @Override
    public Undo undo() {
      return Undo.REVERSIBLE;
    }
  }
}

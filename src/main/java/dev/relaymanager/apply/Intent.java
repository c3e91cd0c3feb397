package dev.relaymanager.apply;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change of one resource on a host that is about to be asked for. It is on disk before the
 * request leaves.
 *
 * @param batchId the batch it belongs to
 * @param phase whether the batch is being carried out or taken back
 * @param key what is changed
 * @param action how
 * @param hostId the host's id of it; null for a creation
 * @param before what stood there; null for a creation
 * @param after what shall stand there; null for a deletion. References are host ids.
 * @param requestKey the idempotency key of the request, equal for all items of one request; also
 *     where the host honours none, as a name of the request
 * @param keyMask for an account, the masked upstream key; else null
 */
public record Intent(
    String batchId,
    Phase phase,
    ResourceKey key,
    Action action,
    @Nullable Long hostId,
    @Nullable ResourceSpec before,
    @Nullable ResourceSpec after,
    String requestKey,
    @Nullable String keyMask) {

  /** The same intent as part of another request. */
  Intent withRequestKey(String other) {
    return new Intent(batchId, phase, key, action, hostId, before, after, other, keyMask);
  }

  /** Forwards or backwards. */
  public enum Phase {
    APPLY,
    ROLLBACK;

    /** As in the store. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is done to the resource. */
  public enum Action {
    CREATE,
    ADOPT,
    UPDATE,
    DELETE,
    /** Only our record goes; the host is not touched. */
    FORGET;

    /** As in the store and in machine output. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

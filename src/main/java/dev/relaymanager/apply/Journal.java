package dev.relaymanager.apply;

import dev.relaymanager.model.BatchState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The durable memory of an apply. Every method returns only when what it was told is on disk, and
 * throws {@link dev.relaymanager.model.EnvironmentException} when it could not be made so; then
 * nothing of the call is kept. Safe for use by many threads.
 */
public interface Journal {
  /** Opens a batch in state {@code pending}. */
  void openBatch(BatchHeader header);

  /**
   * Opens a batch that is carried out at once, or begins one that was opened: it is {@code running}
   * when this returns.
   */
  void beginBatch(BatchHeader header);

  /**
   * Moves a batch on.
   *
   * @param detail for people: why; may be empty
   * @throws IllegalStateException when the state may not follow the present one
   */
  void moveBatch(String batchId, BatchState next, String detail);

  /**
   * Puts intents on disk, all or none.
   *
   * @return their numbers, in order
   */
  List<Long> intend(List<Intent> intents);

  /**
   * Closes intents and changes the record of managed resources accordingly, in one transaction.
   *
   * @param effects by number of the intent
   */
  void close(Map<Long, Effect> effects);

  /** Intents of a host that nothing closed, oldest first. */
  List<OpenIntent> openIntents(String host);

  /**
   * An intent without a known outcome.
   *
   * @param number of the intent
   * @param intendedAt when it was put on disk, before its request
   */
  record OpenIntent(long number, Intent intent, Instant intendedAt) {}
}

package dev.relaymanager.store;

import dev.relaymanager.observed.Recorded;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The record of all resources, kept in memory as long as its version in the database stays the
 * same, whichever process writes there.
 *
 * <p>Safe for use by many threads.
 */
final class WholeRecord {
  /** Part of every transaction that changes the record. */
  static final String NEXT_VERSION = "UPDATE record_version SET version = version + 1";

  private static final String VERSION = "SELECT version FROM record_version";

  private final Readers readers;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Recorded recorded;
  private long version;

  WholeRecord(Readers readers) {
    this.readers = readers;
  }

  /** Those who ask while it is being read wait for it. */
  Recorded read() {
    lock.lock();
    try {
      return readers.read(this::readUnlessKnown);
    } finally {
      lock.unlock();
    }
  }

  private Recorded readUnlessKnown(Handle handle) {
    long now = handle.createQuery(VERSION).mapTo(Long.class).one();
    if (recorded == null || now != version) {
      recorded = Resources.recorded(handle);
      version = now;
    }
    return recorded;
  }
}

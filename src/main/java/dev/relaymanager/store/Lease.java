package dev.relaymanager.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Lets one program at a time change hosts. Held by number: each holder's number is greater than
 * those of all before it, so that a holder who was presumed dead and wakes up again is recognised.
 *
 * <p>Safe for use by many threads and processes.
 */
public final class Lease {
  private static final String SELECT =
      "SELECT fencing, holder, since, expires_at FROM lease WHERE holder IS NOT NULL";

  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;

  Lease(Writer writer, Readers readers, InstantSource clock) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
  }

  /** What came of trying to get the lease. */
  public sealed interface Claim {
    /**
     * It is ours.
     *
     * @param fencing its number
     * @param expires when others may take it over, unless there is a heartbeat before
     */
    record Acquired(long fencing, Instant expires) implements Claim {}

    /** Another holds it. */
    record Held(Holding by) implements Claim {}
  }

  /**
   * A lease that somebody holds.
   *
   * @param id its number, the one to unlock it by
   * @param holder who, for people: command, user, machine, process
   * @param since when it was acquired
   * @param expires when others may take it over
   */
  public record Holding(long id, String holder, Instant since, Instant expires) {
    /** Whether its holder gave no sign of life in time. */
    public boolean expired(Instant now) {
      return !now.isBefore(expires);
    }
  }

  /**
   * Takes the lease when nobody holds it, or its holder gave no sign of life in time.
   *
   * @param ttl how long it lasts without a heartbeat
   */
  public Claim acquire(String holder, Duration ttl) {
    return writer.write(
        handle -> {
          Instant now = clock.instant();
          Optional<Holding> held = current(handle);
          if (held.isPresent() && !held.get().expired(now)) {
            return new Claim.Held(held.get());
          }
          Instant expires = now.plus(ttl);
          handle
              .createUpdate(
                  "UPDATE lease SET fencing = fencing + 1, holder = :holder, since = :since,"
                      + " expires_at = :expires, ttl_ms = :ttl")
              .bind("holder", holder)
              .bind("since", Rows.text(now))
              .bind("expires", Rows.text(expires))
              .bind("ttl", ttl.toMillis())
              .execute();
          long fencing = handle.createQuery("SELECT fencing FROM lease").mapTo(Long.class).one();
          return new Claim.Acquired(fencing, expires);
        });
  }

  /**
   * Makes the lease last for its time again from now on.
   *
   * @return false when it was lost; an expired one that nobody took over is not lost
   */
  public boolean heartbeat(long fencing) {
    return writer.write(
        handle -> {
          if (!holds(handle, fencing)) {
            return false;
          }
          Duration ttl =
              Duration.ofMillis(
                  handle.createQuery("SELECT ttl_ms FROM lease").mapTo(Long.class).one());
          handle
              .createUpdate("UPDATE lease SET expires_at = :expires")
              .bind("expires", Rows.text(clock.instant().plus(ttl)))
              .execute();
          return true;
        });
  }

  /**
   * Gives the lease back.
   *
   * @return false when it was lost before
   */
  public boolean release(long fencing) {
    return unlock(fencing).isPresent();
  }

  /** Who holds the lease, also when it has expired; empty when nobody does. */
  public Optional<Holding> read() {
    return readers.read(Lease::current);
  }

  /**
   * Takes the lease away from a holder that is known to be dead. One that is not dead notices at
   * its next heartbeat or journal entry and stops.
   *
   * @param id number of the lease, as {@link #read} gives it
   * @return whose it was; empty when nobody holds the lease of that number
   */
  public Optional<Holding> unlock(long id) {
    return writer.write(
        handle -> {
          Optional<Holding> held = current(handle).filter(holding -> holding.id() == id);
          if (held.isPresent()) {
            handle.execute("UPDATE lease SET holder = NULL, since = NULL, expires_at = NULL");
          }
          return held;
        });
  }

  static Optional<Holding> current(Handle handle) {
    return handle
        .createQuery(SELECT)
        .map(
            (row, context) ->
                new Holding(
                    row.getLong("fencing"),
                    row.getString("holder"),
                    Rows.time(row, "since"),
                    Rows.time(row, "expires_at")))
        .findOne();
  }

  private static boolean holds(Handle handle, long fencing) {
    return current(handle).filter(holding -> holding.id() == fencing).isPresent();
  }
}

package dev.relaymanager.engine;

import dev.relaymanager.store.Lease;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The right to write, held by this process and kept alive by a heartbeat. Writes to the journal are
 * fenced by its number: whoever lost the lease cannot write any more.
 */
public final class HeldLease implements AutoCloseable {
  private static final Duration TERM = Duration.ofSeconds(60);
  private static final Duration BEAT = Duration.ofSeconds(15);

  private final Lease lease;
  private final long fencing;
  private final ScheduledExecutorService heart;
  private final ScheduledFuture<?> beats;
  private volatile boolean lost;

  private HeldLease(Lease lease, long fencing) {
    this.lease = lease;
    this.fencing = fencing;
    this.heart =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lease-heartbeat").factory());
    this.beats =
        heart.scheduleAtFixedRate(
            this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Takes the lease.
   *
   * @param holder who asks, for whoever finds it held: command, host name and process
   * @throws LockHeldException when another process has it
   */
  static HeldLease take(Lease lease, String holder) {
    return switch (lease.acquire(holder, TERM)) {
      case Lease.Claim.Acquired acquired -> new HeldLease(lease, acquired.fencing());
      case Lease.Claim.Held held -> throw new LockHeldException(held.by());
    };
  }

  /** The number that fences this holder's writes. */
  public long fencing() {
    return fencing;
  }

  /** Whether somebody else took it: then nothing more may be started. */
  public boolean isLost() {
    return lost;
  }

  private void beat() {
    if (!lease.heartbeat(fencing)) {
      lost = true;
    }
  }

  @Override
  public void close() {
    beats.cancel(false);
    heart.shutdownNow();
    lease.release(fencing);
  }
}

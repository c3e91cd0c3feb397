package dev.relaymanager.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Duration TTL = Duration.ofSeconds(30);

  @TempDir Path folder;
  private volatile Instant now = Samples.NOW;
  private StateStore one;
  private StateStore two;

  @BeforeEach
  void open() {
    InstantSource clock = () -> now;
    one = StateStore.open(folder, clock);
    two = StateStore.open(folder, clock);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void whoComesSecondLearnsWhoHoldsIt() {
    assertEquals(
        new Lease.Claim.Acquired(1, now.plus(TTL)), one.lease().acquire("apply by ann", TTL));
    Lease.Holding holding = new Lease.Holding(1, "apply by ann", now, now.plus(TTL));
    assertEquals(new Lease.Claim.Held(holding), two.lease().acquire("daemon", TTL));
    assertEquals(Optional.of(holding), two.lease().read());
  }

  @Test
  void aReleasedLeaseIsFreeAndTheNextNumberIsGreater() {
    assertTrue(one.lease().release(acquire(one, "a")));
    assertEquals(Optional.empty(), two.lease().read());
    assertEquals(2, acquire(two, "b"));
    assertFalse(one.lease().release(1), "what was given back cannot be given back");
    assertEquals("b", one.lease().read().orElseThrow().holder());
  }

  @Test
  void aHeartbeatKeepsIt() {
    long fencing = acquire(one, "a");
    now = now.plusSeconds(29);
    assertTrue(one.lease().heartbeat(fencing));
    now = now.plusSeconds(29);
    assertInstanceOf(Lease.Claim.Held.class, two.lease().acquire("b", TTL));
    assertEquals(
        new Lease.Holding(fencing, "a", Samples.NOW, Samples.NOW.plusSeconds(29).plus(TTL)),
        two.lease().read().orElseThrow());
  }

  @Test
  void aHolderThatDiedIsTakenOverWhenItsTimeIsUpAndNotBefore() {
    long dead = acquire(one, "a");
    now = Samples.NOW.plus(TTL).minusNanos(1);
    assertInstanceOf(Lease.Claim.Held.class, two.lease().acquire("b", TTL));
    now = Samples.NOW.plus(TTL);
    assertTrue(two.lease().read().orElseThrow().expired(now));
    assertEquals(dead + 1, acquire(two, "b"));
    assertFalse(one.lease().heartbeat(dead), "it was presumed dead and wakes up again");
    assertFalse(one.lease().release(dead));
    assertEquals("b", one.lease().read().orElseThrow().holder());
  }

  @Test
  void anExpiredLeaseThatNobodyTookOverLivesOn() {
    long fencing = acquire(one, "a");
    now = now.plus(TTL).plusSeconds(5);
    assertTrue(one.lease().heartbeat(fencing));
    assertInstanceOf(Lease.Claim.Held.class, two.lease().acquire("b", TTL));
  }

  @Test
  void unlockTakesOnlyTheLeaseOfThatNumber() {
    long fencing = acquire(one, "a");
    assertEquals(Optional.empty(), two.lease().unlock(fencing + 1));
    assertEquals("a", two.lease().unlock(fencing).orElseThrow().holder());
    assertFalse(one.lease().heartbeat(fencing));
    assertEquals(Optional.empty(), one.lease().unlock(fencing));
    assertEquals(fencing + 1, acquire(two, "b"));
  }

  @Test
  void ofAThousandThatTryAtOnceOneGetsIt() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Lease.Claim>> claims = new ArrayList<>();
      for (int number = 0; number < 1_000; number++) {
        StateStore store = number % 2 == 0 ? one : two;
        String holder = "thread " + number;
        claims.add(threads.submit(() -> store.lease().acquire(holder, TTL)));
      }
      int acquired = 0;
      for (Future<Lease.Claim> claim : claims) {
        acquired +=
            switch (claim.get()) {
              case Lease.Claim.Acquired won -> 1;
              case Lease.Claim.Held lost -> 0;
            };
      }
      assertEquals(1, acquired);
    }
  }

  private static long acquire(StateStore store, String holder) {
    return assertInstanceOf(Lease.Claim.Acquired.class, store.lease().acquire(holder, TTL))
        .fencing();
  }

  /** Gets the lease again and again, and holds that it is alone while it has it. */
  static final class Contender {
    public static void main(String[] arguments) throws Exception {
      Path alone = Path.of(arguments[1]);
      try (StateStore store = StateStore.open(Path.of(arguments[0]), InstantSource.system())) {
        System.out.println("ready");
        for (int turn = 0; turn < 100; ) {
          switch (store.lease().acquire("process", Duration.ofMinutes(5))) {
            case Lease.Claim.Acquired(long fencing, Instant expires) -> {
              Files.createFile(alone); // fails when the other process is here as well
              Files.delete(alone);
              if (!store.lease().release(fencing)) {
                throw new IllegalStateException("lost " + fencing);
              }
              turn++;
            }
            case Lease.Claim.Held(Lease.Holding by) -> Thread.onSpinWait();
          }
        }
      }
    }
  }

  @Test
  void twoProcessesNeverHaveItAtOnce() throws Exception {
    String alone = folder.resolve("alone").toString();
    try (Child left = Child.start(Contender.class, folder.toString(), alone);
        Child right = Child.start(Contender.class, folder.toString(), alone)) {
      assertEquals("ready", left.line());
      assertEquals("ready", right.line());
      assertEquals(0, left.await());
      assertEquals(0, right.await());
    }
    assertEquals(201, acquire(one, "last"), "each turn had a number of its own");
  }

  /** Gets the lease and keeps it until it is killed. */
  static final class Keeper {
    public static void main(String[] arguments) throws Exception {
      StateStore store = StateStore.open(Path.of(arguments[0]), InstantSource.system());
      System.out.println(store.lease().acquire("process " + ProcessHandle.current().pid(), TTL));
      Thread.sleep(Duration.ofMinutes(1));
      store.close();
    }
  }

  @Test
  void aKilledProcessHoldsItUntilItsTimeIsUp() throws Exception {
    try (Child keeper = Child.start(Keeper.class, folder.toString())) {
      assertTrue(keeper.line().startsWith("Acquired"));
      keeper.kill();
    }
    Lease.Holding held = one.lease().read().orElseThrow();
    now = held.expires().minusSeconds(1);
    assertEquals(new Lease.Claim.Held(held), one.lease().acquire("next", TTL));
    now = held.expires();
    assertEquals(held.id() + 1, acquire(one, "next"));
  }
}

package dev.relaymanager.simulation;

import dev.relaymanager.sim.Fault;
import dev.relaymanager.sim.FaultRule;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import dev.relaymanager.sim.SimulatedHost;
import dev.relaymanager.store.StateStore;
import dev.relaymanager.store.StoreFaults;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The death of a manager at one exact point of its way, as SIGKILL would have it. What it leaves is
 * a copy of its state folder, taken at that moment; none of its statements and no request of it has
 * any effect afterwards, however its threads end.
 */
final class Doom implements RequestHook, StoreFaults.Watch {
  /** What is counted. */
  enum Place {
    STATEMENT,
    REQUEST
  }

  /** When, seen from the statement or request. */
  enum Moment {
    BEFORE,
    AFTER
  }

  private final Place place;
  private final Moment moment;
  private final int number;
  private final AtomicInteger met = new AtomicInteger();
  private final Phaser underWay = new Phaser(1);
  private final CountDownLatch copied = new CountDownLatch(1);
  private volatile boolean dead;
  private Surroundings surroundings;
  private StateStore store;
  private Path left;
  private Thread process;

  /** At the statement or request with this number, from 1. */
  Doom(Place place, Moment moment, int number) {
    this.place = place;
    this.moment = moment;
    this.number = number;
  }

  /** Begins to count. */
  void hangOver(Surroundings around, StateStore opened, Thread thread) {
    surroundings = around;
    store = opened;
    process = thread;
    left = around.nextState();
    around.host.addHook(this);
    StoreFaults.watch(opened, this);
  }

  boolean hasCome() {
    return dead;
  }

  /** What is on disk after the death. */
  Path left() {
    return left;
  }

  @Override
  public void before(SeenRequest request) {
    underWay.register();
    request(Moment.BEFORE);
  }

  @Override
  public void after(SeenRequest request) {
    try {
      request(Moment.AFTER);
    } finally {
      underWay.arriveAndDeregister();
    }
  }

  private void request(Moment now) {
    if (dead) {
      awaitCopy();
    } else if (place == Place.REQUEST && moment == now && met.incrementAndGet() == number) {
      dead = true;
      StoreFaults.whileStill(store, this::leave);
      die();
    }
  }

  @Override
  public void before() throws SQLException {
    statement(Moment.BEFORE);
  }

  @Override
  public void after() throws SQLException {
    statement(Moment.AFTER);
  }

  private void statement(Moment now) throws SQLException {
    if (copied.getCount() == 0) {
      throw new SQLException("the process is dead");
    }
    if (!dead && place == Place.STATEMENT && moment == now && met.incrementAndGet() == number) {
      dead = true;
      leave();
      die();
      throw new SQLException("the process is dead");
    }
  }

  /** Called while nothing is being written. */
  private void leave() {
    surroundings.copyState(left);
  }

  private void die() {
    SimulatedHost host = surroundings.host;
    // Nor is anything carried out that the dead process has sent besides.
    host.inject(
        FaultRule.of("* *", new Fault.Cut(Fault.Moment.BEFORE), new FaultRule.When.Always()));
    copied.countDown();
    process.interrupt();
  }

  private void awaitCopy() {
    boolean interrupted = false;
    while (true) {
      try {
        copied.await();
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the host is at work on no request of it any more, and none is on its way. */
  void lift() {
    while (surroundings.host.openConnections() > 0) {
      Thread.onSpinWait();
    }
    underWay.arriveAndAwaitAdvance();
    surroundings.host.removeHook(this);
  }

  @Override
  public String toString() {
    return "%s %s %d".formatted(moment, place, number).toLowerCase(Locale.ROOT);
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.cli.KillPoint.Moment;
import dev.relaymanager.sim.Fault;
import dev.relaymanager.sim.FaultRule;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import dev.relaymanager.sim.SimulatedHost;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** Halts a process at each request that it sends to the host: the host holds the answer back. */
final class RequestTrap implements RequestHook, AutoCloseable {
  private final SimulatedHost host;
  private final Moment moment;
  private final IntPredicate kills;
  private final AtomicInteger met = new AtomicInteger();
  private final Phaser underWay = new Phaser(1);

  /**
   * Sets it up.
   *
   * @param kills asked at each request, with its number: true when the process was killed there
   */
  RequestTrap(SimulatedHost host, Moment moment, IntPredicate kills) {
    this.host = host;
    this.moment = moment;
    this.kills = kills;
    host.addHook(this);
  }

  @Override
  public void before(SeenRequest request) {
    underWay.register();
    halt(Moment.BEFORE);
  }

  @Override
  public void after(SeenRequest request) {
    try {
      halt(Moment.AFTER);
    } finally {
      underWay.arriveAndDeregister();
    }
  }

  private void halt(Moment now) {
    if (moment == now && kills.test(met.incrementAndGet())) {
      // Nor is anything carried out that the dead process had sent besides.
      host.inject(
          FaultRule.of("* *", new Fault.Cut(Fault.Moment.BEFORE), new FaultRule.When.Always()));
    }
  }

  /** Waits until the host is at work on no request any more. */
  @Override
  public void close() {
    underWay.arriveAndAwaitAdvance();
    host.removeHook(this);
    host.clearFaults();
  }
}

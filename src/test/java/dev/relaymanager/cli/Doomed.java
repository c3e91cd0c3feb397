package dev.relaymanager.cli;

import dev.relaymanager.cli.KillPoint.Moment;
import dev.relaymanager.cli.KillPoint.Place;
import dev.relaymanager.sim.Fault;
import dev.relaymanager.sim.FaultRule;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import org.jspecify.annotations.Nullable;

/**
 * A command line among many in one process. At its point it stands still for good: from then on its
 * host carries out and answers none of its requests and its store commits nothing, until the
 * process is dead.
 */
final class Doomed implements RequestHook {
  private final Scene scene;
  private final List<String> arguments;
  private final @Nullable KillPoint point;
  private final Map<Place, Map<Moment, Integer>> met = new EnumMap<>(Place.class);
  private final CompletableFuture<Boolean> stoodStill = new CompletableFuture<>();
  private final CountDownLatch dead = new CountDownLatch(1);
  private final Phaser underWay = new Phaser(1);

  /**
   * One that is about to start.
   *
   * @param point null for the end of all its work
   */
  Doomed(Scene scene, List<String> arguments, @Nullable KillPoint point) {
    this.scene = scene;
    this.arguments = arguments;
    this.point = point;
    for (Place place : Place.values()) {
      met.put(place, new EnumMap<>(Map.of(Moment.BEFORE, 0, Moment.AFTER, 0)));
    }
    scene.host.addHook(this);
  }

  Path folder() {
    return scene.folder();
  }

  List<String> arguments() {
    return arguments;
  }

  /** Whether it is the one with this state database. */
  boolean owns(Path database) {
    return database.startsWith(scene.state());
  }

  @Override
  public void before(SeenRequest request) {
    underWay.register();
    hold(Moment.BEFORE);
  }

  @Override
  public void after(SeenRequest request) {
    try {
      hold(Moment.AFTER);
    } finally {
      underWay.arriveAndDeregister();
    }
  }

  private void hold(Moment moment) {
    if (meets(Place.REQUEST, moment)) {
      try {
        dead.await();
      } catch (InterruptedException hostEnds) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Counts what it comes by; true when it has to stand still there. */
  synchronized boolean meets(Place place, Moment moment) {
    int number = met.get(place).merge(moment, 1, Integer::sum);
    if (new KillPoint(place, moment, number).equals(point)) {
      stoodStill.complete(true);
    }
    return stoodStill.getNow(false);
  }

  /** It came to its end, or to rest. */
  void ended() {
    stoodStill.complete(false);
  }

  /** Known when it stands still at its point, which is true, or has ended, which is false. */
  CompletableFuture<Boolean> stoodStill() {
    return stoodStill;
  }

  /** How often it came by places of a kind. */
  synchronized int met(Place place) {
    return met.get(place).get(Moment.BEFORE);
  }

  /** All that it printed. */
  String said() {
    try {
      return Files.readString(folder().resolve(Carrier.SAID));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The process is dead: its host goes on, and does nothing of what was still asked of it. */
  void bury() {
    scene.host.inject(
        FaultRule.of("* *", new Fault.Cut(Fault.Moment.BEFORE), new FaultRule.When.Always()));
    dead.countDown();
    while (scene.host.openConnections() > 0) { // what lies in one is still to be read
      Thread.onSpinWait();
    }
    underWay.arriveAndAwaitAdvance();
    scene.host.removeHook(this);
    scene.host.clearFaults();
  }
}

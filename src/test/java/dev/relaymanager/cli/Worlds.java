package dev.relaymanager.cli;

import dev.relaymanager.sim.SimulatedHost;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Worlds of one kind, used again as long as they are good for it. Used by one thread. */
final class Worlds implements AutoCloseable {
  /** More than there are processors: for the disk is waited as well. */
  static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();

  private final Path folder;
  private final World.Kind kind;
  private final Queue<World> free = new ConcurrentLinkedQueue<>();
  private final SimulatedHost vendors;
  private final AtomicInteger made = new AtomicInteger();

  Worlds(Path folder, World.Kind kind) {
    this.folder = folder;
    this.kind = kind;
    this.vendors = SimulatedHost.start(Scene.options(kind.version()));
  }

  /** So many, each before the command that is killed. */
  List<World> take(int count) {
    return Beside.each(AT_ONCE, Collections.nCopies(count, kind), one -> next());
  }

  private World next() {
    @Nullable World used = free.poll();
    if (used != null) {
      if (used.prepare()) {
        return used;
      }
      used.close();
    }
    World world =
        new World(folder.resolve("world-" + made.incrementAndGet()), kind, vendors.vendor());
    world.prepare();
    return world;
  }

  /** Takes one back that is in order. */
  void giveBack(World world) {
    free.add(world);
  }

  @Override
  public void close() {
    free.forEach(World::close);
    vendors.close();
  }
}

package dev.relaymanager.simulation;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.StepResult;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.model.RelayException;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.store.Lease;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs the manager, each time as a new process would be: opens the state folder, takes the lease,
 * works, and gives both back, unless its doom comes first.
 */
final class Manager {
  private final Surroundings surroundings;
  private final List<String> said = new CopyOnWriteArrayList<>();

  Manager(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What a process does. */
  interface Work<T> {
    T run(Engine engine, HeldLease lease);
  }

  /** How a process ended. */
  sealed interface End<T> {
    /** It did its work. */
    record Done<T>(T result) implements End<T> {}

    /** It said why it could not. */
    record Refused<T>(RelayException why) implements End<T> {}

    /** It was killed. */
    record Dead<T>() implements End<T> {}
  }

  /** All that was said so far, to the last word of exceptions. */
  List<String> said() {
    return List.copyOf(said);
  }

  <T> End<T> run(Work<T> work) {
    try (Engine engine = open();
        HeldLease lease = engine.lock("simulation")) {
      return new End.Done<>(work.run(engine, lease));
    } catch (RelayException why) {
      hear(why);
      return new End.Refused<>(why);
    }
  }

  /** The same with a doom over it. */
  <T> End<T> run(Doom doom, Work<T> work) {
    Living<T> living = new Living<>(doom, work);
    Thread thread = new Thread(living, "manager");
    living.thread = thread;
    thread.start();
    join(thread);
    doom.lift();
    surroundings.host.clearFaults();
    if (doom.hasCome()) {
      surroundings.goOnWith(doom.left());
      unlock();
      return new End.Dead<>();
    }
    if (living.defect != null) {
      throw new AssertionError("a defect of the program", living.defect);
    }
    return living.end;
  }

  private final class Living<T> implements Runnable {
    private final Doom doom;
    private final Work<T> work;
    private Thread thread;
    private End<T> end;
    private Throwable defect;

    Living(Doom doom, Work<T> work) {
      this.doom = doom;
      this.work = work;
    }

    @Override
    public void run() {
      try (Engine engine = open()) {
        doom.hangOver(surroundings, engine.store(), thread);
        try (HeldLease lease = engine.lock("simulation")) {
          end = new End.Done<>(work.run(engine, lease));
        }
      } catch (RelayException why) {
        hear(why);
        end = new End.Refused<>(why);
      } catch (RuntimeException | Error failure) {
        hear(failure);
        defect = failure;
      }
    }
  }

  private Engine open() {
    return Engine.open(surroundings.settings(), InstantSource.system(), new Ear());
  }

  /** As an operator does who knows that the process is dead and does not want to wait a minute. */
  private void unlock() {
    try (Engine engine = open()) {
      Optional<Lease.Holding> held = engine.store().lease().read();
      held.ifPresent(holding -> engine.store().lease().unlock(holding.id()));
    }
  }

  private void hear(Throwable failure) {
    StringWriter all = new StringWriter();
    failure.printStackTrace(new PrintWriter(all));
    said.add(all.toString());
    if (failure instanceof RelayException why) {
      said.add(why.explanation());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private final class Ear implements EngineListener {
    @Override
    public void stage(String what) {
      said.add(what);
    }

    @Override
    public void warning(String what) {
      said.add("warning: " + what);
    }

    @Override
    public void stepEnded(String batchId, StepResult result) {
      said.add("  " + result);
    }

    @Override
    public void keyTried(String batchId, ResourceKey account, KeyVerdict verdict) {
      said.add("  " + account + ": " + verdict);
    }

    @Override
    public void waiting(String batchId, String what) {
      said.add("  waiting: " + what);
    }
  }
}

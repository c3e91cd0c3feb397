package dev.relaymanager.cli;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassNotLoadedException;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.InvalidTypeException;
import com.sun.jdi.InvocationException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import dev.relaymanager.cli.KillPoint.Moment;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Halts a process at each commit of its state database, by the JVM's own debugging interface: the
 * program needs nothing in it for that. All of its threads stand still while it is decided whether
 * it goes on, or the one that commits where others are none of its business.
 */
final class WriteTrap implements AutoCloseable {
  private static final String WRITER = "dev.relaymanager.store.Writer";
  private static final String COMMIT = "commit";

  /** A process that ends before it is watched would be waited for without end. */
  private static final String PATIENCE_MILLIS = "60000";

  private final ListeningConnector connector;
  private final Map<String, Connector.Argument> arguments;
  private final String address;
  private final Set<Moment> moments;
  private final int halted;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  /** What the process meets: a commit of a store. */
  record Commit(Moment moment, ThreadReference thread) {
    /** The file of the store. */
    Path database() {
      try {
        ObjectReference writer = Objects.requireNonNull(thread.frame(0).thisObject());
        ObjectReference fault = field(writer, "fault");
        ObjectReference file = field(fault, "file");
        Method text =
            file.referenceType().methodsByName("toString", "()Ljava/lang/String;").getFirst();
        Value path =
            file.invokeMethod(thread, text, List.of(), ObjectReference.INVOKE_SINGLE_THREADED);
        return Path.of(((StringReference) path).value());
      } catch (IncompatibleThreadStateException
          | InvalidTypeException
          | ClassNotLoadedException
          | InvocationException failed) {
        throw new IllegalStateException("whose commit it is cannot be seen", failed);
      }
    }

    private static ObjectReference field(ObjectReference object, String name) {
      return (ObjectReference) object.getValue(object.referenceType().fieldByName(name));
    }

    /** A number of the store's writer, that no other has. */
    long writer() {
      try {
        return Objects.requireNonNull(thread.frame(0).thisObject()).uniqueID();
      } catch (IncompatibleThreadStateException running) {
        throw new IllegalStateException(running);
      }
    }
  }

  /** Halts all threads at one moment of each commit. */
  static WriteTrap forAll(Moment moment) {
    return new WriteTrap(EnumSet.of(moment), EventRequest.SUSPEND_ALL);
  }

  /** Halts the thread that commits, before and after. */
  static WriteTrap forEach() {
    return new WriteTrap(EnumSet.allOf(Moment.class), EventRequest.SUSPEND_EVENT_THREAD);
  }

  private WriteTrap(Set<Moment> moments, int halted) {
    this.moments = moments;
    this.halted = halted;
    this.connector =
        Bootstrap.virtualMachineManager().listeningConnectors().stream()
            .filter(one -> one.name().equals("com.sun.jdi.SocketListen"))
            .findFirst()
            .orElseThrow();
    this.arguments = connector.defaultArguments();
    arguments.get("timeout").setValue(PATIENCE_MILLIS);
    arguments.get("localAddress").setValue(InetAddress.getLoopbackAddress().getHostAddress());
    try {
      this.address = connector.startListening(arguments);
    } catch (IOException | IllegalConnectorArgumentsException failed) {
      throw new IllegalStateException("no debugger can listen", failed);
    }
  }

  /** What the JVM has to be started with. */
  String option() {
    return "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + address;
  }

  /**
   * Lets the process run from commit to commit.
   *
   * @param stays asked at each: true when what was halted there does not go on
   * @return known when the process has ended
   */
  CompletableFuture<Void> watch(Predicate<Commit> stays) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            follow(connector.accept(arguments), stays);
          } catch (VMDisconnectedException ended) {
            return;
          } catch (IOException | IllegalConnectorArgumentsException failed) {
            throw new IllegalStateException("the process does not let itself be watched", failed);
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        },
        thread);
  }

  private void follow(VirtualMachine machine, Predicate<Commit> stays) throws InterruptedException {
    ClassPrepareRequest loaded = machine.eventRequestManager().createClassPrepareRequest();
    loaded.addClassFilter(WRITER);
    loaded.enable();
    while (true) {
      EventSet events = machine.eventQueue().remove();
      boolean goesOn = true;
      for (Event event : events) {
        switch (event) {
          case ClassPrepareEvent prepared -> halt(machine, prepared.referenceType());
          case BreakpointEvent reached ->
              goesOn &= !stays.test(new Commit(moment(reached), reached.thread()));
          case VMDisconnectEvent ended -> {
            return;
          }
          default -> {}
        }
      }
      if (goesOn) {
        events.resume();
      }
    }
  }

  private static Moment moment(BreakpointEvent reached) {
    return (Moment) reached.request().getProperty(Moment.class);
  }

  private void halt(VirtualMachine machine, ReferenceType writer) {
    Method commit = writer.methodsByName(COMMIT).getFirst();
    for (Moment moment : moments) {
      BreakpointRequest request =
          machine.eventRequestManager().createBreakpointRequest(location(commit, moment));
      request.putProperty(Moment.class, moment);
      request.setSuspendPolicy(halted);
      request.enable();
    }
  }

  /** Its first instruction, or the one by which it returns. */
  private static Location location(Method method, Moment moment) {
    return switch (moment) {
      case BEFORE -> method.location();
      case AFTER -> {
        try {
          yield method.allLineLocations().getLast();
        } catch (AbsentInformationException withoutLines) {
          throw new IllegalStateException("compiled without line numbers", withoutLines);
        }
      }
    };
  }

  static void await(CompletableFuture<Void> watched) {
    try {
      watched.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      connector.stopListening(arguments);
    } catch (IOException | IllegalConnectorArgumentsException failed) {
      throw new IllegalStateException("a debugger does not stop to listen", failed);
    }
  }
}

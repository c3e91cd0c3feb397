package dev.relaymanager.cli;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import dev.relaymanager.cli.KillPoint.Moment;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;

/**
 * Halts a process at each commit of its state database, by the JVM's own debugging interface: the
 * program needs nothing in it for that. All of its threads stand still while it is decided whether
 * it goes on.
 */
final class WriteTrap implements AutoCloseable {
  private static final String WRITER = "dev.relaymanager.store.Writer";
  private static final String COMMIT = "commit";

  /** A process that ends before it is watched would be waited for without end. */
  private static final String PATIENCE_MILLIS = "60000";

  private final ListeningConnector connector;
  private final Map<String, Connector.Argument> arguments;
  private final String address;
  private final Moment moment;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private int met;

  WriteTrap(Moment moment) {
    this.moment = moment;
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
   * @param kills asked at each, with its number: true when the process was killed there
   * @return how many it met, known when the process has ended
   */
  CompletableFuture<Integer> watch(IntPredicate kills) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            follow(connector.accept(arguments), kills);
          } catch (VMDisconnectedException ended) {
            return met;
          } catch (IOException | IllegalConnectorArgumentsException failed) {
            throw new IllegalStateException("the process does not let itself be watched", failed);
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
          return met;
        },
        thread);
  }

  private void follow(VirtualMachine machine, IntPredicate kills) throws InterruptedException {
    ClassPrepareRequest loaded = machine.eventRequestManager().createClassPrepareRequest();
    loaded.addClassFilter(WRITER);
    loaded.enable();
    while (true) {
      EventSet events = machine.eventQueue().remove();
      for (Event event : events) {
        switch (event) {
          case ClassPrepareEvent prepared -> halt(machine, prepared.referenceType());
          case BreakpointEvent reached -> {
            met++;
            if (kills.test(met)) {
              return;
            }
          }
          case VMDisconnectEvent ended -> {
            return;
          }
          default -> {}
        }
      }
      events.resume();
    }
  }

  private void halt(VirtualMachine machine, ReferenceType writer) {
    Method commit = writer.methodsByName(COMMIT).getFirst();
    machine.eventRequestManager().createBreakpointRequest(location(commit)).enable();
  }

  /** Its first instruction, or the one by which it returns. */
  private Location location(Method method) {
    return switch (moment) {
      case BEFORE -> method.location();
      case AFTER -> {
        try {
          yield method.allLineLocations().getLast();
        } catch (com.sun.jdi.AbsentInformationException withoutLines) {
          throw new IllegalStateException("compiled without line numbers", withoutLines);
        }
      }
    };
  }

  static int await(CompletableFuture<Integer> watched) {
    try {
      return watched.get();
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

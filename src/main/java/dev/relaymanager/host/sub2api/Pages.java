package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.HostOutcome.Unknown;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Reads whole lists. A host's pages are cut by offset from a table that may change in between
 * (contract.md 2.2); so a list counts only when every page names the same total, no id comes twice,
 * and there are as many items as the total says.
 */
final class Pages {
  static final int SIZE = 1000;
  private static final int TRIES = 4;

  /** So many pages are asked for and decoded at once; more would be held in memory for no gain. */
  private static final int AHEAD = 2;

  private static final Duration BETWEEN = Duration.ofMillis(200);

  private final HostClient client;

  Pages(HostClient client) {
    this.client = client;
  }

  private record Page<T>(List<T> items, List<Long> ids, long total) {}

  private record Attempt<T>(List<T> items, String flaw) {}

  /**
   * All items of a list.
   *
   * @param call with its filters and its order, without page and size
   */
  <T> HostOutcome<List<T>> all(Call call, Function<Wire, T> reading) {
    Call list = call.within(Call.LONG_DEADLINE);
    String flaw = "";
    for (int tries = 1; tries <= TRIES; tries++) {
      if (tries > 1 && !waited(BETWEEN.multipliedBy(tries - 1))) {
        break;
      }
      HostOutcome<Attempt<T>> attempt = attempt(list, reading);
      switch (attempt) {
        case Done<Attempt<T>> done when done.value().flaw().isEmpty() -> {
          return new Done<>(done.value().items());
        }
        case Done<Attempt<T>> done -> flaw = done.value().flaw();
        case Refused<Attempt<T>> refused -> {
          return new Refused<>(refused.fault());
        }
        case Unknown<Attempt<T>> unknown -> {
          return new Refused<>(unknown.fault());
        }
      }
    }
    return new Refused<>(
        HostClient.fault(
            list,
            Kind.UNAVAILABLE,
            "the list is not whole: " + flaw + "; read anew each time, it stayed so"));
  }

  private boolean waited(Duration time) {
    try {
      client.pause(time);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Takes the pages one after the other, while those that are sure to be needed are on the way. */
  private <T> HostOutcome<Attempt<T>> attempt(Call call, Function<Wire, T> reading) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      Queue<Future<HostOutcome<Page<T>>>> ahead = new ArrayDeque<>();
      List<T> items = new ArrayList<>();
      Set<Long> ids = new HashSet<>();
      long total = -1;
      for (int number = 1; ; number++) {
        Future<HostOutcome<Page<T>>> asked = ahead.poll();
        HostOutcome<Page<T>> outcome =
            asked == null ? ask(call, number, reading) : await(call, asked);
        if (!(outcome instanceof Done<Page<T>> done)) {
          return outcome.map(page -> new Attempt<>(page.items(), ""));
        }
        Page<T> page = done.value();
        if (total >= 0 && page.total() != total) {
          return flawed("its total went from " + total + " to " + page.total());
        }
        total = page.total();
        while (ahead.size() < AHEAD && (long) (number + ahead.size()) * SIZE < total) {
          int next = number + ahead.size() + 1;
          ahead.add(threads.submit(() -> ask(call, next, reading)));
        }
        for (Long id : page.ids()) {
          if (!ids.add(id)) {
            return flawed("id " + id + " came twice");
          }
        }
        items.addAll(page.items());
        if (items.size() >= total || page.items().isEmpty()) {
          return items.size() == total
              ? new Done<>(new Attempt<>(items, ""))
              : flawed(items.size() + " items came of a total of " + total);
        }
      }
    } finally {
      // A page that puts an end to it is not kept waiting by those after it.
      threads.shutdownNow();
    }
  }

  private <T> HostOutcome<Page<T>> ask(Call call, int number, Function<Wire, T> reading) {
    return client.run(
        call.with("page", number).with("page_size", SIZE), data -> page(data, reading));
  }

  private static <T> HostOutcome<T> await(Call call, Future<HostOutcome<T>> asked) {
    try {
      return asked.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Refused<>(HostClient.fault(call, Kind.CUT, "stopped while reading a list"));
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException defect) {
        throw defect;
      }
      throw new IllegalStateException("reading a list failed", failed.getCause());
    }
  }

  private static <T> HostOutcome<Attempt<T>> flawed(String flaw) {
    return new Done<>(new Attempt<>(List.of(), flaw));
  }

  private static <T> Page<T> page(Wire data, Function<Wire, T> reading) {
    Wire size = data.field("page_size");
    if (size.integer() != SIZE) {
      throw size.drift("the size that was asked for, " + SIZE, "another size");
    }
    List<Wire> wires = data.field("items").items();
    List<T> items = new ArrayList<>(wires.size());
    List<Long> ids = new ArrayList<>(wires.size());
    for (Wire wire : wires) {
      ids.add(wire.id("id"));
      items.add(reading.apply(wire));
    }
    return new Page<>(items, ids, data.id("total"));
  }
}

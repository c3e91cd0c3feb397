package dev.relaymanager.api;

import dev.relaymanager.report.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What happens, for whoever listens: the last of it is kept. Safe for use by many threads. */
public final class Events {
  private static final int KEPT = 1000;

  /** Something is sent so often, so that proxies and callers see that the stream is alive. */
  private static final Duration BEAT = Duration.ofSeconds(15);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Event> last = new ArrayDeque<>();
  private long next = 1;
  private boolean closed;

  private record Event(long id, String type, ObjectNode data) {
    String text() {
      return "id: %d\nevent: %s\ndata: %s\n\n".formatted(id, type, data);
    }
  }

  public Events(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Tells of something.
   *
   * @param type {@code stage}, {@code warning}, {@code batch}, {@code cycle} or {@code audit}
   * @param data holds no secret; the time is added
   */
  public void tell(String type, ObjectNode data) {
    data.put("at", clock.instant().toString());
    lock.lock();
    try {
      last.addLast(new Event(next++, type, data));
      if (last.size() > KEPT) {
        last.removeFirst();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The same of something that is told in words. */
  public void tell(String type, String message) {
    tell(type, Json.object().put("message", message));
  }

  /** The stream after an event; 0 for all that is kept. */
  Answer.Source after(long id) {
    return out -> {
      long seen = id;
      out.write(": events of relayctl\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      while (true) {
        List<Event> fresh = await(seen);
        if (fresh == null) {
          return;
        }
        write(fresh, out);
        if (!fresh.isEmpty()) {
          seen = fresh.getLast().id();
        }
      }
    };
  }

  private static void write(List<Event> fresh, OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    fresh.forEach(event -> text.append(event.text()));
    if (fresh.isEmpty()) {
      text.append(": \n\n");
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Newer ones; none after a while without any, and null once it is over. */
  private @Nullable List<Event> await(long seen) throws InterruptedException {
    lock.lock();
    try {
      long left = BEAT.toNanos();
      while (!closed && left > 0) {
        List<Event> fresh = last.stream().filter(event -> event.id() > seen).toList();
        if (!fresh.isEmpty()) {
          return fresh;
        }
        left = changed.awaitNanos(left);
      }
      return closed ? null : List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all streams. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

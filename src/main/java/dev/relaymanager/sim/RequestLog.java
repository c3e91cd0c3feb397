package dev.relaymanager.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The requests that came, and counts of them. Thread-safe. */
final class RequestLog {
  /** Beyond this the oldest are dropped; the counts stay. */
  private static final int LONGEST = 200_000;

  private final Deque<SeenRequest> seen = new ArrayDeque<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private long number;
  private long changes;

  synchronized long nextNumber() {
    number++;
    return number;
  }

  synchronized void add(SeenRequest request) {
    if (seen.size() == LONGEST) {
      seen.removeFirst();
    }
    seen.addLast(request);
    counts.merge(request.method() + " " + request.template(), 1L, Long::sum);
    changes += request.changes() ? 1 : 0;
  }

  synchronized List<SeenRequest> all() {
    return List.copyOf(seen);
  }

  synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  synchronized long changes() {
    return changes;
  }

  synchronized void clear() {
    seen.clear();
    counts.clear();
    changes = 0;
  }
}

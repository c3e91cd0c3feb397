package dev.relaymanager.sim;

import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows by ascending id; an id that was drawn is never given again. Guarded by the state. */
final class Table<T extends Row> {
  private final TreeMap<Long, T> rows = new TreeMap<>();
  private long last;

  /** Draws the next id, as a failed insert does too. */
  long nextId() {
    last++;
    return last;
  }

  void add(T row) {
    rows.put(row.id(), row);
  }

  @Nullable T find(long id) {
    return rows.get(id);
  }

  /** The row, or the refusal. */
  T get(long id, Reason otherwise) {
    T row = rows.get(id);
    if (row == null) {
      throw otherwise.refuse();
    }
    return row;
  }

  boolean remove(long id) {
    return rows.remove(id) != null;
  }

  Collection<T> all() {
    return rows.values();
  }
}

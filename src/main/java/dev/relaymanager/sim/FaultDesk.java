package dev.relaymanager.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The rules in force and how often each was met. Thread-safe. */
final class FaultDesk {
  private record Counted(FaultRule rule, AtomicLong met) {}

  private final List<Counted> rules = new CopyOnWriteArrayList<>();

  void add(FaultRule rule) {
    rules.add(new Counted(rule, new AtomicLong()));
  }

  void clear() {
    rules.clear();
  }

  /** The faults that befall a request, in the order in which their rules came. */
  List<Fault> befalling(String method, String path) {
    List<Fault> faults = new ArrayList<>();
    for (Counted counted : rules) {
      if (counted.rule().means(method, path)
          && counted.rule().when().befalls(counted.met().incrementAndGet())) {
        faults.add(counted.rule().fault());
      }
    }
    return faults;
  }
}

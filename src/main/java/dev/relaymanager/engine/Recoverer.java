package dev.relaymanager.engine;

import dev.relaymanager.apply.BatchHeader;
import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.apply.Recovery;
import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.store.StateStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Rebuilds the record of managed resources on all hosts of a revision. */
public final class Recoverer {
  private final StateStore store;
  private final HeldLease lease;
  private final Recovery recovery;
  private final InstantSource clock;

  Recoverer(StateStore store, HeldLease lease, String installation, InstantSource clock) {
    this.store = store;
    this.lease = lease;
    this.recovery = new Recovery(installation);
    this.clock = clock;
  }

  /**
   * What can be put on record.
   *
   * @param imports those of which something is not on record, and what was found of it
   * @param notes for people: what is left alone, and why
   */
  public record Findings(List<Recovery.Found> imports, List<String> notes) {
    public Findings {
      imports = List.copyOf(imports);
      notes = List.copyOf(notes);
    }

    /** How many things can be put on record. */
    public int recognised() {
      return imports.stream().mapToInt(found -> found.recognised().size()).sum();
    }
  }

  Findings find(Loaded loaded, HostPool pool) {
    List<Recovery.Found> imports = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Set<String> hosts =
        loaded.state().imports().stream()
            .map(DesiredImport::host)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String host : hosts) {
      LiveHost live = pool.read(loaded.documents().host(host).orElseThrow());
      List<DesiredImport> wanted =
          loaded.state().imports().stream().filter(one -> one.host().equals(host)).toList();
      wanted.stream()
          .map(one -> recovery.find(one, live, store.resources().recorded()))
          .filter(found -> !found.recognised().isEmpty() || !found.doubtful().isEmpty())
          .forEach(imports::add);
      recovery
          .undeclared(names(wanted), live)
          .forEach(
              (name, count) ->
                  notes.add(
                      "host %s has %d things that carry our mark for %s, which is declared no more;"
                              .formatted(host, count, name)
                          + " they are left alone: declare it again to take it back, or delete them"
                          + " there"));
    }
    return new Findings(imports, notes);
  }

  /** Of imports, also those that they had before. */
  private static Set<String> names(List<DesiredImport> wanted) {
    Set<String> names = new HashSet<>();
    for (DesiredImport one : wanted) {
      names.add(one.name());
      if (one.movedFrom() != null) {
        names.add(one.movedFrom());
      }
    }
    return names;
  }

  List<BatchResult> record(Loaded loaded, Findings findings) {
    List<BatchResult> results = new ArrayList<>();
    for (Recovery.Found found : findings.imports()) {
      if (found.recognised().isEmpty()) {
        continue;
      }
      DesiredImport wanted = found.wanted();
      results.add(
          Recovery.record(
              found,
              new BatchHeader(
                  BatchIds.next(clock.instant()),
                  wanted.host(),
                  wanted.name(),
                  wanted.packId(),
                  wanted.providerId(),
                  wanted.mode().name().toLowerCase(Locale.ROOT),
                  "recover:" + loaded.name(),
                  "",
                  clock.instant()),
              store.journal(lease.fencing())));
    }
    return results;
  }
}

package dev.relaymanager.simulation;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.seal.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is expected of all imports, and how it is compared with what there is. */
final class Expectations {
  private final Surroundings surroundings;
  private final Strangers strangers;
  private SortedMap<String, Expectation> imports = new TreeMap<>();
  private SortedMap<String, Forecast> forecasts = new TreeMap<>();

  /** Imports that were rolled back, until the next commit. */
  private final Set<String> quarantined = new HashSet<>();

  Expectations(Surroundings surroundings, Strangers strangers) {
    this.surroundings = surroundings;
    this.strangers = strangers;
  }

  Expectation of(String importName) {
    return imports.computeIfAbsent(importName, ignored -> new Expectation());
  }

  SortedMap<String, Expectation> imports() {
    return imports;
  }

  Forecast forecast(String importName) {
    return forecasts.getOrDefault(importName, new Forecast());
  }

  /** A deep copy of what is expected of all imports. */
  SortedMap<String, Expectation> snapshot() {
    SortedMap<String, Expectation> copy = new TreeMap<>();
    imports.forEach((name, one) -> copy.put(name, one.copy()));
    return copy;
  }

  /** After an import was taken back to what it was. */
  void takenBack(String importName, Expectation before) {
    imports.put(importName, of(importName).takenBackTo(before));
    quarantined.add(importName);
  }

  boolean isQuarantined(String importName) {
    return quarantined.contains(importName);
  }

  /** A commit that has not been looked at yet. */
  void commit() {
    quarantined.clear();
  }

  /** Goes on to what has to come of a revision. */
  void follow(List<ImportWish> wishes) {
    SortedMap<String, ImportWish> declared = new TreeMap<>();
    wishes.forEach(wish -> declared.put(wish.name, wish));
    for (ImportWish wish : wishes) {
      Expectation former = imports.get(wish.movedFrom);
      if (former != null && !declared.containsKey(wish.movedFrom) && of(wish.name).isEmpty()) {
        imports.put(wish.name, former);
        imports.remove(wish.movedFrom);
      }
      of(wish.name);
    }
    forecasts = new TreeMap<>();
    imports.forEach(
        (name, expected) -> {
          if (!quarantined.contains(name)) {
            ImportWish wish = declared.get(name);
            Things wanted = wish == null ? new Things() : wish.things(Expectations::fingerprint);
            forecasts.put(name, expected.follow(wish, wanted, strangers::named));
          }
        });
  }

  private static Fingerprint fingerprint(String key) {
    try (Secret secret = Secret.of(key)) {
      return Surroundings.IDENTITY.fingerprinter().of(secret);
    }
  }

  /** Addresses of what has the name of something that is declared, and is a stranger's. */
  Set<String> namesakes() {
    String code = "not-ours ";
    Set<String> namesakes = new HashSet<>();
    forecasts.forEach(
        (name, forecast) ->
            forecast.obstacles.stream()
                .filter(obstacle -> obstacle.startsWith(code))
                .forEach(
                    obstacle ->
                        namesakes.add("prod/" + obstacle.substring(code.length()) + "/" + name)));
    return namesakes;
  }

  /** Whether the next plan is as it has to be. */
  boolean hasComeToRest(Picture picture) {
    return picture.unread().isEmpty()
        && picture.unfinished().isEmpty()
        && picture.quarantined().stream()
            .allMatch(name -> quarantined.contains(name) || forecast(name).fails)
        && picture.plans().equals(dueForecasts());
  }

  private SortedMap<String, Forecast> dueForecasts() {
    SortedMap<String, Forecast> due = new TreeMap<>(forecasts);
    due.values().removeIf(Forecast::isEmpty);
    return due;
  }

  /** Everything that is not as it has to be; empty when all is. */
  List<String> faults(Picture picture) {
    List<String> faults = new ArrayList<>();
    passOn();
    faults.addAll(strangers.touched());
    HostView view = HostView.of(surroundings.host, strangers);
    faults.addAll(view.faults());
    SortedMap<String, Things> there = view.imports();
    SortedMap<String, Things> due = new TreeMap<>();
    imports.forEach(
        (name, expected) -> {
          if (!expected.host.isEmpty()) {
            due.put(expected.group(name), expected.onHost(name));
          }
        });
    SortedSet<String> names = new TreeSet<>(there.keySet());
    names.addAll(due.keySet());
    for (String name : names) {
      compare(
          name,
          due.getOrDefault(name, new Things()),
          there.getOrDefault(name, new Things()),
          faults);
    }
    checkRecord(picture, view, faults);
    picture.unfinished().forEach(one -> faults.add("unfinished: " + one));
    picture.unread().forEach(one -> faults.add("unread: " + one));
    if (!picture.plans().equals(dueForecasts())) {
      faults.add(
          "the next plan has %s%n  in place of %s".formatted(picture.plans(), dueForecasts()));
    }
    return faults;
  }

  /** What was left on purpose is a stranger from now on, and what was taken over is none. */
  private void passOn() {
    if (imports.values().stream().allMatch(one -> one.adopted.isEmpty() && one.orphans.isEmpty())) {
      return;
    }
    imports.forEach(
        (name, expected) -> {
          for (String address : expected.adopted) {
            Kind kind = Kind.of(address);
            String called = Objects.requireNonNull(expected.host.at(address).get("name"));
            strangers.named(kind, called).ifPresent(id -> strangers.release(kind, id));
          }
          expected.adopted.clear();
        });
    HostView view = HostView.of(surroundings.host, strangers);
    imports.forEach(
        (name, expected) -> {
          for (String address : expected.orphans) {
            strangers.take(Kind.of(address), view.id(expected.group(name), address));
          }
          expected.orphans.clear();
        });
  }

  private static void compare(String name, Things due, Things there, List<String> faults) {
    SortedSet<String> addresses = new TreeSet<>(due.all().keySet());
    addresses.addAll(there.all().keySet());
    for (String address : addresses) {
      if (!there.has(address)) {
        faults.add("missing on the host: " + name + " " + address + " " + due.at(address));
      } else if (!due.has(address)) {
        faults.add("too much on the host: " + name + " " + address + " " + there.at(address));
      } else if (!due.at(address).equals(there.at(address))) {
        faults.add(
            "%s %s on the host is %s%n  in place of %s"
                .formatted(name, address, there.at(address), due.at(address)));
      }
    }
  }

  private void checkRecord(Picture picture, HostView view, List<String> faults) {
    NavigableSet<String> onRecord = new TreeSet<>();
    for (RecordedResource resource : picture.recorded()) {
      String place = Kind.of(resource.key().type()) + " #" + resource.hostId();
      if (!onRecord.add(place)) {
        faults.add("on record twice: " + place + " as " + resource.key());
      }
    }
    NavigableSet<String> due = new TreeSet<>();
    int gone = 0;
    for (Map.Entry<String, Expectation> one : imports.entrySet()) {
      Expectation expected = one.getValue();
      for (String address : expected.applied.all().keySet()) {
        if (!expected.host.has(address)) {
          gone++;
        }
      }
      for (String address : expected.host.all().keySet()) {
        view.place(expected.group(one.getKey()), expected.onHost(one.getKey(), address))
            .ifPresent(due::add);
      }
    }
    due.stream()
        .filter(place -> !onRecord.contains(place))
        .forEach(place -> faults.add("an orphan, ours and not on record: " + place));
    if (onRecord.size() != due.size() + gone) {
      faults.add(
          "on record are %s, on the host %s, and %d were deleted by hand"
              .formatted(onRecord, due, gone));
    }
  }
}

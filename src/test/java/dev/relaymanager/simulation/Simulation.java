package dev.relaymanager.simulation;

import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.simulation.Manager.End;
import dev.relaymanager.store.Batches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** The story of one seed: commits, changes by hand, faults, crashes and ways back. */
final class Simulation implements AutoCloseable {
  private static final String POLICY =
      """
      apiVersion: relay-manager/v1
      kind: Policy
      metadata: {name: policy}
      spec: {maxDeletes: {count: 100, percent: 100}, maxPeopleAffected: 100, minAccountsLeft: 0}
      """;

  /** Runs until all that can be done is done: two plain ones, and one that tries all again. */
  private static final int MOST_RUNS = 4;

  private final Dice dice;
  private final Trace trace;
  private final Surroundings surroundings;
  private final Strangers strangers;
  private final Manager manager;
  private final Author author;
  private final Meddler meddler;
  private final Disturbance disturbance;
  private final Documents documents;
  private final Expectations expectations;
  private final String policy;
  private Picture picture;
  private String revision = "";

  /** The batch that was the last thing to happen to an import, and how it stood before. */
  private Undoable undoable;

  private record Undoable(String batch, String importName, Expectation before) {}

  /** Where all stood at an earlier revision, with nothing in between but what can be taken back. */
  private Milestone milestone;

  private record Milestone(String revision, SortedMap<String, Expectation> imports) {}

  private Simulation(long seed, Path folder, Trace trace) {
    this.dice = new Dice(seed);
    this.trace = trace;
    String version = dice.one(List.of("0.1.126", "0.1.172"));
    this.policy = dice.chance(30) ? "" : POLICY;
    this.surroundings = new Surroundings(folder, version);
    this.strangers = new Strangers(surroundings.host);
    this.manager = new Manager(surroundings);
    this.author = new Author(dice);
    this.meddler = new Meddler(dice, surroundings);
    this.disturbance = new Disturbance(dice);
    this.documents =
        new Documents(surroundings.host.url(), Surroundings.ADMIN_KEY, Surroundings.IDENTITY);
    this.expectations = new Expectations(surroundings, strangers);
    trace.event("a host with sub2api " + version);
  }

  /** Plays a seed to its end. */
  static void play(long seed, Path folder, Trace trace) {
    try (Simulation simulation = new Simulation(seed, folder, trace)) {
      simulation.play();
    }
  }

  private void play() {
    new StrangersDoing(dice, surroundings, strangers).arrive(trace, 3);
    author.begin();
    commit("a first revision");
    comeToRest(true);
    for (int left = dice.between(4, 9); left > 0; left--) {
      event();
    }
    huntSecrets();
  }

  private void event() {
    int what = dice.between(1, 100);
    if (what <= 50) {
      change();
    } else if (what <= 68) {
      meddle();
    } else if (what <= 76) {
      new StrangersDoing(dice, surroundings, strangers).arrive(trace, 1);
      comeToRest(false);
    } else if (what <= 92) {
      goBack();
    } else {
      loseRecord();
    }
  }

  // ------------------------------------------------------------------ what people do

  private void change() {
    boolean untouched = expectations.imports().values().stream().allMatch(Expectation::isUntouched);
    milestone = untouched ? new Milestone(revision, expectations.snapshot()) : null;
    undoable = null;
    List<String> changes = new ArrayList<>();
    for (int count = dice.between(1, 2); count > 0; count--) {
      changes.add(author.change(this::mayFail, this::mayMove));
    }
    commit(String.join("; ", changes));
    comeToRest(true);
  }

  /** What somebody changed by hand, and only is reported, is lost when a batch is taken back. */
  private boolean mayFail(ImportWish wish) {
    return !wish.strict || expectations.of(wish.name).isUntouched();
  }

  private boolean mayMove(ImportWish wish) {
    return expectations.forecast(wish.name).obstacles.isEmpty()
        && !expectations.forecast(wish.name).fails
        && !expectations.isQuarantined(wish.name)
        && expectations.of(wish.name).group(wish.name).equals(wish.name);
  }

  private void commit(String message) {
    revision =
        surroundings.repository.commit(
            documents.of(author.wishes(), author.layout(), policy), message);
    expectations.commit();
    trace.event("commit " + revision.substring(0, 8) + ": " + message);
  }

  private void meddle() {
    HostView view = HostView.of(surroundings.host, strangers);
    List<String> open =
        expectations.imports().keySet().stream()
            .filter(name -> expectations.of(name).host.has(Things.GROUP))
            .filter(name -> !expectations.isQuarantined(name))
            .filter(name -> !expectations.forecast(name).fails)
            .filter(name -> expectations.forecast(name).obstacles.isEmpty())
            .toList();
    if (open.isEmpty()) {
      trace.event("nothing to change by hand");
      return;
    }
    undoable = null;
    milestone = null;
    trace.event(meddle(dice.one(open), view));
    comeToRest(false);
  }

  private String meddle(String name, HostView view) {
    return meddler.change(name, expectations.of(name), view);
  }

  private void loseRecord() {
    boolean whole =
        expectations.imports().keySet().stream()
            .allMatch(
                name -> {
                  Expectation one = expectations.of(name);
                  Forecast due = expectations.forecast(name);
                  return one.isEmpty()
                      || (due.obstacles.isEmpty()
                          && due.pending.isEmpty()
                          && !due.fails
                          && !expectations.isQuarantined(name)
                          && one.isRecognisable());
                });
    if (!whole) {
      trace.event("the record is not lost, since not all could be told without it");
      return;
    }
    undoable = null;
    milestone = null;
    surroundings.goOnWith(surroundings.nextState());
    trace.event("the state folder is lost");
    expectations.imports().values().forEach(one -> one.applied = one.host.copy());
    End<List<String>> end = manager.run(Operator::recover);
    if (!(end instanceof End.Done<List<String>> done) || !done.result().isEmpty()) {
      throw new AssertionError("recover: " + end);
    }
    comeToRest(false);
  }

  // ------------------------------------------------------------------ back

  private void goBack() {
    if (milestone != null && dice.chance(50)) {
      Milestone to = milestone;
      String was = to.revision();
      trace.event("rollback --to " + was.substring(0, 8));
      Set<String> touched = new HashSet<>();
      untilRolledBack(
          (engine, lease) -> {
            return Operator.rollbackTo(engine, lease, was);
          },
          Optional.empty());
      expectations
          .imports()
          .keySet()
          .forEach(
              name -> {
                if (rolledBack(name)) {
                  touched.add(name);
                }
              });
      for (String name : touched) {
        expectations.takenBack(name, earlier(to.imports(), name));
      }
    } else if (undoable != null) {
      Undoable last = undoable;
      trace.event("rollback of " + last.batch() + " of " + last.importName());
      untilRolledBack(
          (engine, lease) -> Operator.rollback(engine, lease, last.batch()),
          Optional.of(last.batch()));
      expectations.takenBack(last.importName(), last.before());
    } else {
      trace.event("nothing to take back");
      return;
    }
    undoable = null;
    milestone = null;
    comeToRest(false);
  }

  private boolean rolledBack(String importName) {
    return picture.batches().stream()
        .filter(batch -> batch.header().importName().equals(importName))
        .findFirst()
        .filter(batch -> batch.state() == BatchState.ROLLED_BACK)
        .isPresent();
  }

  /** Disturbed or not: whoever wants it back asks until it is. */
  private void untilRolledBack(Manager.Work<String> work, Optional<String> batch) {
    if (dice.chance(60)) {
      disturbed(work);
    }
    for (int run = 0; run < MOST_RUNS; run++) {
      End<String> end = manager.run(work);
      trace.detail(String.valueOf(end));
      look();
      boolean done =
          batch.isEmpty()
              ? end instanceof End.Done<String> said && !said.result().contains("failed")
              : picture.batches().stream()
                  .filter(one -> one.header().id().equals(batch.get()))
                  .anyMatch(one -> one.state() == BatchState.ROLLED_BACK);
      if (done) {
        return;
      }
    }
    throw new AssertionError("not rolled back in " + MOST_RUNS + " runs");
  }

  // ------------------------------------------------------------------ on the way to rest

  private void comeToRest(boolean disturbing) {
    SortedMap<String, Expectation> before = expectations.snapshot();
    Set<String> known = new HashSet<>();
    if (picture != null) {
      picture.batches().forEach(batch -> known.add(batch.header().id()));
    }
    expectations.follow(author.wishes());
    boolean died = false;
    if (disturbing && mayBeDisturbed()) {
      for (int times = dice.one(List.of(0, 1, 1, 2)); times > 0; times--) {
        died |= disturbed(this::apply);
      }
    }
    int runs = 0;
    look();
    while (!expectations.hasComeToRest(picture) && runs < MOST_RUNS) {
      runs++;
      PlanOptions options = runs <= 2 ? PlanOptions.STANDARD : Operator.ONCE_MORE;
      trace.detail(
          String.valueOf(manager.run((engine, lease) -> Operator.apply(engine, lease, options))));
      look();
    }
    takeBackTheRest();
    if (died) {
      expectations.acceptUntriedKeys(author.wishes());
    }
    List<String> faults = expectations.faults(picture);
    if (!faults.isEmpty()) {
      throw new AssertionError(String.join("\n", faults));
    }
    noteUndoable(before, known);
  }

  /** What a failing rollback left half there is for a person to see to: plans leave it alone. */
  private void takeBackTheRest() {
    for (String batch : picture.half()) {
      trace.detail(
          String.valueOf(manager.run((engine, lease) -> Operator.rollback(engine, lease, batch))));
    }
    if (!picture.half().isEmpty()) {
      look();
    }
  }

  /** Taking a batch back loses what was changed by hand and only is reported. */
  private boolean mayBeDisturbed() {
    return author.wishes().stream()
        .allMatch(wish -> wish.correct || expectations.of(wish.name).isUntouched());
  }

  private String apply(
      dev.relaymanager.engine.Engine engine, dev.relaymanager.engine.HeldLease lease) {
    return Operator.apply(engine, lease, PlanOptions.STANDARD);
  }

  /** True when it died. */
  private boolean disturbed(Manager.Work<String> work) {
    if (dice.chance(50)) {
      Doom doom = disturbance.doom();
      if (dice.chance(20)) {
        disturb();
      }
      End<String> end = manager.run(doom, work);
      trace.detail("with a crash " + doom + ": " + end);
      return doom.hasCome();
    } else {
      disturb();
      End<String> end = manager.run(work);
      surroundings.host.clearFaults();
      trace.detail(String.valueOf(end));
      return false;
    }
  }

  private void disturb() {
    List<String> faults = disturbance.faults();
    faults.forEach(fault -> surroundings.host.inject(Disturbance.rule(fault)));
    trace.detail("with faults: " + String.join("  ", faults));
  }

  private void look() {
    End<Picture> end = manager.run((engine, lease) -> Picture.of(engine));
    if (!(end instanceof End.Done<Picture> done)) {
      throw new AssertionError("no picture: " + end);
    }
    picture = done.result();
  }

  private void noteUndoable(SortedMap<String, Expectation> before, Set<String> known) {
    List<Batches.Batch> fresh =
        picture.batches().stream().filter(one -> !known.contains(one.header().id())).toList();
    if (fresh.size() != 1 || fresh.getFirst().state() == BatchState.ROLLED_BACK) {
      return;
    }
    String name = fresh.getFirst().header().importName();
    Expectation earlier = earlier(before, name);
    ImportWish wish = author.wish(name);
    if (wish == null
        || !fresh.getFirst().header().origin().startsWith("git:")
        || wish.removal == Removal.ORPHAN
        || wish.adopt
        || !earlier.isUntouched()
        || !expectations.of(name).isUntouched()
        || !earlier.keysAreAmong(wish)) {
      return;
    }
    undoable = new Undoable(fresh.getFirst().header().id(), name, earlier);
  }

  /** How an import stood, by the name that it had then. */
  private Expectation earlier(SortedMap<String, Expectation> imports, String name) {
    ImportWish wish = author.wish(name);
    String former = imports.containsKey(name) || wish == null ? name : wish.movedFrom;
    return imports.getOrDefault(former, new Expectation());
  }

  private void huntSecrets() {
    Set<String> secrets = new HashSet<>(author.keys());
    secrets.add(Surroundings.ADMIN_KEY);
    SecretHunt hunt = new SecretHunt(secrets);
    hunt.files(surroundings.folder);
    hunt.repository(surroundings.repository.folder());
    hunt.text("what was said", String.join("\n", manager.said()));
    if (!hunt.hits().isEmpty()) {
      throw new AssertionError(String.join("\n", hunt.hits()));
    }
  }

  @Override
  public void close() {
    surroundings.close();
  }
}

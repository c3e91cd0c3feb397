package dev.relaymanager.simulation;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.seal.SecretHunt;
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

  private final Dice dice;
  private final Trace trace;
  private final Surroundings surroundings;
  private final Strangers strangers;
  private final Manager manager;
  private final Author author;
  private final Meddler meddler;
  private final Documents documents;
  private final Expectations expectations;
  private final String policy;
  private final Runs runs;
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
    this.runs = new Runs(dice, trace, surroundings, manager);
    this.author = new Author(dice);
    this.meddler = new Meddler(dice, surroundings);
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
    new StrangersDoing(dice, surroundings, strangers).arrive(trace, 2);
    if (dice.chance(40)) {
      strangersCome();
    }
    author.begin();
    commit("a first revision");
    comeToRest(true);
    for (int left = dice.between(3, 8); left > 0; left--) {
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
      strangersCome();
      comeToRest(false);
    } else if (what <= 92) {
      goBack();
    } else {
      loseRecord();
    }
  }

  // ------------------------------------------------------------------ what people do

  private void strangersCome() {
    StrangersDoing doing = new StrangersDoing(dice, surroundings, strangers);
    List<String> names =
        author.freeNames().stream()
            .filter(name -> expectations.of(name).isEmpty())
            .filter(name -> !isTaken(name))
            .toList();
    if (names.isEmpty() || dice.chance(30)) {
      doing.arrive(trace, 1);
    } else {
      doing.takeName(trace, dice.one(names));
    }
  }

  private boolean isTaken(String name) {
    return strangers.named(Kind.GROUPS, name).isPresent()
        || strangers.named(Kind.CHANNELS, name).isPresent();
  }

  private void change() {
    boolean untouched = expectations.imports().values().stream().allMatch(Expectation::isUntouched);
    // What is let go of stays so, whatever is taken back.
    boolean letGo =
        author.wishes().stream().anyMatch(wish -> wish.adopt || wish.removal == Removal.ORPHAN);
    boolean applied =
        expectations.imports().keySet().stream()
            .allMatch(
                name ->
                    !expectations.isQuarantined(name)
                        && expectations.forecast(name).isEmpty()
                        && !expectations.forecast(name).fails);
    milestone =
        untouched && applied && !letGo ? new Milestone(revision, expectations.snapshot()) : null;
    undoable = null;
    List<String> changes = new ArrayList<>();
    for (int count = dice.between(1, 2); count > 0; count--) {
      changes.add(author.change(Simulation::mayFail, this::mayMove, this::isTaken));
    }
    commit(String.join("; ", changes));
    comeToRest(true);
  }

  private static boolean mayFail(ImportWish wish) {
    return !wish.adopt;
  }

  private boolean mayMove(ImportWish wish) {
    return expectations.forecast(wish.name).obstacles.isEmpty()
        && expectations.of(wish.name).isUntouchedButForEnds()
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
    expectations.commit(); // nor is it on record what was taken back
    trace.event("the state folder is lost");
    expectations.imports().values().forEach(Expectation::recover);
    Set<String> due = expectations.namesakes();
    Set<String> doubts = Runs.result(manager.run(Operator::recover));
    if (!doubts.equals(due)) {
      throw new AssertionError("recover is in doubt of " + doubts + " in place of " + due);
    }
    comeToRest(false);
  }

  // ------------------------------------------------------------------ back

  private void goBack() {
    if (milestone == null && undoable == null) {
      change();
    }
    if (milestone != null && dice.chance(50)) {
      Milestone to = milestone;
      String was = to.revision();
      trace.event("rollback --to " + was.substring(0, 8));
      Set<String> touched = new HashSet<>();
      runs.untilRolledBack(
          (engine, lease) -> Operator.rollbackTo(engine, lease, was), Optional.empty());
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
      runs.untilRolledBack(
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
    return runs.picture().batches().stream()
        .filter(batch -> batch.header().importName().equals(importName))
        .findFirst()
        .filter(batch -> batch.state() == BatchState.ROLLED_BACK)
        .isPresent();
  }

  // ------------------------------------------------------------------ on the way to rest

  private void comeToRest(boolean disturbing) {
    SortedMap<String, Expectation> before = expectations.snapshot();
    Set<String> known = new HashSet<>();
    runs.picture().batches().forEach(batch -> known.add(batch.header().id()));
    expectations.follow(author.wishes());
    runs.comeToRest(expectations, disturbing && mayBeDisturbed());
    noteUndoable(before, known);
  }

  /** Taking a batch back loses what was changed by hand and only is reported. */
  private boolean mayBeDisturbed() {
    return author.wishes().stream()
        .allMatch(
            wish ->
                expectations.of(wish.name).isUntouched()
                    || (wish.correct && expectations.of(wish.name).hasItsEnds()));
  }

  private void noteUndoable(SortedMap<String, Expectation> before, Set<String> known) {
    List<Batches.Batch> fresh =
        runs.picture().batches().stream()
            .filter(one -> !known.contains(one.header().id()))
            .toList();
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
    Expectation same = imports.getOrDefault(name, new Expectation());
    return same.isEmpty() && wish != null ? imports.getOrDefault(wish.movedFrom, same) : same;
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

package dev.relaymanager.plan;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.ProbeEmail;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which part of a plan is wanted; an import of which nothing is wanted is left alone. It only ever
 * leaves out: what a wanted change needs to be made first is kept along with it, and a deletion
 * that would take more along than was named is refused. Pure.
 *
 * @param targets patterns of what is wanted; empty for all
 * @param excludes patterns of what is not, whatever the targets say
 */
public record Selection(List<String> targets, List<String> excludes) {
  /** All of a plan. */
  public static final Selection ALL = new Selection(List.of(), List.of());

  /**
   * Patterns are addresses ({@code prod/Account/deepseek/team-a}), imports on a host ({@code
   * prod/deepseek}) or either with {@code *} for any characters.
   */
  public Selection {
    targets = List.copyOf(targets);
    excludes = List.copyOf(excludes);
  }

  public boolean isAll() {
    return targets.isEmpty() && excludes.isEmpty();
  }

  /**
   * The wanted part of a plan.
   *
   * @throws InvalidInputException when a pattern means nothing in the plan, when something wanted
   *     needs what is excluded, or when a deletion would take along what is not wanted
   */
  public Plan narrow(Plan plan) {
    if (isAll()) {
      return plan;
    }
    List<Problem> problems = new ArrayList<>(meaningless(plan));
    List<ImportPlan> parts = new ArrayList<>();
    for (ImportPlan part : plan.imports()) {
      ImportPlan kept = narrow(part, problems);
      if (!kept.changes().isEmpty()
          || isWanted(part, ResourceKey.group(part.host(), part.importName()))) {
        parts.add(kept);
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new Plan(plan.revision(), parts, plan.unread());
  }

  private ImportPlan narrow(ImportPlan part, List<Problem> problems) {
    Set<ResourceKey> wanted = new HashSet<>();
    part.changes().stream()
        .map(Change::key)
        .filter(key -> isWanted(part, key))
        .forEach(wanted::add);
    addProbeUser(part, wanted);
    addNeeded(part, wanted, problems);
    checkDeletions(part, wanted, problems);
    List<String> notes = new ArrayList<>(part.notes());
    long left = part.changes().stream().filter(change -> !wanted.contains(change.key())).count();
    if (left > 0) {
      notes.add("left out by --target or --exclude: " + counted(left, "change"));
    }
    return new ImportPlan(
        part.host(),
        part.importName(),
        part.desired(),
        part.changes().stream().filter(change -> wanted.contains(change.key())).toList(),
        part.drift().stream()
            .map(drift -> wanted.contains(drift.key()) ? drift : drift.left())
            .toList(),
        part.obstacles().stream().filter(obstacle -> isWanted(part, obstacle.key())).toList(),
        notes);
  }

  /** A probe user's subscription and key need the user. */
  private static void addProbeUser(ImportPlan part, Set<ResourceKey> wanted) {
    ResourceKey user = ResourceKey.probeUser(part.host(), part.importName());
    boolean isNew =
        part.changes().stream().anyMatch(change -> change.key().equals(user) && begins(change));
    boolean isNeeded =
        wanted.stream()
            .anyMatch(key -> key.type() == ResourceType.PROBE_KEY || ProbeEmail.isOne(key.name()));
    if (isNew && isNeeded) {
      wanted.add(user);
    }
  }

  /** All that an import has stands in its group, or needs it: it is made or adopted first. */
  private void addNeeded(ImportPlan part, Set<ResourceKey> wanted, List<Problem> problems) {
    ResourceKey group = ResourceKey.group(part.host(), part.importName());
    boolean isNew =
        part.changes().stream().anyMatch(change -> change.key().equals(group) && begins(change));
    Optional<ResourceKey> needy =
        part.changes().stream()
            .filter(change -> wanted.contains(change.key()) && !ends(change))
            .map(Change::key)
            .filter(key -> !key.equals(group))
            .findFirst();
    if (!isNew || needy.isEmpty()) {
      return;
    }
    if (excludes.stream().anyMatch(pattern -> means(pattern, part, group))) {
      problems.add(
          Problem.of(
              "needs-excluded",
              needy.get() + " needs " + group + ", which is excluded",
              "exclude it as well, or leave the group in"));
    } else {
      wanted.add(group);
    }
  }

  private static boolean begins(Change change) {
    return change instanceof Change.Create || change instanceof Change.Adopt;
  }

  private static boolean ends(Change change) {
    return change instanceof Change.Delete || change instanceof Change.Forget;
  }

  /** A group takes its subscriptions, key bindings and accounts along (contract.md 4.1). */
  private static void checkDeletions(
      ImportPlan part, Set<ResourceKey> wanted, List<Problem> problems) {
    boolean takesAlong =
        part.changes().stream()
            .anyMatch(
                change ->
                    change instanceof Change.Delete
                        && change.key().type() == ResourceType.GROUP
                        && wanted.contains(change.key()));
    List<ResourceKey> others =
        part.changes().stream()
            .filter(Change.Delete.class::isInstance)
            .map(Change::key)
            .filter(key -> !wanted.contains(key))
            .toList();
    if (takesAlong && !others.isEmpty()) {
      problems.add(
          Problem.of(
              "takes-more-along",
              "deleting the group of %s takes %s along that --target and --exclude leave out"
                  .formatted(part.name(), counted(others.size(), "resource")),
              "name the whole import (--target " + part.name() + "), or leave its group out"));
    }
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private boolean isWanted(ImportPlan part, ResourceKey key) {
    boolean targeted =
        targets.isEmpty() || targets.stream().anyMatch(pattern -> means(pattern, part, key));
    return targeted && excludes.stream().noneMatch(pattern -> means(pattern, part, key));
  }

  private static boolean means(String pattern, ImportPlan part, ResourceKey key) {
    Pattern regex = Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    return regex.matcher(key.toString()).matches() || regex.matcher(part.name()).matches();
  }

  /** A pattern that means nothing is a slip, and would silently do nothing, or too much. */
  private List<Problem> meaningless(Plan plan) {
    return Stream.concat(targets.stream(), excludes.stream())
        .distinct()
        .filter(pattern -> plan.imports().stream().noneMatch(part -> knows(part, pattern)))
        // Of a host that could not be read nothing is known; the plan says so.
        .filter(
            pattern ->
                plan.unread().keySet().stream().noneMatch(host -> pattern.startsWith(host + "/")))
        .map(
            pattern ->
                Problem.of(
                    "no-such-target",
                    "nothing in this plan is called " + pattern,
                    "write an address as the plan's JSON has it (prod/Account/deepseek/team-a), an"
                        + " import on a host (prod/deepseek), or either with *"))
        .toList();
  }

  private static boolean knows(ImportPlan part, String pattern) {
    return means(pattern, part, ResourceKey.group(part.host(), part.importName()))
        || part.changes().stream().anyMatch(change -> means(pattern, part, change.key()))
        || part.drift().stream().anyMatch(drift -> means(pattern, part, drift.key()))
        || part.obstacles().stream().anyMatch(obstacle -> means(pattern, part, obstacle.key()));
  }
}

package dev.relaymanager.plan;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.Observed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds a plan against the policy before anything is done. Pure. */
public final class Guard {
  /** The words that accept a revision that declares no import. */
  public static final String ALLOW_EMPTY = "empty-desired-state";

  private final GuardLimits limits;
  private final Set<String> allowed;

  /**
   * A guard.
   *
   * @param allowed words that were given with {@code --allow}
   */
  public Guard(GuardLimits limits, Set<String> allowed) {
    this.limits = limits;
    this.allowed = Set.copyOf(allowed);
  }

  /** What is refused; empty when the plan may be carried out. */
  public List<Refusal> check(Plan plan, Observed observed) {
    return check(plan, observed, true);
  }

  /**
   * The same for a plan that is a part of what is due, or takes a batch back: it need not declare
   * anything.
   */
  public List<Refusal> checkPart(Plan plan, Observed observed) {
    return check(plan, observed, false);
  }

  private List<Refusal> check(Plan plan, Observed observed, boolean declares) {
    List<Change> changes =
        plan.imports().stream()
            .filter(part -> part.obstacles().isEmpty())
            .flatMap(part -> part.changes().stream())
            .toList();
    List<Change.Delete> deletes = only(Change.Delete.class, changes);
    List<Refusal> refusals = new ArrayList<>();
    checkProtected(deletes, refusals);
    if (declares && !(deletes.isEmpty() && only(Change.Forget.class, changes).isEmpty())) {
      checkEmpty(plan, refusals);
    }
    // Nobody was ever served by an account whose key never worked, nor by a probe user.
    List<Change.Delete> served =
        deletes.stream()
            .filter(delete -> !observed.neverWorked(delete.key()))
            .filter(delete -> !delete.key().servesProof())
            .toList();
    checkCount(served, observed, refusals);
    checkPeople(deletes, Losses.ofDays(only(Change.Update.class, changes)), refusals);
    checkIrreversible(deletes, refusals);
    checkAccountsLeft(Losses.ofAccounts(changes), deletes, observed, refusals);
    refusals.removeIf(refusal -> !refusal.allow().isEmpty() && allowed.contains(refusal.allow()));
    return refusals;
  }

  private static <T extends Change> List<T> only(Class<T> kind, List<Change> changes) {
    return changes.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void checkProtected(List<Change.Delete> deletes, List<Refusal> refusals) {
    for (Change.Delete delete : deletes) {
      ResourceKey key = delete.key();
      for (String name : limits.protectedNames()) {
        if (name.equals(key.toString())
            || name.equals(key.withinHost())
            || name.equals(key.type().label())) {
          refusals.add(
              new Refusal(
                  "protect",
                  name,
                  key.toString(),
                  key + " would be deleted, but the policy protects " + name,
                  ""));
        }
      }
    }
  }

  private static void checkEmpty(Plan plan, List<Refusal> refusals) {
    boolean nothingDeclared = plan.imports().stream().allMatch(part -> part.desired() == null);
    if (nothingDeclared) {
      refusals.add(
          new Refusal(
              "empty",
              "at least one import",
              "none",
              plan.unread().isEmpty()
                  ? "the revision declares no import at all, so everything would be deleted"
                  : "no import is declared on the hosts that could be read, so everything on them"
                      + " would be deleted",
              ALLOW_EMPTY));
    }
  }

  private void checkCount(List<Change.Delete> deletes, Observed observed, List<Refusal> refusals) {
    int count = deletes.size();
    int recorded = Math.max(1, observed.recorded().resources().size());
    int percent = (int) Math.ceil(100.0 * count / recorded);
    boolean tooMany = count > limits.maxDeletes();
    boolean tooLarge = count > 2 && percent > limits.maxDeletePercent();
    if (tooMany || tooLarge) {
      refusals.add(
          new Refusal(
              "deletes",
              limits.maxDeletes() + " or " + limits.maxDeletePercent() + " %",
              count + " or " + percent + " %",
              "%d of %d recorded resources would be deleted (%d %%); at most %d and %d %% may be"
                  .formatted(
                      count, recorded, percent, limits.maxDeletes(), limits.maxDeletePercent()),
              "deletes=" + count));
    }
  }

  private void checkPeople(List<Change.Delete> deletes, long losingDays, List<Refusal> refusals) {
    long people = losingDays + deletes.stream().mapToLong(delete -> delete.impact().people()).sum();
    if (people > limits.maxPeople()) {
      refusals.add(
          new Refusal(
              "people",
              Integer.toString(limits.maxPeople()),
              Long.toString(people),
              "%d people would lose access%s; at most %d may"
                  .formatted(
                      people,
                      losingDays == 0 ? "" : " (%d of them only some days)".formatted(losingDays),
                      limits.maxPeople()),
              "people=" + people));
    }
  }

  private static void checkIrreversible(List<Change.Delete> deletes, List<Refusal> refusals) {
    for (Change.Delete delete : deletes) {
      if (delete.undo() == Change.Undo.IRREVERSIBLE) {
        String impact = delete.impact().toString();
        refusals.add(
            new Refusal(
                "irreversible",
                "none",
                delete.key().toString(),
                "deleting %s cannot be taken back%s"
                    .formatted(delete.key(), impact.isEmpty() ? "" : " and " + impact),
                "delete=" + delete.key()));
      }
    }
  }

  private void checkAccountsLeft(
      Losses.OfAccounts losses,
      List<Change.Delete> deletes,
      Observed observed,
      List<Refusal> refusals) {
    Map<String, Set<Long>> groups = idsByHost(deletes, ResourceType.GROUP);
    for (String host : losses.hosts()) {
      LiveHost live = observed.live().get(host);
      if (live == null) {
        continue;
      }
      Set<Long> neverWorked = neverWorked(host, observed);
      for (LiveResource group : live.all(ResourceType.GROUP).values()) {
        if (groups.getOrDefault(host, Set.of()).contains(group.id())) {
          continue;
        }
        List<LiveResource.Account> serving = serving(live, group.id());
        serving.removeIf(account -> neverWorked.contains(account.id()));
        long left =
            serving.stream().filter(one -> !losses.loses(host, group.id(), one.id())).count();
        if (left < serving.size() && left < limits.minAccountsLeft()) {
          refusals.add(
              new Refusal(
                  "accounts-left",
                  Integer.toString(limits.minAccountsLeft()),
                  Long.toString(left),
                  "group %s on %s would keep %d of %d accounts in service; at least %d must stay"
                      .formatted(
                          group.spec().name(),
                          host,
                          left,
                          serving.size(),
                          limits.minAccountsLeft()),
                  "accounts-left=" + host + "/" + group.spec().name()));
        }
      }
    }
  }

  /** Ids of accounts that serve nobody, whatever the host thinks of them. */
  private static Set<Long> neverWorked(String host, Observed observed) {
    return observed.refusedKeys().keySet().stream()
        .filter(account -> account.host().equals(host) && observed.neverWorked(account))
        .map(account -> observed.recorded().get(account).orElseThrow().hostId())
        .collect(Collectors.toSet());
  }

  private static List<LiveResource.Account> serving(LiveHost live, long groupId) {
    Reference group = new Reference.Id(groupId);
    List<LiveResource.Account> serving = new ArrayList<>();
    for (LiveResource resource : live.all(ResourceType.ACCOUNT).values()) {
      if (resource instanceof LiveResource.Account account
          && account.spec().groups().contains(group)
          && account.health().inService()) {
        serving.add(account);
      }
    }
    return serving;
  }

  private static Map<String, Set<Long>> idsByHost(List<Change.Delete> deletes, ResourceType type) {
    Map<String, Set<Long>> ids = new HashMap<>();
    for (Change.Delete delete : deletes) {
      if (delete.key().type() == type) {
        ids.computeIfAbsent(delete.key().host(), host -> new HashSet<>()).add(delete.hostId());
      }
    }
    return ids;
  }
}

package dev.relaymanager.apply;

import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.DesiredResource;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.Recorded;
import dev.relaymanager.plan.PlannedFields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the record of what we made from Git and the host, after the record was lost. Accounts
 * and subscriptions are known by our marks. A group is known by its name and by holding some of
 * these; a channel and a plan by their names and by belonging to such a group. The host is not
 * touched.
 */
public final class Recovery {
  private final String installation;

  /**
   * A recovery.
   *
   * @param installation tells our marks from another manager's
   */
  public Recovery(String installation) {
    this.installation = installation;
  }

  /** A thing that is ours though no record says so. */
  public record Recognised(ResourceKey key, LiveResource live, ResourceSpec spec) {}

  /**
   * What was found of one import on its host.
   *
   * @param recognised what can be put on record
   * @param absent what Git declares and the host does not have
   * @param doubtful what stands there under a wanted name, and why it is not taken for ours
   */
  public record Found(
      DesiredImport wanted,
      List<Recognised> recognised,
      List<ResourceKey> absent,
      List<String> doubtful) {
    public Found {
      recognised = List.copyOf(recognised);
      absent = List.copyOf(absent);
      doubtful = List.copyOf(doubtful);
    }
  }

  /** Looks for what an import declares and no record has. */
  public Found find(DesiredImport wanted, LiveHost live, Recorded recorded) {
    Search search = new Search(wanted, live, recorded);
    wanted.resources().stream()
        .filter(resource -> recorded.get(resource.key()).isEmpty())
        .sorted(Comparator.comparing(DesiredResource::key))
        .forEach(search::lookFor);
    return new Found(wanted, search.recognised, search.absent, search.doubtful);
  }

  /** Our marks for things that no import declares, by import; they are left alone. */
  public Map<String, Integer> undeclared(Set<String> imports, LiveHost live) {
    Map<String, Integer> counts = new TreeMap<>();
    for (ResourceType type : List.of(ResourceType.ACCOUNT, ResourceType.SUBSCRIPTION)) {
      for (LiveResource one : live.all(type).values()) {
        Marker mark = one.marker();
        if (mark != null
            && mark.installation().equals(installation)
            && !imports.contains(mark.importName())) {
          counts.merge(mark.importName(), 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  /** Puts on record what was found, as a batch of its own. */
  public static BatchResult record(Found found, BatchHeader header, Journal journal) {
    journal.beginBatch(header);
    List<Intent> intents =
        found.recognised().stream()
            .map(
                one ->
                    new Intent(
                        header.id(),
                        Intent.Phase.APPLY,
                        one.key(),
                        Intent.Action.ADOPT,
                        one.live().id(),
                        one.spec(),
                        one.spec(),
                        header.id() + "-recovered",
                        null))
            .toList();
    List<Long> numbers = journal.intend(intents);
    Map<Long, Effect> effects = new HashMap<>();
    List<StepResult> results = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      Recognised one = found.recognised().get(i);
      effects.put(numbers.get(i), new Effect.Stands(one.live().id(), one.spec()));
      results.add(StepResult.done(one.key(), Intent.Action.ADOPT, one.live().id()));
    }
    journal.close(effects);
    journal.moveBatch(header.id(), BatchState.SUCCEEDED, "");
    return new BatchResult(
        header.id(),
        header.host(),
        header.importName(),
        BatchState.SUCCEEDED,
        results,
        new TreeMap<>(),
        "");
  }

  /** The look at one import; used once. */
  private final class Search {
    private final DesiredImport wanted;
    private final LiveHost live;
    private final Recorded recorded;
    private final List<Recognised> recognised = new ArrayList<>();
    private final List<ResourceKey> absent = new ArrayList<>();
    private final List<String> doubtful = new ArrayList<>();
    private final Set<Reference> groupsOfOurs;

    Search(DesiredImport wanted, LiveHost live, Recorded recorded) {
      this.wanted = wanted;
      this.live = live;
      this.recorded = recorded;
      this.groupsOfOurs =
          live.all(ResourceType.ACCOUNT).values().stream()
              .filter(this::carriesOurMark)
              .map(LiveResource.Account.class::cast)
              .flatMap(account -> account.spec().groups().stream())
              .collect(Collectors.toSet());
      live.all(ResourceType.SUBSCRIPTION).values().stream()
          .filter(this::carriesOurMark)
          .map(LiveResource.Subscription.class::cast)
          .forEach(subscription -> groupsOfOurs.add(subscription.spec().group()));
    }

    private boolean carriesOurMark(LiveResource one) {
      Marker mark = one.marker();
      return mark != null && isOurMark(mark);
    }

    /** A host lets nobody change the notes of a subscription, so it keeps the import's old name. */
    private boolean isOurMark(Marker mark) {
      return mark.installation().equals(installation)
          && (mark.importName().equals(wanted.name())
              || mark.importName().equals(wanted.movedFrom()));
    }

    void lookFor(DesiredResource resource) {
      ResourceKey key = resource.key();
      ResourceSpec spec = resource.spec();
      List<LiveResource> standing =
          live.all(key.type()).values().stream().filter(one -> fits(key, spec, one)).toList();
      List<LiveResource> ours = standing.stream().filter(this::isOurs).toList();
      if (ours.size() == 1) {
        recognise(key, spec, ours.getFirst());
      } else if (standing.isEmpty()) {
        absent.add(key);
      } else {
        doubtful.add(
            ours.size() > 1
                ? "%s: %d of that name are in our group (%s); delete all but one there"
                    .formatted(key, ours.size(), ids(ours))
                : "%s: %s has its name, but nothing of ours in it; spec.adopt: true takes it over"
                    .formatted(key, ids(standing)));
      }
    }

    private boolean fits(ResourceKey key, ResourceSpec spec, LiveResource one) {
      return switch (key.type()) {
        case ACCOUNT -> carriesOurMark(one) && key.name().equals(nameInMark(one));
        // Its e-mail has the import's name in it, so one of the former name is another.
        case PROBE_USER, PROBE_KEY -> carriesOurMark(one) && isOfThisName(one);
        // The mark keeps the name by which the user was first granted, be it e-mail or id.
        case SUBSCRIPTION -> carriesOurMark(one) && isOf(key.name(), one);
        case GROUP, CHANNEL, PLAN -> one.spec().name().equals(spec.name());
      };
    }

    private boolean isOfThisName(LiveResource one) {
      Marker mark = one.marker();
      return mark != null && mark.importName().equals(wanted.name());
    }

    private static boolean isOf(String user, LiveResource one) {
      return user.equals(nameInMark(one))
          || user.equals(one.spec().name())
          || (one instanceof LiveResource.Subscription held
              && user.equals(Long.toString(held.userId())));
    }

    private static @Nullable String nameInMark(LiveResource one) {
      Marker mark = one.marker();
      return mark == null ? null : mark.name();
    }

    private boolean isOurs(LiveResource one) {
      return switch (one) {
        case LiveResource.Account ignored -> true;
        case LiveResource.Subscription ignored -> true;
        case LiveResource.ProbeUser ignored -> true;
        case LiveResource.ProbeKey ignored -> true;
        case LiveResource.Group group -> groupsOfOurs.contains(new Reference.Id(group.id()));
        case LiveResource.Channel channel ->
            channel.spec().groups().stream().anyMatch(groupsOfOurs::contains);
        case LiveResource.Plan plan -> groupsOfOurs.contains(plan.spec().group());
      };
    }

    /** What Git asks for, with the values that the host has: where they differ it is pending. */
    private void recognise(ResourceKey key, ResourceSpec spec, LiveResource found) {
      Optional<Reference> group =
          recognised.stream()
              .filter(one -> one.key().type() == ResourceType.GROUP)
              .<Reference>map(one -> new Reference.Id(one.live().id()))
              .findFirst()
              .or(
                  () ->
                      recorded
                          .get(ResourceKey.group(wanted.host(), wanted.name()))
                          .map(one -> new Reference.Id(one.hostId())));
      ResourceSpec inGroup = group.map(spec::inGroup).orElse(spec);
      ResourceSpec placed =
          inGroup instanceof ResourceSpec.ProbeKey probe
                  && found instanceof LiveResource.ProbeKey held
              ? probe.of(held.spec().user())
              : inGroup;
      ResourceSpec held = withItsUser(PlannedFields.of(placed, found.spec(), Set.of()), found);
      recognised.add(
          new Recognised(
              key, found, Records.asMeant(withItsTerm(withItsKey(held, found), found), found)));
    }

    /**
     * A subscription was assigned for what its document says, counted from its beginning: one that
     * ends otherwise was moved by somebody, which is told as drift and not taken for ours.
     */
    private static ResourceSpec withItsTerm(ResourceSpec held, LiveResource found) {
      return held instanceof ResourceSpec.Subscription subscription
              && subscription.days() != null
              && found instanceof LiveResource.Subscription live
          ? new ResourceSpec.Subscription(
              subscription.name(),
              subscription.group(),
              subscription.days(),
              live.startsAt().plus(Duration.ofDays(subscription.days())))
          : held;
    }

    /** A grant may name its user by id; what is on record is the e-mail. */
    private static ResourceSpec withItsUser(ResourceSpec held, LiveResource found) {
      return held instanceof ResourceSpec.Subscription subscription
          ? new ResourceSpec.Subscription(
              found.spec().name(),
              subscription.group(),
              subscription.days(),
              subscription.expiresAt())
          : held;
    }

    /** Where the host hides keys, the declared one is taken for the one that it holds. */
    private static ResourceSpec withItsKey(ResourceSpec held, LiveResource found) {
      return held instanceof ResourceSpec.Account account
              && found.spec() instanceof ResourceSpec.Account there
              && there.key() != null
          ? account.withKey(there.key())
          : held;
    }

    private static String ids(List<LiveResource> resources) {
      return resources.stream().map(one -> "#" + one.id()).collect(Collectors.joining(", "));
    }
  }
}

package dev.relaymanager.apply;

import dev.relaymanager.apply.Journal.OpenIntent;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.model.Value;
import dev.relaymanager.observed.LiveHost;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides what became of an intent whose outcome is unknown, by looking at the host: by id, by the
 * mark in the notes, or by unique name with content and time. Pure.
 */
public final class Settler {
  /** How far the host's clock may lie behind ours without a new thing looking old. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /** Types that carry our mark: in their notes, or in those of the user whose they are. */
  private static final Set<ResourceType> MARKED =
      EnumSet.of(
          ResourceType.ACCOUNT,
          ResourceType.SUBSCRIPTION,
          ResourceType.PROBE_USER,
          ResourceType.PROBE_KEY);

  private final String installation;

  /**
   * A settler.
   *
   * @param installation tells our marks from another manager's
   */
  public Settler(String installation) {
    this.installation = installation;
  }

  /** What was found out. */
  public sealed interface Settlement {
    /** It is known now. */
    record Decided(Effect effect) implements Settlement {}

    /**
     * A person has to look.
     *
     * @param why it cannot be told
     * @param search what would tell: where to look, and for what
     */
    record Undecided(String why, String search) implements Settlement {}
  }

  /**
   * Decides one intent.
   *
   * @param live the host, read after the request can no longer be under way
   */
  public Settlement settle(OpenIntent open, LiveHost live) {
    Intent intent = open.intent();
    return switch (intent.action()) {
      case CREATE -> created(open, live);
      case ADOPT, UPDATE -> changed(intent, live);
      case DELETE -> deleted(intent, live);
      case FORGET -> new Settlement.Decided(new Effect.Removed());
    };
  }

  private Settlement created(OpenIntent open, LiveHost live) {
    Intent intent = open.intent();
    ResourceSpec wanted = wanted(intent);
    ResourceType type = intent.key().type();
    if (MARKED.contains(type)) {
      Marker mark = new Marker(installation, intent.key().importName(), intent.key().name());
      List<LiveResource> marked =
          live.all(type).values().stream().filter(one -> mark.equals(one.marker())).toList();
      if (marked.size() > 1) {
        return new Settlement.Undecided(
            marked.size() + " of them carry the mark " + mark,
            "list them by their notes, keep one and delete the others");
      }
      return marked.isEmpty() ? notDone() : stands(marked.getFirst(), wanted);
    }
    List<LiveResource> named =
        live.all(type).values().stream().filter(one -> isCalledLike(one.spec(), wanted)).toList();
    if (named.isEmpty()) {
      return notDone();
    }
    List<LiveResource> fitting =
        named.stream()
            .filter(one -> isYounger(one, open) && declaredFieldsHold(wanted, one.spec()))
            .toList();
    if (fitting.size() == 1) {
      return stands(fitting.getFirst(), wanted);
    }
    LiveResource found = named.getFirst();
    boolean younger = isYounger(found, open);
    if (named.size() > 1) {
      return new Settlement.Undecided(
          named.size() + " of them are called " + wanted.name(),
          "look which one is ours and delete the others there, then apply again");
    }
    return new Settlement.Undecided(
        type.label()
            + " "
            + wanted.name()
            + " stands on the host (id "
            + found.id()
            + ") but is not as it was asked for"
            + (younger ? "" : " and is older than the request"),
        "compare it with the import: delete it there, or take it over with spec.adopt: true, then"
            + " apply again");
  }

  private static boolean isYounger(LiveResource found, OpenIntent open) {
    Instant createdAt = found.createdAt();
    return createdAt == null || !createdAt.isBefore(open.intendedAt().minus(CLOCK_SKEW));
  }

  private static Settlement changed(Intent intent, LiveHost live) {
    ResourceSpec wanted = wanted(intent);
    Optional<LiveResource> standing = standing(intent, live);
    if (standing.isEmpty()) {
      return new Settlement.Decided(new Effect.NotDone("it is gone from the host"));
    }
    // What was asked for is an absolute state: when it does not hold, asking again does no harm.
    return declaredFieldsHold(wanted, standing.get().spec())
            && !hidesItsKey(standing.get(), intent, wanted)
        ? stands(standing.get(), wanted)
        : notDone();
  }

  private static Settlement deleted(Intent intent, LiveHost live) {
    return standing(intent, live).isEmpty()
        ? new Settlement.Decided(new Effect.Removed())
        : notDone();
  }

  private static Settlement notDone() {
    return new Settlement.Decided(new Effect.NotDone("looked up on the host: it was not done"));
  }

  private static Settlement stands(LiveResource found, ResourceSpec wanted) {
    return new Settlement.Decided(new Effect.Stands(found.id(), Records.asMade(wanted, found)));
  }

  private static ResourceSpec wanted(Intent intent) {
    ResourceSpec after = intent.after();
    if (after == null) {
      throw new IllegalStateException(intent.action() + " of " + intent.key() + " has no target");
    }
    return after;
  }

  private static Optional<LiveResource> standing(Intent intent, LiveHost live) {
    Long hostId = intent.hostId();
    if (hostId == null) {
      throw new IllegalStateException(intent.action() + " of " + intent.key() + " has no id");
    }
    return live.get(intent.key().type(), hostId);
  }

  /** A host that hides keys cannot show whether a new one arrived. */
  private static boolean hidesItsKey(LiveResource found, Intent intent, ResourceSpec wanted) {
    return wanted instanceof ResourceSpec.Account account
        && account.key() != null
        && !(intent.before() instanceof ResourceSpec.Account former
            && account.key().equals(former.key()))
        && found instanceof LiveResource.Account live
        && live.spec().key() == null;
  }

  private static boolean isCalledLike(ResourceSpec found, ResourceSpec wanted) {
    if (found instanceof ResourceSpec.Plan one && wanted instanceof ResourceSpec.Plan other) {
      return one.name().equals(other.name()) && one.group().equals(other.group());
    }
    return found.name().equals(wanted.name());
  }

  private static boolean declaredFieldsHold(ResourceSpec wanted, ResourceSpec found) {
    SortedMap<String, Value> there = found.fields();
    for (Map.Entry<String, Value> field : wanted.fields().entrySet()) {
      @Nullable Value value = there.get(field.getKey());
      if (value != null && !value.equals(field.getValue())) {
        return false;
      }
    }
    return true;
  }
}

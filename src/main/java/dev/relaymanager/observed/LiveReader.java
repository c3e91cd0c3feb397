package dev.relaymanager.observed;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostUser;
import dev.relaymanager.host.Scope;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.model.Subscriber;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Reads a host whole, its lists side by side. Stateless. */
public final class LiveReader {
  private LiveReader() {}

  /**
   * What is wanted besides the lists.
   *
   * @param subscribers users whose ids may be needed, by lower-case e-mail or id in digits, with
   *     the recorded ids of their subscriptions, and 0 for one that is not recorded: those of whom
   *     any does not stand are looked up
   * @param groupsToCount groups whose bound user keys are counted, because they may be deleted
   * @param probes whether probe users and their keys are wanted, which most hosts have none of
   */
  public record Wanted(
      Map<String, Set<Long>> subscribers, Set<Long> groupsToCount, boolean probes) {
    public Wanted {
      subscribers = Map.copyOf(subscribers);
      groupsToCount = Set.copyOf(groupsToCount);
    }

    /** Without probe users. */
    public Wanted(Map<String, Set<Long>> subscribers, Set<Long> groupsToCount) {
      this(subscribers, groupsToCount, false);
    }

    /** Only the lists, and probe users if they are wanted. */
    public static Wanted lists(boolean probes) {
      return new Wanted(Map.of(), Set.of(), probes);
    }

    /** Only the lists. */
    public static Wanted lists() {
      return new Wanted(Map.of(), Set.of());
    }
  }

  /** Reads what is known to be wanted. */
  public static LiveHost read(HostAdapter host, Wanted wanted) {
    return read(host, () -> wanted);
  }

  /**
   * Reads.
   *
   * @param asked asked once the lists are on their way
   * @throws dev.relaymanager.host.HostException when any part could not be read whole: half a host
   *     is never shown as a host
   */
  public static LiveHost read(HostAdapter host, Supplier<Wanted> asked) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> version = threads.submit(() -> host.version().require());
      Map<ResourceType, Future<? extends List<? extends LiveResource>>> lists =
          new EnumMap<>(ResourceType.class);
      lists.put(ResourceType.GROUP, threads.submit(() -> host.groups().require()));
      lists.put(ResourceType.CHANNEL, threads.submit(() -> host.channels().require()));
      lists.put(ResourceType.PLAN, threads.submit(() -> host.plans().require()));
      lists.put(
          ResourceType.ACCOUNT, threads.submit(() -> host.accounts(new Scope.All()).require()));
      lists.put(
          ResourceType.SUBSCRIPTION,
          threads.submit(() -> host.subscriptions(new Scope.All()).require()));
      Wanted wanted = asked.get();
      if (wanted.probes()) {
        lists.put(ResourceType.PROBE_USER, threads.submit(() -> host.probeUsers().require()));
        lists.put(ResourceType.PROBE_KEY, threads.submit(() -> host.probeKeys().require()));
      }
      Map<Long, Future<Optional<Long>>> keys = new TreeMap<>();
      for (Long group : wanted.groupsToCount()) {
        Callable<Optional<Long>> count = () -> countKeys(host, group);
        keys.put(group, threads.submit(count));
      }

      Map<ResourceType, SortedMap<Long, LiveResource>> resources =
          new EnumMap<>(ResourceType.class);
      lists.forEach((type, list) -> resources.put(type, LiveHost.index(await(list))));
      Map<String, Future<Optional<HostUser>>> users = new TreeMap<>();
      SortedMap<Long, LiveResource> subscriptions =
          resources.getOrDefault(ResourceType.SUBSCRIPTION, Collections.emptySortedMap());
      wanted
          .subscribers()
          .forEach(
              (user, ids) -> {
                if (!subscriptions.keySet().containsAll(ids)) {
                  users.put(user, threads.submit(() -> lookUp(host, user).require()));
                }
              });
      Map<String, Long> userIds = new TreeMap<>();
      users.forEach(
          (named, user) ->
              await(user)
                  .ifPresent(
                      found -> {
                        userIds.put(named, found.id());
                        userIds.put(found.email().strip().toLowerCase(Locale.ROOT), found.id());
                      }));
      Map<Long, Long> keysInGroup = new TreeMap<>();
      keys.forEach(
          (group, count) -> await(count).ifPresent(found -> keysInGroup.put(group, found)));
      return new LiveHost(host.host(), await(version), resources, userIds, keysInGroup);
    }
  }

  private static HostOutcome<Optional<HostUser>> lookUp(HostAdapter host, String user) {
    OptionalLong id = Subscriber.id(user);
    return id.isPresent() ? host.user(id.getAsLong()) : host.userByEmail(user);
  }

  /** Empty when the group is gone. */
  private static Optional<Long> countKeys(HostAdapter host, long group) {
    HostOutcome<Long> counted = host.userKeysInGroup(group);
    return counted instanceof HostOutcome.Refused<Long> refused
            && refused.fault().kind() == HostFault.Kind.NOT_FOUND
        ? Optional.empty()
        : Optional.of(counted.require());
  }

  /**
   * Reads the list of one type; the other types are empty in what it gives.
   *
   * @throws dev.relaymanager.host.HostException when it could not be read whole
   */
  public static LiveHost readOnly(HostAdapter host, ResourceType type) {
    List<? extends LiveResource> all =
        switch (type) {
          case GROUP -> host.groups().require();
          case CHANNEL -> host.channels().require();
          case PLAN -> host.plans().require();
          case ACCOUNT -> host.accounts(new Scope.All()).require();
          case SUBSCRIPTION -> host.subscriptions(new Scope.All()).require();
          case PROBE_USER -> host.probeUsers().require();
          case PROBE_KEY -> host.probeKeys().require();
        };
    return new LiveHost(
        host.host(),
        host.version().require(),
        Map.of(type, LiveHost.index(all)),
        Map.of(),
        Map.of());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading a host", interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("reading a host failed", failed.getCause());
    }
  }
}

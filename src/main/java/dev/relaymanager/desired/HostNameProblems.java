package dev.relaymanager.desired;

import dev.relaymanager.model.Problem;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds names that a host would refuse, or that two resources would share. The host lets accounts
 * and plans share a name; the manager does not, because after a lost answer the name is what tells
 * them apart.
 */
final class HostNameProblems {
  private record Taken(String host, ResourceType type, String name) {}

  /** Whose names people choose. */
  private static final Set<ResourceType> NAMED =
      EnumSet.of(ResourceType.GROUP, ResourceType.CHANNEL, ResourceType.PLAN, ResourceType.ACCOUNT);

  private HostNameProblems() {}

  static List<Problem> of(List<DesiredImport> imports) {
    List<Problem> problems = new ArrayList<>();
    Map<Taken, DesiredResource> taken = new HashMap<>();
    Map<ResourceKey, DesiredResource> keys = new HashMap<>();
    for (DesiredImport wish : imports) {
      for (DesiredResource resource : wish.resources()) {
        ResourceType type = resource.key().type();
        String name = resource.spec().name();
        if (keys.putIfAbsent(resource.key(), resource) != null) {
          problems.add(sameKey(resource));
        } else if (NAMED.contains(type)) {
          int bytes = name.getBytes(StandardCharsets.UTF_8).length;
          if (bytes > HostNames.MAX_BYTES) {
            problems.add(tooLong(resource, bytes));
          }
          DesiredResource first = taken.putIfAbsent(new Taken(wish.host(), type, name), resource);
          if (first != null) {
            problems.add(shared(resource, first));
          }
        }
      }
    }
    return problems;
  }

  private static Problem sameKey(DesiredResource resource) {
    return Problem.at(
        resource.place(),
        "",
        "key-name-taken",
        "the name " + resource.key().name() + " of a key is also another key's",
        "give the entry another id");
  }

  private static Problem tooLong(DesiredResource resource, int bytes) {
    return Problem.at(
        resource.place(),
        "",
        "host-name-too-long",
        "on the host the name "
            + resource.spec().name()
            + " would have "
            + bytes
            + " bytes; it takes "
            + HostNames.MAX_BYTES,
        "set a shorter " + field(resource.key().type()));
  }

  private static Problem shared(DesiredResource resource, DesiredResource first) {
    return Problem.at(
        resource.place(),
        "",
        "host-name-taken",
        "on the host "
            + resource.key().host()
            + " the name "
            + resource.spec().name()
            + " would be that of "
            + first.key().withinHost()
            + " too, from "
            + first.place(),
        "set another " + field(resource.key().type()));
  }

  private static String field(ResourceType type) {
    return switch (type) {
      case GROUP -> "spec.names.group";
      case CHANNEL -> "spec.names.channel";
      case PLAN -> "spec.names.plan";
      case ACCOUNT -> "spec.names.accountPrefix or key id";
      case SUBSCRIPTION, PROBE_USER, PROBE_KEY ->
          throw new IllegalArgumentException("a " + type.label() + " has no name to set");
    };
  }
}

package dev.relaymanager.certify;

import static dev.relaymanager.certify.Differences.unless;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceSpec;

/** {@link Area#GROUPS}. */
final class GroupArea {
  private GroupArea() {}

  static void tryOn(Bench bench) throws Blocked {
    Notebook notebook = bench.notebook;
    ResourceSpec.Group wanted = bench.things.group();
    LiveResource.Group made =
        notebook.tried(
            Claim.GROUP_CREATE,
            () -> bench.host.createGroup(wanted),
            group -> Differences.between(wanted, group));
    bench.made(made);
    notebook.tried(
        Claim.GROUP_READ,
        () -> bench.host.group(made.id()),
        read ->
            read.map(group -> Differences.between(wanted, group)).orElse("the host has it not"));
    notebook.tried(
        Claim.GROUP_LIST,
        bench.host::groups,
        list ->
            unless(
                list.stream().anyMatch(group -> group.id() == made.id()), "it is not in the list"));
    ResourceSpec.Group changed = bench.things.changedGroup();
    notebook.tried(
        Claim.GROUP_UPDATE,
        () -> bench.host.updateGroup(made, changed).then(updated -> bench.host.group(updated.id())),
        read -> read.map(group -> changed(changed, wanted, group)).orElse("the host has it not"));
    notebook.refused(Claim.GROUP_UNIQUE, () -> bench.host.createGroup(wanted), "GROUP_EXISTS");
  }

  private static String changed(
      ResourceSpec.Group changed, ResourceSpec.Group before, LiveResource.Group live) {
    String difference = Differences.between(changed, live);
    return !difference.isEmpty()
        ? difference
        : unless(
            before.dailyLimitUsd() != null
                && live.spec().dailyLimitUsd() != null
                && before.dailyLimitUsd().compareTo(live.spec().dailyLimitUsd()) == 0,
            "the daily limit was lost");
  }
}

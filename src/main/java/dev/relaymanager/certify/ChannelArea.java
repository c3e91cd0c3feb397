package dev.relaymanager.certify;

import static dev.relaymanager.certify.Differences.unless;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceSpec;

/** {@link Area#CHANNELS}. */
final class ChannelArea {
  private ChannelArea() {}

  static void tryOn(Bench bench) throws Blocked {
    Notebook notebook = bench.notebook;
    ResourceSpec.Channel wanted = bench.things.channel(bench.groupReference());
    LiveResource.Channel made =
        notebook.tried(
            Claim.CHANNEL_CREATE,
            () -> bench.host.createChannel(wanted),
            channel -> Differences.between(wanted, channel));
    bench.channel = made.id();
    notebook.tried(
        Claim.CHANNEL_READ,
        () -> bench.host.channel(made.id()),
        read ->
            read.map(channel -> Differences.between(wanted, channel))
                .orElse("the host has it not"));
    notebook.tried(
        Claim.CHANNEL_LIST,
        bench.host::channels,
        list ->
            unless(
                list.stream().anyMatch(channel -> channel.id() == made.id()),
                "it is not in the list"));
    ResourceSpec.Channel changed = bench.things.changedChannel(bench.groupReference());
    notebook.tried(
        Claim.CHANNEL_UPDATE,
        () ->
            bench
                .host
                .updateChannel(made, changed)
                .then(updated -> bench.host.channel(updated.id())),
        read ->
            read.map(channel -> Differences.between(changed, channel))
                .orElse("the host has it not"));
    notebook.refused(
        Claim.CHANNEL_UNIQUE, () -> bench.host.createChannel(wanted), "CHANNEL_EXISTS");
  }
}

package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.model.ResourceSpec;
import java.util.List;
import java.util.Optional;

/** {@code /admin/channels} (contract.md 4.2). */
final class ChannelCalls {
  static final String CHANNELS = "/api/v1/admin/channels";

  /** Decimals that the host's price columns keep. */
  private static final int PRICE_DECIMALS = 12;

  private final HostClient client;
  private final Pages pages;

  ChannelCalls(HostClient client) {
    this.client = client;
    this.pages = new Pages(client);
  }

  HostOutcome<List<LiveResource.Channel>> list() {
    return pages.all(
        Call.read("list channels", CHANNELS).with("sort_by", "id").with("sort_order", "asc"),
        WireChannel::read);
  }

  HostOutcome<Optional<LiveResource.Channel>> find(long id) {
    return client.find(Call.read("read channel", CHANNELS + "/:id").of(id), WireChannel::read);
  }

  HostOutcome<LiveResource.Channel> create(ResourceSpec.Channel spec) {
    Call call = Call.send("create channel", "POST", CHANNELS, WireChannel.create(spec));
    return check(spec)
        .<LiveResource.Channel>refusal(call)
        .orElseGet(() -> client.run(call, WireChannel::read));
  }

  HostOutcome<LiveResource.Channel> update(
      LiveResource.Channel current, ResourceSpec.Channel spec) {
    Call call =
        Call.send(
                "update channel",
                "PUT",
                CHANNELS + "/:id",
                WireChannel.update(current.spec(), spec))
            .of(current.id());
    return check(spec)
        .<LiveResource.Channel>refusal(call)
        .orElseGet(() -> client.run(call, WireChannel::read));
  }

  HostOutcome<Gone> delete(long id) {
    return client.delete(Call.send("delete channel", "DELETE", CHANNELS + "/:id", null).of(id));
  }

  private static SpecCheck check(ResourceSpec.Channel spec) {
    SpecCheck check =
        new SpecCheck()
            .name(spec.name())
            .that(
                spec.groups().stream().distinct().count() == spec.groups().size(),
                "a group is named twice");
    for (ModelPrice price : spec.prices()) {
      String model = "price of " + price.model();
      check
          .notNegative(model, price.input(), PRICE_DECIMALS)
          .notNegative(model, price.output(), PRICE_DECIMALS)
          .notNegative(model, price.cacheRead(), PRICE_DECIMALS);
    }
    return check;
  }
}

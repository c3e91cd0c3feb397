package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostConnection;
import dev.relaymanager.host.HostConnection.Credential;
import dev.relaymanager.host.ItemOutcome;
import dev.relaymanager.host.NewAccount;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.http.ProxyRules;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.sim.SimulatedHost;
import dev.relaymanager.sim.SimulatedHostOptions;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A simulated host with the adapter before it, and what tests make on it. */
final class Stage implements AutoCloseable {
  static final String MODEL = "deepseek-chat";

  final SimulatedHost simulated;
  final HostAdapter host;

  Stage(String version, Pause pause) {
    simulated = SimulatedHost.start(SimulatedHostOptions.of(version));
    host =
        new Sub2ApiConnector(
                secret -> ScriptedHost.FINGERPRINT,
                new HttpSettings(null, List.of(), ProxyRules.none()))
            .connect(
                new HostConnection(
                    "sim",
                    URI.create(simulated.url()),
                    new Credential.AdminKey(Secret.of(simulated.adminKey())),
                    8,
                    10_000,
                    null),
                pause);
  }

  LiveResource.Group group(String name) {
    return host.createGroup(Samples.group(name)).require();
  }

  long account(long groupId) {
    ItemOutcome made = host.createAccounts(newAccounts(groupId, 1), "set-up").require().getFirst();
    simulated.awaitProbes();
    return ((ItemOutcome.Made) made).id();
  }

  static List<NewAccount> newAccounts(long groupId, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            number ->
                new NewAccount(
                    new ResourceSpec.Account(
                        "a" + number,
                        List.of(new Reference.Id(groupId)),
                        "https://api.deepseek.com",
                        Map.of(MODEL, MODEL),
                        1,
                        1,
                        BigDecimal.ONE,
                        Protocol.CHAT_COMPLETIONS,
                        null),
                    Secret.of("sk-good-" + number),
                    new Marker("0123456789ab", "faults", "a" + number)))
        .toList();
  }

  /** The key of a user who may call the group. */
  Secret subscriber(long groupId) {
    long user = simulated.backDoor().addUser("alice@example.com", "password-1");
    host.assignSubscription(user, groupId, 30, Samples.MARKER).require();
    return Secret.of(simulated.backDoor().addKey(user, groupId));
  }

  /** How many groups of that name stand on the host, whatever befalls its requests. */
  int groupsNamed(String name) {
    int found = 0;
    String path = "/api/v1/admin/groups?page_size=1000";
    for (JsonNode item : simulated.backDoor().byHand("GET", path, "").path("data").path("items")) {
      found += item.path("name").asString().equals(name) ? 1 : 0;
    }
    return found;
  }

  int accounts() {
    String path = "/api/v1/admin/accounts?page_size=1000";
    return simulated.backDoor().byHand("GET", path, "").path("data").path("total").asInt();
  }

  @Override
  public void close() {
    host.close();
    simulated.close();
  }
}

package dev.relaymanager.host.sub2api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.LiveResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Reads every resource that the recordings of the running hosts show. They lie beside the checkout;
 * {@link UnderstandingTest} stands in where they are missing.
 */
class RecordedAnswersTest {
  private static final Path RECORDINGS = Path.of("../shared/host/recordings");

  private static List<Wire> resources(String version, String pathPart) throws IOException {
    Assumptions.assumeTrue(
        Files.isDirectory(RECORDINGS.resolve(version)), "no recordings at " + RECORDINGS);
    List<Wire> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(RECORDINGS.resolve(version))) {
      for (Path file : files.sorted().toList()) {
        for (JsonNode step : Json.parse(Files.readString(file)).get("steps")) {
          String path = step.get("request").get("path").stringValue();
          JsonNode data = step.get("response").path("body").path("data");
          if (path.matches("/api/v1/admin/" + pathPart)) {
            collect(data, step.get("name").stringValue(), found);
          }
        }
      }
    }
    assertTrue(found.size() > 3, "found " + found.size());
    return found;
  }

  private static void collect(JsonNode data, String name, List<Wire> found) {
    JsonNode items = data.isArray() ? data : data.path("items");
    if (items.isArray()) {
      items.forEach(item -> found.add(new Wire(item, name)));
    } else if (data.has("id")) {
      found.add(new Wire(data, name));
    }
  }

  private static <T> List<T> read(List<Wire> wires, Function<Wire, T> reading) {
    return wires.stream().map(reading).toList();
  }

  private static final String ONE_OR_ALL = "(/[^/]+)?(\\?.*)?";

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void groupsChannelsPlansAndSubscriptionsAreRead(String version) throws IOException {
    read(resources(version, "groups" + ONE_OR_ALL), WireGroup::read);
    read(resources(version, "channels" + ONE_OR_ALL), WireChannel::read);
    read(resources(version, "payment/plans" + ONE_OR_ALL), WirePlan::read);
    List<LiveResource.Subscription> subscriptions =
        read(resources(version, "subscriptions" + ONE_OR_ALL), WireSubscription::read);
    assertTrue(
        subscriptions.stream().anyMatch(each -> each.spec().name().equals("alice@example.com")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void accountsAreReadAndTheirKeysShowOnTheOldHostOnly(String version) throws IOException {
    WireAccount wire = new WireAccount(secret -> ScriptedHost.FINGERPRINT);

    List<LiveResource.Account> accounts =
        read(resources(version, "accounts" + ONE_OR_ALL), wire::read);

    assertEquals(
        version.equals("0.1.126"),
        accounts.stream().anyMatch(account -> account.spec().key() != null));
    assertFalse(accounts.toString().contains("sk-good"));
    assertTrue(
        accounts.stream()
            .anyMatch(account -> Boolean.FALSE.equals(account.health().responsesSupported())));
  }
}

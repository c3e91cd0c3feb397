package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.apply.BatchHeader;
import dev.relaymanager.apply.Intent;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceSpec.Billing;
import dev.relaymanager.store.StateStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A change of which nobody knows whether it was done, and that looking does not decide. */
final class ResolveTest {
  private static final ResourceKey GROUP = ResourceKey.group("prod", "deepseek");

  @TempDir private Path folder;
  private Scene scene;
  private long number;
  private long standing;

  /** A group was asked for; one of its name stands there, but it is not as it was asked for. */
  @BeforeEach
  void leaveAChangeOpen() {
    scene = Scene.in(folder);
    scene.run("host probe prod").exits(0);
    standing =
        scene
            .host
            .backDoor()
            .byHand(
                "POST",
                "/api/v1/admin/groups",
                "{\"name\":\"deepseek\",\"platform\":\"openai\",\"rate_multiplier\":3,"
                    + "\"subscription_type\":\"subscription\"}")
            .path("data")
            .path("id")
            .asLong();
    try (StateStore store = scene.store()) {
      String batch = "b-20261101T000000-abcdef";
      store
          .journal()
          .openBatch(
              new BatchHeader(
                  batch,
                  "prod",
                  "deepseek",
                  "p",
                  "deepseek",
                  "strict",
                  "git:1",
                  "",
                  Instant.now()));
      number =
          store
              .journal()
              .intend(
                  List.of(
                      new Intent(
                          batch,
                          Intent.Phase.APPLY,
                          GROUP,
                          Intent.Action.CREATE,
                          null,
                          null,
                          new ResourceSpec.Group(
                              "deepseek",
                              null,
                              Billing.SUBSCRIPTION,
                              BigDecimal.ONE,
                              null,
                              null,
                              null),
                          batch + "-a1",
                          null)))
              .getFirst();
    }
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void itIsListedWithTheSearchThatWouldTell() {
    scene
        .run("resolve")
        .exits(1)
        .says(
            number + "  create prod/Group/deepseek",
            "is not as it was asked for",
            "relayctl resolve " + number + " --not-done");
    JsonNode change =
        scene.run("resolve --output json -q").exits(1).json().path("open_changes").path(0);
    assertEquals(number, change.path("number").asLong());
    assertTrue(!change.path("decided").booleanValue() && change.has("fix"), change::toString);
  }

  @Test
  void aPersonSaysThatItWasNotDone() {
    scene.run("resolve " + number + " --not-done").exits(0).says("on record as you said");

    scene.run("resolve").exits(0).says("No change has an unknown outcome");
    assertEquals(
        "", scene.recorded().lines().filter(one -> one.contains("Group")).findFirst().orElse(""));
  }

  @Test
  void aPersonSaysThatItStandsAndApplyGoesOnWithIt() {
    scene.run("resolve " + number + " --stands " + standing).exits(0);

    scene.run("plan").exits(0).says("deepseek #" + standing);
    scene.run("apply --yes").exits(0);
    scene.run("plan --detailed-exitcode").says("rateMultiplier");
  }

  @Test
  void anAnswerThatCannotBeIsRefused() {
    scene.run("resolve " + number + " --stands 99").exits(1).complains("has no Group #99");
    scene.run("resolve " + number + " --gone").exits(1).complains("is no deletion");
    scene.run("resolve 4711 --not-done").exits(1).complains("no change with the number 4711");
    scene.run("resolve " + number).exits(1).complains("there is no answer to it");
    scene.run("resolve --not-done").exits(1).complains("the answer is to no change");
    scene.run("resolve " + number + " --gone --not-done").exits(64);
    scene.run("resolve").exits(1);
  }
}

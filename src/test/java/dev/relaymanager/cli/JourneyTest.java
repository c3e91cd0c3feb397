package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands in the order in which an operator meets them. */
final class JourneyTest {
  private static final String[] KEYS = {
    "sk-good-invented-team-a-5e1f", "sk-good-invented-team-b-77c0", "admin-invented-for-these-tests"
  };

  @TempDir private Path folder;

  @Test
  void planApplyAndPlanAgain() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("status").exits(0).says("Nothing is recorded yet");
      scene.run("plan").exits(0).says("Plan: 6 to add, 0 to change, 0 to destroy.").saysNot(KEYS);
      scene.run("plan --detailed-exitcode").exits(2);
      JsonNode plan = scene.run("plan --output json").exits(0).saysNot(KEYS).json();
      assertEquals(6, plan.path("resource_changes").size(), plan::toPrettyString);
      assertEquals(6, plan.path("summary").path("add").asInt());
      scene.run("apply").exits(1).complains("There is no terminal to ask on: say --yes to go on.");
      assertEquals(0, scene.changes());
      assertEquals("", scene.recorded());

      Ran applied = scene.run("apply --yes").exits(0).says("succeeded").saysNot(KEYS);
      String batch = scene.batches().getFirst().header().id();
      applied.says(batch);
      assertTrue(scene.changes() > 0);

      scene.host.forgetRequests();
      String before = scene.recorded();
      scene
          .run("plan --detailed-exitcode")
          .exits(0)
          .says("No changes. The hosts are as the repository declares.");
      scene.run("apply --yes").exits(0);
      scene.run("drift --detailed-exitcode").exits(0).says("No drift: the hosts are as recorded.");
      assertEquals(0, scene.changes());
      assertEquals(1, scene.batches().size());
      assertEquals(before, scene.recorded());

      scene
          .run("status")
          .exits(0)
          .says("host prod", "prod/deepseek", "team-a", "fine", "Subscription", batch)
          .saysNot(KEYS);
      JsonNode status = scene.run("status --output json").exits(0).saysNot(KEYS).json();
      JsonNode one = status.path("imports").path(0);
      assertEquals("deepseek", one.path("provider_id").asString(), status::toPrettyString);
      assertEquals(6, one.path("resources").size());
      assertEquals("fine", one.path("keys").path(0).path("verdict").asString());
      assertEquals(scene.git().git("rev-parse", "HEAD"), status.path("revision").asString());

      scene.run("provider batches").exits(0).says(batch, "succeeded", "prod/deepseek", "Olga");
      JsonNode batches = scene.run("provider batches --output json").exits(0).json();
      assertEquals(batch, batches.path(0).path("batch_id").asString());
      scene.run("provider batches --import other").exits(0).says("No batches.");
      scene.run("host list").exits(0).says("prod", "0.1.126", "supported");
      assertEquals(
          "supported",
          scene.run("host list --output json").exits(0).json().path(0).path("status").asString());
      scene.run("host probe prod").exits(0).says("sub2api 0.1.126", "yes groups").saysNot(KEYS);
      JsonNode probe = scene.run("host probe prod --output json").exits(0).json();
      assertTrue(probe.path("capabilities").path("subscriptions").asBoolean(), probe::toString);
    }
  }

  @Test
  void anAccountThatSomebodyDeleted() {
    try (Scene scene = Scene.in(folder)) {
      JsonNode applied = scene.run("apply --yes --output json").exits(0).saysNot(KEYS).json();
      assertEquals("succeeded", applied.path("batches").path(0).path("status").asString());
      long account = accountOf(applied, "team-a");
      scene.host.backDoor().byHand("DELETE", "/api/v1/admin/accounts/" + account, "");
      scene.host.forgetRequests();
      String before = scene.recorded();
      scene.run("drift").exits(0).says("deepseek-team-a", "is gone from the host");
      scene.run("drift --detailed-exitcode").exits(2);
      JsonNode drift = scene.run("drift --output json").exits(0).json();
      assertEquals(account, drift.path("resource_drift").path(0).path("host_id").asLong());
      scene.run("plan --detailed-exitcode").exits(2).says("is gone from the host");
      assertEquals(0, scene.changes());
      assertEquals(before, scene.recorded());
      JsonNode cycle = scene.run("daemon --once --output json").exits(0).json();
      assertEquals(0, cycle.path("problems").size(), cycle::toPrettyString);
      assertTrue(scene.report("imports/prod/deepseek.md").contains("deepseek-team-a"));
      assertTrue(scene.report("README.md").contains("drifted"));
      scene.run("status").exits(0).says("drifted", "is gone from the host");
      assertEquals(0, scene.changes());
      scene.replace(Scene.IMPORT, "onDrift: report", "onDrift: correct");
      scene.commit("Put it right");
      scene.run("apply --yes --report").exits(0).says("1 to add", "report committed as");
      scene.run("plan --detailed-exitcode").exits(0);
    }
  }

  private static long accountOf(JsonNode outcome, String key) {
    for (JsonNode step : outcome.path("batches").path(0).path("steps")) {
      if (step.path("address").asString().endsWith(key)) {
        return step.path("host_id").asLong();
      }
    }
    throw new AssertionError(outcome.toPrettyString());
  }

  @Test
  void aBatchIsRolledBackAndItsRevisionWaitsForTheNext() {
    try (Scene scene = Scene.in(folder)) {
      List<String> fresh = Holdings.of(scene.host);
      scene.run("apply --yes").exits(0);
      String batch = scene.batches().getFirst().header().id();
      scene.run("rollback --batch " + batch).exits(1).complains("say --yes");
      JsonNode undone =
          scene.run("rollback --yes --output json --batch " + batch).exits(0).saysNot(KEYS).json();
      assertEquals("rolled_back", undone.path("status").asString(), undone::toPrettyString);
      assertEquals(fresh, Holdings.of(scene.host));
      scene.run("rollback --yes --batch " + batch).exits(1).complains("rolled back already");
      scene.host.forgetRequests();
      scene
          .run("plan --detailed-exitcode")
          .exits(0)
          .says("in quarantine", batch)
          .saysNot("as the repository declares");
      scene.run("apply --yes").exits(0).says("in quarantine");
      scene.run("daemon --once").exits(0);
      assertEquals(0, scene.changes());
      scene.run("apply --yes --retry-quarantined").exits(0).says("6 to add");
      scene.run("plan --detailed-exitcode").exits(0).saysNot("in quarantine");
    }
  }

  @Test
  void theGuardSaysTheWordsThatLetItPass() {
    try (Scene scene = Scene.in(folder)) {
      List<String> fresh = Holdings.of(scene.host);
      scene.run("apply --yes").exits(0);
      scene.remove(Scene.IMPORT);
      scene.remove(Scene.GRANT);
      scene.commit("Nothing any more");
      scene.host.forgetRequests();
      String before = scene.recorded();
      scene.run("plan").exits(0).says("6 to destroy", "The guard would refuse this");
      Ran refused = scene.run("apply --yes").exits(3);
      refused.complains("--allow empty-desired-state", "--allow deletes=6");
      assertEquals(0, scene.changes());
      assertEquals(before, scene.recorded());
      scene.run("apply --yes --allow deletes=5").exits(3);
      JsonNode cycle = scene.run("daemon --once --output json").exits(3).json();
      assertTrue(cycle.path("problems").toString().contains("deletes=6"), cycle::toPrettyString);
      assertEquals(6, cycle.path("plan").path("summary").path("destroy").asInt());
      assertTrue(scene.report("README.md").contains("--allow deletes=6"));
      assertEquals(0, scene.changes());
      List<String> words =
          refused
              .err()
              .lines()
              .filter(line -> line.contains("--allow "))
              .map(line -> line.substring(line.indexOf("--allow ")))
              .toList();
      scene.run("apply --yes " + String.join(" ", words)).exits(0);
      assertEquals(fresh, Holdings.of(scene.host));
      scene.run("plan --detailed-exitcode").exits(0);
    }
  }

  @Test
  void theDemoHoldsAndSaysSoInOneDocument() {
    Ran demo = Ran.of("demo", "--output", "json").exits(0);
    JsonNode steps = demo.json().path("steps");
    assertEquals(9, steps.size(), demo::toString);
    for (JsonNode step : steps) {
      assertTrue(step.path("ok").asBoolean(), step::toPrettyString);
      assertFalse(step.path("name").asString().isEmpty());
      assertFalse(step.path("detail").asString().isEmpty());
      assertTrue(step.path("ms").isIntegralNumber());
    }
  }

  /** A pull request says what it needs; whoever merges it says yes, also for a daemon. */
  @Test
  void aCommitsMessageLiftsARefusalForThatCommitAlone() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("apply --yes").exits(0);
      scene.remove(Scene.IMPORT);
      scene.remove(Scene.GRANT);
      scene.commit("No DeepSeek any more\n\nRelay-Allow: empty-desired-state");
      scene
          .run("daemon --once")
          .exits(3)
          .says("to allow it: --allow deletes=6", "Relay-Allow: WORDS")
          .saysNot("rule empty");
      assertEquals(7, Holdings.of(scene.host).size());

      scene.write("README.md", "nothing here");
      scene.commit("Again");
      scene.run("apply --yes").exits(3).says("rule empty");

      scene.write("README.md", "nothing at all");
      scene.commit(
          """
          No DeepSeek any more

          Relay-Allow: empty-desired-state
          Relay-Allow: deletes=6
          """);
      scene
          .run("daemon --once")
          .exits(3)
          .says("cannot be taken back", "delete=prod/Group/deepseek");
      scene.write("README.md", "truly nothing");
      scene.commit(
          """
          No DeepSeek any more

          Relay-Allow: empty-desired-state
          Relay-Allow: deletes=6
          Relay-Allow: delete=prod/Group/deepseek
          """);
      scene.run("daemon --once").exits(0);
      assertEquals(1, Holdings.of(scene.host).size(), Holdings.of(scene.host)::toString);
    }
  }
}

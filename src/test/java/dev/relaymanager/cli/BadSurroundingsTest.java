package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.sim.FaultRule;
import dev.relaymanager.sim.SimulatedHostOptions;
import dev.relaymanager.store.Lease;
import dev.relaymanager.store.StateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong around the documents: host, credentials, lock, repository, flags. */
final class BadSurroundingsTest {
  @TempDir private Path folder;

  /** Plan, apply and a cycle of the daemon fail, say these words, and change nothing. */
  private static void refused(Scene scene, String... words) {
    String before = scene.recorded();
    scene.host.forgetRequests();
    scene.run("plan").exits(1).says(words).saysNot("as the repository declares");
    scene.run("apply", "--yes").exits(1).says(words);
    assertEquals("", scene.reportTip());
    scene.run("daemon --once").exits(1).says(words);
    for (String word : words) {
      assertTrue(scene.report("README.md").contains(word), scene.report("README.md"));
    }
    assertEquals(0, scene.changes());
    assertEquals(List.of(), scene.batches());
    assertEquals(before, scene.recorded());
  }

  @Test
  void aHostThatDoesNotAnswer() {
    try (Scene scene = Scene.in(folder)) {
      String place = scene.place(Scene.HOST, "http://");
      scene.host.close();
      String[] words = {place + ": spec.baseUrl: host prod", "no connection", "check spec.baseUrl"};
      scene.run("apply --yes").exits(1).says(words).saysNot("as the repository declares");
      scene.run("daemon --once").exits(1).says(words);
      assertTrue(scene.report("README.md").contains(place), scene.report("README.md"));
      assertEquals(List.of(), scene.batches());
      assertEquals("", scene.recorded());
      scene.run("host list").exits(0).says("unreachable");
    }
  }

  @Test
  void aWrongAdminKey() {
    try (Scene scene = Scene.in(folder)) {
      scene.sealAdminKey("admin-wrong-and-invented");
      scene.commit("The wrong key");
      String place = scene.place(Scene.HOST, "{adminKey");
      refused(scene, place + ": spec.auth: host prod", "not the admin key", "relayctl seal");
      scene.run("host probe prod").exits(1).complains(place).saysNot("admin-wrong-and-invented");
    }
  }

  @Test
  void aHostOlderThanItsDocumentSays() {
    try (Scene scene = Scene.in(folder, Scene.options("0.1.90"))) {
      refused(scene, scene.place(Scene.HOST, "\">=0.1.126"), "0.1.90", "upgrade the host");
      scene.run("host list").exits(0).says("unsupported", "0.1.90");
      scene.run("drift").exits(1).says("0.1.90").saysNot("the hosts are as recorded");
      String reported = scene.reportTip();
      scene.run("daemon --once").exits(1).says("report unchanged");
      assertEquals(reported, scene.reportTip(), "the same problem was reported twice");
    }
  }

  @Test
  void aHostOlderThanThePackSays() {
    try (Scene scene = Scene.in(folder, Scene.options("0.1.90"))) {
      scene.replace(Scene.HOST, "  versions: \">=0.1.126 <0.2.0\"\n", "");
      scene.commit("Any version");
      refused(scene, Scene.IMPORT + ":", "import deepseek on host prod", "0.1.90");
    }
  }

  @Test
  void termsThatNobodyAccepted() {
    SimulatedHostOptions options = Scene.options("0.1.172").withTermsOpen();
    try (Scene scene = Scene.in(folder, options)) {
      String place = scene.place(Scene.HOST, "http://");
      refused(scene, place, "terms accepted first", "run again once they are accepted");
    }
  }

  @Test
  void aForkThatLacksWhatIsNeeded() {
    try (Scene scene = Scene.in(folder)) {
      scene.host.inject(FaultRule.parse("* /api/v1/admin/channels*:not-found:always"));
      refused(scene, scene.place(Scene.HOST, "http://"), "lacks what is needed: channel");
      scene
          .run("host probe prod")
          .exits(1)
          .complains("lacks what is needed: channel")
          .says("unsupported", "no  channels", "yes groups");
      assertEquals(
          "unsupported",
          scene.run("host probe prod --output json").exits(1).json().path("status").asString());
    }
  }

  @Test
  void somethingElseThatAnswersAtTheAddress() {
    try (Scene scene = Scene.in(folder)) {
      scene.host.inject(FaultRule.parse("* *:html:always"));
      refused(scene, scene.place(Scene.HOST, "http://"), "HTML", "is this a sub2api");
    }
  }

  @Test
  void aUserThatTheHostDoesNotKnow() {
    try (Scene scene = Scene.in(folder)) {
      scene.replace(Scene.GRANT, Scene.USER, "nobody@example.com");
      scene.commit("For nobody");
      scene.host.forgetRequests();
      String place = scene.place(Scene.GRANT, "nobody@");
      scene.run("plan").exits(1).says(place, "nobody@example.com", "let the user register");
      scene.run("apply --yes").exits(1).says(place);
      scene.run("daemon --once").exits(1).says(place);
      assertTrue(scene.report("README.md").contains("**failed**"));
      assertTrue(
          scene.report("imports/prod/deepseek.md").contains(place + ": host prod has no user"));
      assertEquals(0, scene.changes());
      assertEquals(List.of(), scene.batches());
    }
  }

  @Test
  void aThingOfTheSameNameThatIsNotOurs() {
    try (Scene scene = Scene.in(folder)) {
      scene
          .host
          .backDoor()
          .byHand(
              "POST",
              "/api/v1/admin/groups",
              "{\"name\": \"deepseek\", \"platform\": \"openai\", \"rate_multiplier\": 1}");
      scene.host.forgetRequests();
      String place = scene.place(Scene.IMPORT, "deepseek}");
      scene.run("plan").exits(1).says(place, "is not ours", "spec.adopt: true");
      scene.run("apply --yes").exits(1).says("is not ours");
      assertEquals(0, scene.changes());
      assertEquals(List.of(), scene.batches());
    }
  }

  @Test
  void aLockedState() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("plan").exits(0);
      long number;
      try (StateStore store = scene.store()) {
        Lease.Claim claim =
            store
                .lease()
                .acquire("relayctl daemon, process 4711 on relay-1", Duration.ofMinutes(10));
        number = ((Lease.Claim.Acquired) claim).fencing();
      }
      String[] words = {"relayctl daemon, process 4711 on relay-1", "relayctl unlock " + number};
      scene.host.forgetRequests();
      String before = scene.recorded();
      scene.run("apply --yes").exits(4).complains(words);
      scene.run("daemon --once").exits(4).complains(words);
      scene.run("daemon").exits(4).complains(words);
      scene.run("rollback --batch b-1 --yes").exits(4).complains(words);
      assertEquals(before, scene.recorded());
      assertEquals(0, scene.changes());
      scene.run("plan").exits(0);
      scene.run("status").exits(0);
      scene.run("unlock").exits(0).says("lock " + number, "process 4711 on relay-1");
      scene.run("unlock " + (number + 1)).exits(1).complains("lock's number is " + number);
      scene.run("apply --yes").exits(4);
      scene.run("unlock " + number).exits(0).says("process 4711 on relay-1 is gone");
      scene.run("apply --yes").exits(0);
      scene.run("unlock").exits(0).says("Nobody holds the lock");
    }
  }

  @Test
  void aRewrittenBranch() {
    try (Scene scene = Scene.in(folder)) {
      String first = scene.git().git("rev-parse", "HEAD");
      scene.replace(Scene.IMPORT, "price: 9.90", "price: 8.90");
      scene.commit("Cheaper");
      scene.run("apply --yes").exits(0);
      String before = scene.recorded();
      scene.rewriteTo(first);
      scene.host.forgetRequests();
      String[] words = {"the branch was rewritten", "--allow rewritten-branch"};
      scene.run("plan").exits(0).complains(words);
      scene.run("apply --yes").exits(1).complains(words);
      assertEquals(0, scene.changes());
      assertEquals(before, scene.recorded());
      scene.run("daemon --once").exits(1).complains(words);
      assertTrue(scene.report("README.md").contains("the branch was rewritten"));
      assertEquals(0, scene.changes());
      scene.run("apply --yes --allow rewritten-branch").exits(0).says("1 to change");
    }
  }

  @Test
  void whatTheCommandLineLacksOrHasWrong() throws Exception {
    try (Scene scene = Scene.in(folder)) {
      String repository = scene.repository().toString();
      String state = scene.state().toString();
      String identity = scene.identityFile().toString();
      Ran.of("plan", "--state", state, "--identity", identity)
          .exits(1)
          .complains("no repository is given", "--repo", "RELAY_REPO");
      Ran.of("apply", "--yes", "--state", state, "--repo", repository)
          .exits(1)
          .complains("no identity is given", "--identity", "relayctl keygen");
      Ran.of("plan", "--state", state, "--repo", repository, "--identity", folder + "/none")
          .exits(1)
          .complains(folder + "/none");
      Path file = Files.writeString(folder.resolve("file"), "");
      Ran.of("plan", "--state", file.toString(), "--identity", identity, "--repo", repository)
          .exits(1)
          .complains(file.toString());
      Ran.of("plan", "--state", state, "--repo", repository, "--ca-file", folder + "/none.pem")
          .exits(1)
          .complains(folder + "/none.pem", "check --ca-file");
      Ran.of("plan", "--state", state, "--repo", repository, "--connect-to", "here")
          .exits(1)
          .complains("write HOST:PORT:ADDRESS:PORT");
      scene.run("host probe stage").exits(1).complains("stage", "it is one of: prod");
      scene
          .run("rollback --yes --batch b-none")
          .exits(1)
          .complains("b-none", "relayctl provider batches");
      scene.run("daemon --once --interval 5x").exits(64).complains("30s");
      scene.run("rollback").exits(64).complains("--batch");
      scene.run("plan --nonsense").exits(64).complains("--nonsense");
      Ran.of("frobnicate").exits(64).complains("frobnicate");
      Ran.of().exits(64).complains("relayctl");
      Ran.of("host").exits(64).complains("probe");
      assertEquals(0, scene.host.requests().size());
    }
  }

  @Test
  void theIdentityOfAnotherInstallation() {
    try (Scene scene = Scene.in(folder)) {
      Path other = folder.resolve("other.identity");
      Ran.of("keygen", other.toString()).exits(0);
      List<String> arguments = scene.arguments("apply", "--yes");
      arguments.set(arguments.indexOf(scene.identityFile().toString()), other.toString());
      Ran.of(arguments.toArray(String[]::new))
          .exits(1)
          .complains(
              scene.place(Scene.IMPORT, "{id: team-a"),
              scene.place(Scene.IMPORT, "{id: team-b"),
              "not sealed to this identity",
              "give the right --identity");
      assertEquals(0, scene.host.requests().size());
      assertEquals("", scene.recorded());
    }
  }

  @Test
  void aVariableThatIsNotSetIsTheHostsOwnProblem() {
    try (Scene scene = Scene.in(folder)) {
      scene.replace(Scene.HOST, "sealed: keys/prod-admin.age", "env: RELAY_TEST_NEVER_SET");
      scene.remove("keys/prod-admin.age");
      scene.commit("From the environment");
      scene.run("validate").exits(0);
      refused(scene, scene.place(Scene.HOST, "{env"), "RELAY_TEST_NEVER_SET is not set");
    }
  }

  @Test
  void aPlainFolderHasNoBranchForReports() throws Exception {
    try (Scene scene = Scene.in(folder)) {
      Path plain = folder.resolve("plain");
      new ProcessBuilder("cp", "-r", folder + "/work", plain.toString()).start().waitFor();
      new ProcessBuilder("rm", "-rf", plain + "/.git").start().waitFor();
      String[] words = {"is a plain folder, which has no branch to commit reports to"};
      onFolder(scene, plain, "plan").exits(0).says("6 to add");
      onFolder(scene, plain, "apply", "--yes", "--report").exits(1).complains(words);
      onFolder(scene, plain, "daemon", "--once").exits(1).complains(words);
      assertEquals(0, scene.changes());
      assertEquals("", scene.recorded());
      onFolder(scene, plain, "apply", "--yes").exits(0).says("succeeded");
      onFolder(scene, plain, "plan", "--detailed-exitcode").exits(0);
    }
  }

  private static Ran onFolder(Scene scene, Path plain, String command, String... more) {
    List<String> arguments = scene.arguments(command, more);
    arguments.set(arguments.indexOf(scene.repository().toString()), plain.toString());
    return Ran.of(arguments.toArray(String[]::new));
  }

  @Test
  void aRefThatIsNotThere() {
    try (Scene scene = Scene.in(folder)) {
      String[] words = {"'topic' is not there", "it has the branches main"};
      scene.run("plan --ref topic").exits(1).complains(words);
      scene.run("apply --yes --ref topic").exits(1).complains(words);
      scene.run("daemon --once --ref topic").exits(1).says(words);
      assertTrue(scene.report("README.md").contains("'topic' is not there"));
      assertEquals(0, scene.host.requests().size());
      assertEquals("", scene.recorded());
    }
  }

  @Test
  void aRepositoryThatIsNotThere() {
    try (Scene scene = Scene.in(folder)) {
      String identity = scene.identityFile().toString();
      for (String repository : List.of(folder + "/none.git", "https://127.0.0.1:1/relay.git")) {
        for (String command : List.of("plan", "daemon")) {
          Ran.of(
                  command,
                  command.equals("plan") ? "--detailed-exitcode" : "--once",
                  "--state",
                  folder + "/state-" + Integer.toHexString(repository.hashCode()),
                  "--identity",
                  identity,
                  "--repo",
                  repository)
              .exits(1)
              .says(repository, "check the");
        }
      }
      scene.run("plan").exits(0);
      Ran.of("plan", "--state", scene.state().toString(), "--identity", identity, "--repo", "x.git")
          .exits(1)
          .complains("the state folder belongs to the repository " + scene.repository());
    }
  }
}

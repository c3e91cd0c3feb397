package dev.relaymanager.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.relaymanager.git.ReportResult.Pushed;
import dev.relaymanager.git.ReportResult.Reason;
import dev.relaymanager.git.ReportResult.Refused;
import dev.relaymanager.git.ReportResult.Unchanged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportBranchTest {
  private static final String BRANCH = "relay/reports";
  private static final CommitAuthor AUTHOR = new CommitAuthor("relayctl", "relayctl@example.com");
  private static final Instant WHEN = Instant.parse("2026-11-02T10:00:00Z");

  @TempDir Path temp;
  private GitCommand remote;
  private GitCommand work;
  private Mirror mirror;

  @BeforeEach
  void makeRemote() {
    remote = GitCommand.bare(temp.resolve("remote.git"));
    work = remote.cloneTo(temp.resolve("work"));
    work.write("a.yaml", "1").push("one");
    mirror = open(temp.resolve("state"), remote);
  }

  @AfterEach
  void close() {
    mirror.close();
  }

  private static Mirror open(Path state, GitCommand remote) {
    return Mirror.open(state, RepositoryAddress.parse(remote.folder.toString()), Optional.empty());
  }

  private static Report report(String folder, String... pathsAndTexts) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      files.put(pathsAndTexts[i], pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return new Report(folder, files, "Report of " + folder, WHEN);
  }

  private ReportResult publish(Report report) {
    return mirror.reports(BRANCH, AUTHOR).publish(report);
  }

  private List<String> paths() {
    String listing = remote.git("ls-tree", "-r", "--name-only", BRANCH);
    return listing.isEmpty() ? List.of() : Arrays.asList(listing.split("\n"));
  }

  private String count() {
    return remote.git("rev-list", "--count", BRANCH);
  }

  /** Pushes a commit of its own to the report branch, as another program would. */
  private void otherPushes(String path, String text) {
    Path copy = temp.resolve("other-" + System.nanoTime());
    GitCommand other = remote.cloneTo(copy);
    if (remote.git("for-each-ref", "refs/heads/" + BRANCH).isEmpty()) {
      other.git("checkout", "-q", "--orphan", BRANCH);
      other.git("rm", "-rfq", ".");
    } else {
      other.git("checkout", "-q", "-f", BRANCH);
    }
    other.write(path, text).push("by somebody else");
  }

  @Test
  void theFirstReportMakesABranchOfItsOwn() {
    Pushed pushed =
        assertInstanceOf(
            Pushed.class,
            publish(report("prod", "prod/status.md", "fine", "prod/status.json", "{}")));
    assertEquals(pushed.commitId(), remote.git("rev-parse", BRANCH));
    assertEquals("1", count());
    assertEquals(List.of("prod/status.json", "prod/status.md"), paths());
    assertEquals("fine", remote.git("show", BRANCH + ":prod/status.md"));
    assertEquals(
        "relayctl|relayctl@example.com|relayctl|relayctl@example.com|2026-11-02T10:00:00+00:00|"
            + "Report of prod",
        remote.git("log", "-1", "--format=%an|%ae|%cn|%ce|%cI|%s", BRANCH));
    assertEquals("one", remote.git("log", "-1", "--format=%s", "main"));
    remote.git("fsck", "--strict");
  }

  @Test
  void anUnchangedReportMakesNoCommit() {
    Pushed pushed = assertInstanceOf(Pushed.class, publish(report("prod", "prod/s.md", "fine")));
    for (int i = 0; i < 3; i++) {
      assertEquals(
          new Unchanged(Optional.of(pushed.commitId())),
          publish(report("prod", "prod/s.md", "fine")));
    }
    assertEquals("1", count());
    assertEquals(new Unchanged(Optional.empty()), mirror.reports("x", AUTHOR).publish(report("p")));
    assertEquals("", remote.git("for-each-ref", "refs/heads/x"));
  }

  @Test
  void whatIsNoLongerInTheFolderIsDeletedAndOtherFoldersStay() {
    publish(report("prod", "prod/a.md", "1", "prod/deep/b.md", "1"));
    publish(report("prod2", "prod2/a.md", "1"));
    otherPushes("README.md", "hands off");
    publish(report("prod", "prod/a.md", "2"));
    assertEquals(List.of("README.md", "prod/a.md", "prod2/a.md"), paths());
    assertEquals("2", remote.git("show", BRANCH + ":prod/a.md"));
    assertEquals("4", count());
    publish(report("prod"));
    assertEquals(List.of("README.md", "prod2/a.md"), paths());
    publish(report("", "only.md", "1"));
    assertEquals(List.of("only.md"), paths());
    remote.git("fsck", "--strict");
  }

  @Test
  void aFileInTheWayOfAFolderGives() {
    publish(report("", "prod", "a file", "keep/x", "1"));
    publish(report("prod/eu", "prod/eu/s.md", "1"));
    assertEquals(List.of("keep/x", "prod/eu/s.md"), paths());
    publish(report("keep/x", "keep/x/y", "1"));
    assertEquals(List.of("keep/x/y", "prod/eu/s.md"), paths());
    remote.git("fsck", "--strict");
  }

  @Test
  void aPushBetweenFetchAndPushIsBuiltUpon() {
    publish(report("prod", "prod/s.md", "1"));
    AtomicInteger attempts = new AtomicInteger();
    AtomicInteger pauses = new AtomicInteger();
    ReportBranch branch =
        new ReportBranch(
            mirror,
            BRANCH,
            AUTHOR,
            pace(
                pauses,
                () -> {
                  if (attempts.incrementAndGet() <= 2) {
                    otherPushes("other/" + attempts.get() + ".md", "x");
                  }
                }));
    Pushed pushed =
        assertInstanceOf(Pushed.class, branch.publish(report("prod", "prod/s.md", "2")));
    assertEquals(3, attempts.get());
    assertEquals(2, pauses.get());
    assertEquals(pushed.commitId(), remote.git("rev-parse", BRANCH));
    assertEquals(List.of("other/1.md", "other/2.md", "prod/s.md"), paths());
    assertEquals("4", count());
  }

  @Test
  void theFirstCommitOfTheBranchMayBeRacedToo() {
    AtomicInteger attempts = new AtomicInteger();
    ReportBranch branch =
        new ReportBranch(
            mirror,
            BRANCH,
            AUTHOR,
            pace(
                new AtomicInteger(),
                () -> {
                  if (attempts.incrementAndGet() == 1) {
                    otherPushes("other.md", "x");
                  }
                }));
    assertInstanceOf(Pushed.class, branch.publish(report("prod", "prod/s.md", "1")));
    assertEquals(List.of("other.md", "prod/s.md"), paths());
  }

  @Test
  void whoeverIsAlwaysLateGivesUpAfterFiveTimes() {
    AtomicInteger attempts = new AtomicInteger();
    ReportBranch branch =
        new ReportBranch(
            mirror,
            BRANCH,
            AUTHOR,
            pace(
                new AtomicInteger(),
                () -> otherPushes("other/" + attempts.incrementAndGet() + ".md", "x")));
    Refused refused =
        assertInstanceOf(Refused.class, branch.publish(report("prod", "prod/s.md", "1")));
    assertEquals(Reason.CONTENDED, refused.reason());
    assertEquals(5, attempts.get());
    assertEquals("5", count());
  }

  @Test
  void aRewrittenReportBranchIsFollowedNotOverwritten() {
    publish(report("prod", "prod/s.md", "1"));
    publish(report("prod", "prod/s.md", "2"));
    remote.git("update-ref", "refs/heads/" + BRANCH, BRANCH + "~1");
    publish(report("prod", "prod/s.md", "3"));
    assertEquals("2", count());
    remote.git("config", "receive.denyNonFastForwards", "true");
    assertInstanceOf(Pushed.class, publish(report("prod", "prod/s.md", "4")));
    assertEquals("3", count());
  }

  @Test
  void aHookOfALocalRepositoryIsNotPassedOver() throws IOException {
    Path hook = Files.writeString(remote.folder.resolve("hooks/update"), "#!/bin/sh\nexit 1\n");
    hook.toFile().setExecutable(true);
    Refused refused = assertInstanceOf(Refused.class, publish(report("p", "p/s.md", "1")));
    assertEquals(Reason.REJECTED, refused.reason());
    assertEquals("report-hook", refused.problem().code());
  }

  @Test
  void aBranchThatSomebodyHasCheckedOutIsLeftAlone() {
    publish(report("prod", "prod/s.md", "1"));
    GitCommand copy = remote.cloneTo(temp.resolve("copy"));
    copy.git("checkout", "-q", BRANCH);
    try (Mirror other = open(temp.resolve("state2"), copy)) {
      Refused refused =
          assertInstanceOf(
              Refused.class, other.reports(BRANCH, AUTHOR).publish(report("p", "p/s", "1")));
      assertEquals("report-branch-checked-out", refused.problem().code());
      copy.git("checkout", "-q", "main");
      assertInstanceOf(
          Pushed.class, other.reports(BRANCH, AUTHOR).publish(report("p", "p/s", "1")));
    }
  }

  @Test
  void aRemoteThatWentAwayIsAValueNotAnException() throws IOException {
    Files.move(remote.folder, temp.resolve("moved.git"));
    Refused refused = assertInstanceOf(Refused.class, publish(report("p", "p/s.md", "1")));
    assertEquals(Reason.FAILED, refused.reason());
    assertEquals("git-unreachable", refused.problem().code());
  }

  @Test
  void manyWritersLoseNothing() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<ReportResult>> writers =
          IntStream.range(0, 4)
              .<Callable<ReportResult>>mapToObj(
                  i ->
                      () -> {
                        try (Mirror own = open(temp.resolve("state-" + i % 2), remote)) {
                          return own.reports(BRANCH, AUTHOR)
                              .publish(report("host" + i, "host" + i + "/s.md", "x"));
                        }
                      })
              .toList();
      for (Future<ReportResult> writer : threads.invokeAll(writers)) {
        assertInstanceOf(Pushed.class, writer.get());
      }
    }
    assertEquals(List.of("host0/s.md", "host1/s.md", "host2/s.md", "host3/s.md"), paths());
    assertEquals("4", count());
  }

  @Test
  void aReportOutsideItsFolderIsADefect() {
    assertThrows(IllegalArgumentException.class, () -> report("prod", "other/s.md", "1"));
    assertThrows(IllegalArgumentException.class, () -> report("prod", "prod", "1"));
    assertThrows(IllegalArgumentException.class, () -> report("prod", "prod/../x", "1"));
    assertThrows(IllegalArgumentException.class, () -> report("../x", "../x/y", "1"));
    assertThrows(IllegalArgumentException.class, () -> report("p", "p/a", "1", "p/a/b", "1"));
    assertThrows(
        IllegalArgumentException.class, () -> new Report("", Map.of("a", new byte[0]), " ", WHEN));
    assertThrows(IllegalArgumentException.class, () -> mirror.reports("no..name", AUTHOR));
  }

  private static RetryPace pace(AtomicInteger pauses, Runnable beforePush) {
    return new RetryPace() {
      @Override
      public void pause(int attempt) {
        pauses.incrementAndGet();
      }

      @Override
      public void beforePush() {
        beforePush.run();
      }
    };
  }
}

package dev.relaymanager.git;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.git.GitException.Kind;
import dev.relaymanager.model.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
  @TempDir Path temp;
  private GitCommand remote;
  private GitCommand work;

  @BeforeEach
  void makeRemote() {
    remote = GitCommand.bare(temp.resolve("remote.git"));
    work = remote.cloneTo(temp.resolve("work"));
  }

  private Mirror open() {
    return open(temp.resolve("state"), remote.folder.toString());
  }

  private static Mirror open(Path state, String address) {
    return Mirror.open(state, RepositoryAddress.parse(address), Optional.empty());
  }

  private static GitException failure(Kind kind, Runnable action) {
    GitException failure = assertThrows(GitException.class, action::run);
    assertEquals(kind, failure.kind(), failure.getMessage());
    assertFalse(failure.problem().fix().isEmpty());
    return failure;
  }

  private static String read(FileTree tree, String path) {
    return new String(tree.read(path, 1 << 20).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void firstFetchClonesAndTellsAboutTheCommit() {
    String id =
        work.write("hosts/prod.yaml", "kind: Host\n")
            .push(
                "Add the host\n\nBecause.\n\nRelay-Allow: deletes=7\nReviewed-by: Bob <b@example.com>");
    try (Mirror mirror = open()) {
      assertEquals(
          new Revision(
              id,
              "Alice Example",
              "alice@example.com",
              Instant.parse("2026-11-02T03:04:05Z"),
              "Add the host",
              List.of(
                  new Revision.Trailer("Relay-Allow", "deletes=7"),
                  new Revision.Trailer("Reviewed-by", "Bob <b@example.com>")),
              "main"),
          mirror.fetch("main"));
      assertTrue(Files.isDirectory(temp.resolve("state/mirror.git")));
    }
  }

  @Test
  void laterFetchesFollowTheBranchAlsoAfterReopening() {
    work.write("a.yaml", "1").push("one");
    try (Mirror mirror = open()) {
      mirror.fetch("main");
      String second = work.write("a.yaml", "2").push("two");
      assertEquals(second, mirror.fetch("main").commitId());
      assertEquals(second, mirror.fetch("main").commitId());
    }
    String third = work.write("a.yaml", "3").push("three");
    try (Mirror mirror = open()) {
      assertEquals("two", mirror.lastFetched("main").orElseThrow().subject());
      Revision newest = mirror.fetch("main");
      assertEquals(third, newest.commitId());
      assertEquals("3", read(mirror.tree(newest), "a.yaml"));
      assertEquals("main@" + third.substring(0, 7), mirror.tree(newest).name());
    }
  }

  @Test
  void headTagsFullNamesAndCommitIdsAreFoundToo() {
    String first = work.write("a.yaml", "1").push("one");
    work.git("tag", "-a", "v1", "-m", "first version");
    work.git("push", "-q", "origin", "v1");
    String second = work.write("a.yaml", "2").push("two");
    work.git("push", "-q", "origin", first + ":refs/pull/7/head");
    try (Mirror mirror = open()) {
      assertEquals("main@" + second.substring(0, 7), mirror.fetch("HEAD").toString());
      assertEquals("v1@" + first.substring(0, 7), mirror.fetch("v1").toString());
      assertEquals(first, mirror.fetch("refs/pull/7/head").commitId());
      assertEquals(first, mirror.fetch(first).commitId());
      assertEquals(first.substring(0, 7), mirror.fetch(first).toString());
      assertEquals(second, mirror.lastFetched("HEAD").orElseThrow().commitId());
      assertEquals(Optional.empty(), mirror.lastFetched("other"));
    }
  }

  @Test
  void aCommitOnNoBranchIsRefused() {
    work.write("a.yaml", "1").push("one");
    String lonely = work.write("a.yaml", "2").commit("two");
    work.git("push", "-q", "origin", lonely + ":refs/pull/7/head");
    try (Mirror mirror = open()) {
      mirror.fetch("refs/pull/7/head");
      failure(Kind.REF_MISSING, () -> mirror.fetch(lonely));
      failure(Kind.REF_MISSING, () -> mirror.fetch("0123456789012345678901234567890123456789"));
    }
  }

  @Test
  void workingCopiesFileUrlsAndOddFolderNamesWork() {
    String id = work.write("a.yaml", "1").push("one");
    Path odd = temp.resolve("me@host:x y%20z");
    remote.cloneTo(odd);
    work.git("worktree", "add", "-q", "-b", "side", temp.resolve("tree").toString());
    List<String> addresses =
        List.of(
            work.folder.toString(),
            remote.folder.toUri().toString(),
            odd.toString(),
            temp.resolve("tree").toString());
    for (int i = 0; i < addresses.size(); i++) {
      try (Mirror mirror = open(temp.resolve("state" + i), addresses.get(i))) {
        assertEquals(id, mirror.fetch("main").commitId(), addresses.get(i));
      }
    }
  }

  @Test
  void aRewrittenBranchIsBroughtButIsNoDescendant() {
    String base = work.write("a.yaml", "1").push("one");
    String lost = work.write("a.yaml", "2").push("two");
    try (Mirror mirror = open()) {
      Revision two = mirror.fetch("main");
      assertTrue(mirror.isDescendant(two, base));
      assertTrue(mirror.isDescendant(two, lost));
      work.git("reset", "-q", "--hard", base);
      String rewritten = work.write("a.yaml", "other").commit("rewritten");
      work.git("push", "-q", "--force", "origin", "main");
      Revision now = mirror.fetch("main");
      assertEquals(rewritten, now.commitId());
      assertFalse(mirror.isDescendant(now, lost));
      assertTrue(mirror.isDescendant(now, base));
      assertFalse(mirror.isDescendant(now, "0123456789012345678901234567890123456789"));
      assertFalse(mirror.isDescendant(now, "no id"));
    }
  }

  @Test
  void changesAndCommitsBetweenRevisionsAreListed() {
    String first = work.write("keep.yaml", "k").write("b.yaml", "1").write("c.yaml", "1").push("1");
    work.shell("rm c.yaml");
    work.write("b.yaml", "2").push("2");
    work.write("a.yaml", "3").push("3");
    try (Mirror mirror = open()) {
      Revision newest = mirror.fetch("main");
      assertEquals(
          Optional.of(
              List.of(
                  new PathChange(PathChange.Kind.ADDED, "a.yaml"),
                  new PathChange(PathChange.Kind.MODIFIED, "b.yaml"),
                  new PathChange(PathChange.Kind.DELETED, "c.yaml"))),
          mirror.changedSince(first, newest));
      assertEquals(
          Optional.empty(),
          mirror.changedSince("0123456789012345678901234567890123456789", newest));
      assertEquals(
          List.of("3", "2"),
          mirror.log(first, newest, 10).stream().map(Revision::subject).toList());
      assertEquals(1, mirror.log(first, newest, 1).size());
      assertEquals(3, mirror.log("", newest, 10).size());
    }
  }

  @Test
  void aMissingRefNamesTheBranchesThatAreThere() {
    work.write("a.yaml", "1").push("one");
    work.git("push", "-q", "origin", "main:release/2");
    try (Mirror mirror = open()) {
      GitException failure = failure(Kind.REF_MISSING, () -> mirror.fetch("mian"));
      assertTrue(failure.getMessage().contains("'mian'"), failure.getMessage());
      assertTrue(failure.getMessage().contains("main, release/2"), failure.getMessage());
      failure(Kind.REF_MISSING, () -> mirror.fetch("main~1"));
      failure(Kind.REF_MISSING, () -> mirror.fetch(""));
    }
  }

  @Test
  void anEmptyRepositoryIsSaidToBeEmpty() {
    try (Mirror mirror = open()) {
      for (String ref : List.of("main", "HEAD")) {
        GitException failure = failure(Kind.REF_MISSING, () -> mirror.fetch(ref));
        assertTrue(failure.getMessage().contains("no branch yet"), failure.getMessage());
      }
    }
  }

  @Test
  void whatIsNoRepositoryIsToldApartFromWhatIsNotThere() throws IOException {
    Path plain = Files.createDirectory(temp.resolve("plain"));
    Path file = Files.writeString(temp.resolve("file"), "text");
    try (Mirror mirror = open(temp.resolve("s1"), plain.toString())) {
      failure(Kind.NOT_A_REPOSITORY, () -> mirror.fetch("main"));
    }
    try (Mirror mirror = open(temp.resolve("s2"), file.toString())) {
      failure(Kind.NOT_A_REPOSITORY, () -> mirror.fetch("main"));
    }
    try (Mirror mirror = open(temp.resolve("s3"), temp.resolve("nowhere").toString())) {
      failure(Kind.UNREACHABLE, () -> mirror.fetch("main"));
    }
  }

  @Test
  void aShallowCloneSaysWhatIsMissing() {
    work.write("a.yaml", "1").push("one");
    work.write("a.yaml", "2").push("two");
    Path shallow = temp.resolve("shallow");
    String source = remote.folder.toUri().toString();
    GitCommand.run(temp, "git", "clone", "-q", "--depth", "1", source, shallow.toString());
    try (Mirror mirror = open(temp.resolve("s"), shallow.toString())) {
      GitException failure = failure(Kind.SHALLOW, () -> mirror.fetch("main"));
      assertTrue(failure.getMessage().contains("fetch-depth: 0"), failure.getMessage());
    }
  }

  @Test
  void aMirrorOfAnotherRepositoryIsRefused() {
    work.write("a.yaml", "1").push("one");
    open().close();
    GitException failure =
        failure(Kind.ANOTHER_REPOSITORY, () -> open(temp.resolve("state"), work.folder.toString()));
    assertTrue(failure.getMessage().contains(remote.folder.toString()), failure.getMessage());
  }

  @Test
  void aDamagedMirrorNamesTheFolderToDelete() throws IOException {
    work.write("a.yaml", "1").push("one");
    Path folder = temp.resolve("state/mirror.git");
    open().close();
    Files.delete(folder.resolve("HEAD"));
    GitException noHead = failure(Kind.DAMAGED, this::open);
    assertTrue(noHead.getMessage().contains("delete the folder " + folder), noHead.getMessage());

    Files.writeString(folder.resolve("HEAD"), "ref: refs/heads/main\n");
    open().close();
    Files.writeString(folder.resolve("config"), "[core\nnonsense");
    failure(Kind.DAMAGED, this::open);
  }

  @Test
  void aMirrorThatLostObjectsSaysSo() throws IOException {
    work.write("a.yaml", "1").push("one");
    Revision revision;
    try (Mirror mirror = open()) {
      revision = mirror.fetch("main");
    }
    try (Stream<Path> packs = Files.list(temp.resolve("state/mirror.git/objects/pack"))) {
      for (Path pack : packs.toList()) {
        Files.delete(pack);
      }
    }
    try (Mirror mirror = open()) {
      failure(Kind.DAMAGED, () -> mirror.tree(revision));
      failure(Kind.DAMAGED, () -> mirror.fetch("main"));
    }
  }

  @Test
  void aCorruptPackIsDamageNotAnUnreachableRemote() throws IOException {
    work.write("a.yaml", "1\n".repeat(100)).push("one");
    try (Mirror mirror = open()) {
      mirror.fetch("main");
    }
    try (Stream<Path> packs = Files.list(temp.resolve("state/mirror.git/objects/pack"))) {
      for (Path pack : packs.filter(path -> path.toString().endsWith(".pack")).toList()) {
        byte[] bytes = Files.readAllBytes(pack);
        java.util.Arrays.fill(bytes, 12, bytes.length - 20, (byte) 0x55);
        pack.toFile().setWritable(true);
        Files.write(pack, bytes);
      }
    }
    try (Mirror mirror = open()) {
      failure(Kind.DAMAGED, () -> mirror.fetch("main"));
    }
  }

  @Test
  void aBranchMayTakeThePlaceOfAFolderOfBranches() {
    work.write("a.yaml", "1").push("one");
    work.git("push", "-q", "origin", "main:env");
    try (Mirror mirror = open()) {
      mirror.fetch("env");
      work.git("push", "-q", "origin", ":env");
      work.git("push", "-q", "origin", "main:env/prod");
      assertEquals("env/prod", mirror.fetch("env/prod").refName());
    }
  }

  @Test
  void lockFilesOfKilledProcessesAreRemovedAndFreshOnesRespected() throws IOException {
    work.write("a.yaml", "1").push("one");
    try (Mirror mirror = open()) {
      mirror.fetch("main");
      String second = work.write("a.yaml", "2").push("two");
      Path lock = temp.resolve("state/mirror.git/refs/relay/main.lock");
      Files.createFile(lock);
      failure(Kind.LOCKED, () -> mirror.fetch("main"));
      Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
      assertEquals(second, mirror.fetch("main").commitId());
    }
  }

  @Test
  void whoeverWaitsTooLongForTheMirrorIsToldWhoHasIt() throws Exception {
    work.write("a.yaml", "1").push("one");
    try (Mirror mirror =
            Mirror.open(
                temp.resolve("state"),
                RepositoryAddress.parse(remote.folder.toString()),
                Optional.empty(),
                Duration.ofMillis(100));
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Path lockFile = temp.resolve("state/mirror.lock");
      Future<GitException> waiting =
          MirrorLock.holding(
              lockFile,
              Duration.ofSeconds(10),
              () -> {
                Future<GitException> asked =
                    other.submit(() -> failure(Kind.LOCKED, () -> mirror.fetch("main")));
                try {
                  asked.get();
                } catch (Exception failure) {
                  throw new AssertionError(failure);
                }
                return asked;
              });
      assertTrue(waiting.get().getMessage().contains("mirror.lock"));
      assertEquals("one", mirror.fetch("main").subject());
    }
  }

  @Test
  void manyFetchersOfOneStateFolderAllSucceed() throws Exception {
    String id = work.write("a.yaml", "1").push("one");
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Callable<String>> fetchers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        fetchers.add(
            () -> {
              try (Mirror mirror = open()) {
                return mirror.fetch("main").commitId();
              }
            });
      }
      for (Future<String> fetched : threads.invokeAll(fetchers)) {
        assertEquals(id, fetched.get());
      }
    }
  }

  @Test
  void longHistoriesAreReportedAndCollectedOnTheWay() throws IOException {
    work.write("a.yaml", "0").push("0");
    List<String> tasks = new ArrayList<>();
    try (Mirror mirror = open()) {
      mirror.fetch("main", (task, done, total) -> tasks.add(task));
      for (int i = 1; i <= 60; i++) {
        work.write("a.yaml", String.valueOf(i)).push(String.valueOf(i));
        assertEquals(String.valueOf(i), mirror.fetch("main").subject());
      }
      assertEquals(61, mirror.log("", mirror.fetch("main"), 100).size());
    }
    assertFalse(tasks.isEmpty());
    try (Stream<Path> packs = Files.list(temp.resolve("state/mirror.git/objects/pack"))) {
      long count = packs.filter(path -> path.toString().endsWith(".pack")).count();
      assertTrue(count < 60, "never collected: " + count + " packs");
    }
    assertFalse(Files.exists(temp.resolve("state/mirror.git/gc.pid")));
  }

  @Test
  void aThousandFilesAreReadAlike() {
    IntStream.range(0, 1000).forEach(i -> work.write("d" + i % 10 + "/f" + i, "content " + i));
    work.push("many");
    try (Mirror mirror = open()) {
      FileTree tree = mirror.tree(mirror.fetch("main"));
      FileTree folder = FolderTree.of(work.folder);
      assertEquals(1000, tree.files().size());
      assertEquals(folder.files(), tree.files());
      for (FileTree.Entry entry : tree.files()) {
        assertArrayEquals(
            folder.read(entry.path(), 100).orElseThrow(),
            tree.read(entry.path(), 100).orElseThrow());
      }
    }
  }

  @Test
  void textsOfACommitCannotSteerATerminal() {
    work.write("a.yaml", "1");
    work.git("add", "-A");
    work.git(
        "commit",
        "-q",
        "--author",
        "Eve \u001b[31m<eve@\u202eexample.com>",
        "-m",
        "red \u001b[31m");
    work.git("push", "-q", "origin", "HEAD");
    try (Mirror mirror = open()) {
      Revision revision = mirror.fetch("main");
      assertEquals("red  [31m", revision.subject());
      assertEquals("Eve  [31m", revision.authorName());
      assertEquals("eve@ example.com", revision.authorMail());
    }
  }
}

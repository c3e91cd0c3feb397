package dev.relaymanager.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions and folders as trees of files, and that both mean the same. */
class FileTreeTest {
  @TempDir Path temp;
  private GitCommand remote;
  private GitCommand work;

  @BeforeEach
  void makeRemote() {
    remote = GitCommand.bare(temp.resolve("remote.git"));
    work = remote.cloneTo(temp.resolve("work"));
  }

  private Mirror open() {
    return Mirror.open(
        temp.resolve("state"), RepositoryAddress.parse(remote.folder.toString()), Optional.empty());
  }

  private static List<String> paths(FileTree tree) {
    return tree.files().stream().map(FileTree.Entry::path).toList();
  }

  @Test
  void entriesCarryGitsOwnIdsAndSizes() {
    work.write("a.yaml", "hello\n").write("tools/run.sh", "#!/bin/sh\n").write("empty", "");
    work.shell("chmod +x tools/run.sh");
    work.push("files");
    try (Mirror mirror = open()) {
      FileTree revision = mirror.tree(mirror.fetch("main"));
      for (FileTree tree : List.of(revision, FolderTree.of(work.folder))) {
        assertEquals(
            List.of(
                new FileTree.Entry("a.yaml", work.git("hash-object", "a.yaml"), 6),
                new FileTree.Entry("empty", work.git("hash-object", "empty"), 0),
                new FileTree.Entry("tools/run.sh", work.git("hash-object", "tools/run.sh"), 10)),
            tree.files());
        assertEquals(List.of(), tree.strangers());
        assertEquals(
            "hello\n", new String(tree.read("a.yaml", 6).orElseThrow(), StandardCharsets.UTF_8));
        assertEquals(0, tree.read("empty", 0).orElseThrow().length);
        assertEquals(Optional.empty(), tree.read("nowhere", 10));
        assertEquals(Optional.empty(), tree.read("tools", 10));
        assertEquals(
            Optional.empty(), tree.read("../" + work.folder.getFileName() + "/a.yaml", 10));
        EnvironmentException tooLarge =
            assertThrows(EnvironmentException.class, () -> tree.read("a.yaml", 5));
        assertTrue(tooLarge.getMessage().contains("6 bytes"), tooLarge.getMessage());
      }
    }
  }

  @Test
  void symbolicLinksAndSubmodulesAreStrangersAndAreNotFollowed() {
    GitCommand other = GitCommand.bare(temp.resolve("other.git"));
    other.cloneTo(temp.resolve("otherwork")).write("x.yaml", "x").push("x");
    work.write("dir/a.yaml", "1");
    work.shell("ln -s /etc/passwd secret.yaml; ln -s dir linked; ln -s nowhere dangling");
    work.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "add",
        "-q",
        other.folder.toString(),
        "sub");
    work.push("odd things");
    try (Mirror mirror = open()) {
      FileTree revision = mirror.tree(mirror.fetch("main"));
      for (FileTree tree : List.of(revision, FolderTree.of(work.folder))) {
        assertEquals(List.of(".gitmodules", "dir/a.yaml"), paths(tree));
        assertEquals(List.of("dangling", "linked", "secret.yaml", "sub"), tree.strangers());
        assertEquals(Optional.empty(), tree.read("secret.yaml", 1 << 20));
        assertEquals(Optional.empty(), tree.read("linked/a.yaml", 10));
        assertEquals(Optional.empty(), tree.read("sub/x.yaml", 10));
      }
    }
  }

  @Test
  void oddFileNamesAreReadAndUnsafeOnesAreStrangers() {
    work.shell(
        """
        printf 1 > 'with blank.yaml'; printf 1 > 'quote"s.yaml'; printf 1 > -dash.yaml
        printf 1 > 'percent%20+plus.yaml'
        printf 1 > "$(printf 'k\\303\\274che.yaml')"
        printf 1 > "$(printf '\\346\\250\\241\\345\\236\\213.yaml')"
        printf 1 > "$(printf 'bad\\377utf8.yaml')"
        printf 1 > "$(printf 'esc\\033[31m.yaml')"
        printf 1 > "$(printf 'line\\nfeed.yaml')"
        printf 1 > "$(printf 'turn\\342\\200\\256lmay')"
        mkdir "$(printf 'dir\\377')"; printf 1 > "$(printf 'dir\\377/inside.yaml')"
        """);
    work.push("odd names");
    List<String> plain =
        List.of(
            "-dash.yaml",
            "küche.yaml",
            "percent%20+plus.yaml",
            "quote\"s.yaml",
            "with blank.yaml",
            "模型.yaml");
    List<String> strange =
        List.of(
            "bad\\xffutf8.yaml",
            "esc\\x1b[31m.yaml",
            "line\\x0afeed.yaml",
            "turn\\xe2\\x80\\xaelmay");
    try (Mirror mirror = open()) {
      FileTree revision = mirror.tree(mirror.fetch("main"));
      assertEquals(plain, paths(revision));
      assertTrue(revision.strangers().containsAll(strange), () -> revision.strangers().toString());
      assertTrue(revision.strangers().contains("dir\\xff/inside.yaml"));
      assertEquals(5, revision.strangers().size());

      FileTree folder = FolderTree.of(work.folder);
      assertEquals(revision.files(), folder.files());
      assertTrue(folder.strangers().containsAll(strange), () -> folder.strangers().toString());
      assertTrue(folder.strangers().contains("dir\\xff"));
      for (FileTree tree : List.of(revision, folder)) {
        for (String path : plain) {
          assertEquals(1, tree.read(path, 10).orElseThrow().length, path);
        }
      }
    }
  }

  /** Git's own commands refuse to make such trees; a hostile server does not use them. */
  @Test
  void pathsThatClimbOutOfTheTreeAreStrangers() throws IOException {
    work.write("good.yaml", "1").push("one");
    String blob = work.git("rev-parse", "HEAD:good.yaml");
    String inner = rawTree("100644 x.yaml", blob);
    String tree =
        rawTree(
            "40000 .", inner,
            "40000 ..", inner,
            "40000 .GIT", inner,
            "100644 /abs.yaml", blob,
            "100644 good.yaml", blob,
            "100644 good.yaml", blob);
    String commit = work.git("commit-tree", "-m", "climbs", tree);
    // Objects are laid into the remote by hand: a push would be checked.
    work.shell("cp -r .git/objects/* ../remote.git/objects/");
    remote.git("update-ref", "refs/heads/main", commit);
    try (Mirror mirror = open()) {
      FileTree revision = mirror.tree(mirror.fetch("main"));
      assertEquals(List.of("good.yaml"), paths(revision));
      assertEquals(
          List.of("../x.yaml", "./x.yaml", ".GIT/x.yaml", "/abs.yaml", "good.yaml"),
          revision.strangers());
    }
  }

  /** Writes a tree as it is given: mode and name, then the object's id, and so on. */
  private String rawTree(String... entriesAndIds) throws IOException {
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    for (int i = 0; i < entriesAndIds.length; i += 2) {
      tree.writeBytes(entriesAndIds[i].getBytes(StandardCharsets.UTF_8));
      tree.write(0);
      tree.writeBytes(HexFormat.of().parseHex(entriesAndIds[i + 1]));
    }
    Path file = Files.write(temp.resolve("tree"), tree.toByteArray());
    return work.git("hash-object", "-t", "tree", "-w", "--literally", file.toString());
  }

  @Test
  void aTreeThatUnfoldsWithoutEndIsRefused() {
    work.write("a", "1").push("one");
    String tree =
        work.shell(
            """
            tree=$(git rev-parse HEAD^{tree})
            for level in 1 2 3 4 5 6 7 8; do
              tree=$(for name in 0 1 2 3 4 5 6 7 8 9; do
                printf '040000 tree %s\\t%s\\n' "$tree" "$name"; done | git mktree)
            done
            echo "$tree"
            """);
    work.git("push", "-q", "origin", work.git("commit-tree", "-m", "bomb", tree) + ":main", "-f");
    try (Mirror mirror = open()) {
      Revision bomb = mirror.fetch("main");
      assertThrows(EnvironmentException.class, () -> mirror.tree(bomb));
    }
  }

  @Test
  void aFolderLeavesOutWhatGitIgnores() {
    work.write("a.yaml", "1").write("node_modules/p/b.yaml", "1").write("plain-keys.txt", "sk");
    work.write("sub/drop.tmp", "1").write("sub/keep.tmp", "1").write("sub/deep/drop.tmp", "1");
    work.write(".gitignore", "node_modules/\n*.txt\n*.tmp\n").write("sub/.gitignore", "!keep.tmp");
    work.push("some");
    try (Mirror mirror = open()) {
      FileTree revision = mirror.tree(mirror.fetch("main"));
      assertEquals(
          List.of(".gitignore", "a.yaml", "sub/.gitignore", "sub/keep.tmp"), paths(revision));
      assertEquals(revision.files(), FolderTree.of(work.folder).files());
    }
  }

  @Test
  void aFileThatChangedAfterListingIsNotPassedOffUnderItsOldId() throws IOException {
    Path file = Files.writeString(temp.resolve("work/a.yaml"), "first");
    FileTree folder = FolderTree.of(work.folder);
    for (String changed : List.of("other", "longer than before", "x")) {
      Files.writeString(file, changed);
      assertThrows(EnvironmentException.class, () -> folder.read("a.yaml", 100), changed);
    }
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/etc/passwd"));
    assertThrows(EnvironmentException.class, () -> folder.read("a.yaml", 100));
  }

  @Test
  void whatIsNoFolderIsSaidToBeNone() {
    assertThrows(EnvironmentException.class, () -> FolderTree.of(temp.resolve("nowhere")));
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.git.GitCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The real {@code git} in a folder, as an operator uses it, with no configuration but its own. */
record Git(Path folder) {
  static Git in(Path folder) {
    return new Git(folder);
  }

  static Git bare(Path folder) {
    Path parent = Objects.requireNonNull(folder.getParent());
    run(parent, List.of("git", "init", "-q", "--bare", "-b", "main", folder.toString()));
    return new Git(folder);
  }

  Git cloneTo(Path copy) {
    git("clone", "-q", folder.toString(), copy.toString());
    Git clone = new Git(copy);
    clone.git("symbolic-ref", "HEAD", "refs/heads/main");
    return clone;
  }

  String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    return run(folder, command);
  }

  void write(String path, byte[] bytes) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  String read(String path) {
    try {
      return Files.readString(folder.resolve(path));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  void remove(String path) {
    try {
      Files.delete(folder.resolve(path));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Commits everything in the folder and pushes it; returns the commit's id. */
  String push(String message) {
    return run(
        folder,
        List.of(
            "sh",
            "-ec",
            "git add -A; git commit -q --allow-empty -m \"$1\"; git push -q origin HEAD;"
                + " git rev-parse HEAD",
            "push",
            message));
  }

  private static String run(Path folder, List<String> command) {
    return GitCommand.run(
        folder,
        Map.of(
            "GIT_AUTHOR_NAME", "Olga Operator",
            "GIT_AUTHOR_EMAIL", "olga@example.com",
            "GIT_COMMITTER_NAME", "Olga Operator",
            "GIT_COMMITTER_EMAIL", "olga@example.com"),
        command.toArray(String[]::new));
  }
}

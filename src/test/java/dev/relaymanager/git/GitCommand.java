package dev.relaymanager.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real {@code git} in a folder, with no configuration but its own. */
public final class GitCommand {
  final Path folder;

  private GitCommand(Path folder) {
    this.folder = folder;
  }

  /** Git in that folder, whatever it is. */
  public static GitCommand in(Path folder) {
    return new GitCommand(folder);
  }

  /** A new bare repository whose default branch is {@code main}. */
  public static GitCommand bare(Path folder) {
    run(folder.getParent(), "git", "init", "-q", "--bare", "-b", "main", folder.toString());
    return new GitCommand(folder);
  }

  /** A working copy of a repository, or an empty one that pushes there. */
  public GitCommand cloneTo(Path copy) {
    run(folder.getParent(), "git", "clone", "-q", folder.toString(), copy.toString());
    GitCommand clone = new GitCommand(copy);
    clone.git("symbolic-ref", "HEAD", "refs/heads/main");
    if (!git("for-each-ref", "refs/heads/main").isEmpty()) {
      clone.git("reset", "-q", "--hard", "origin/main");
    }
    return clone;
  }

  /** Runs a command and returns what it prints. */
  public String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    return run(folder, command.toArray(String[]::new));
  }

  String shell(String script) {
    return run(folder, "sh", "-ec", script);
  }

  /** Writes a file of the working copy. */
  public GitCommand write(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Commits everything in the folder; returns the commit's id. */
  public String commit(String message) {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
    return git("rev-parse", "HEAD");
  }

  /** Commits everything and pushes the branch. */
  public String push(String message) {
    String id = commit(message);
    git("push", "-q", "origin", "HEAD");
    return id;
  }

  static String run(Path folder, String... command) {
    return run(
        folder,
        Map.of(
            "GIT_AUTHOR_NAME", "Alice Example",
            "GIT_AUTHOR_EMAIL", "alice@example.com",
            "GIT_COMMITTER_NAME", "Bob Example",
            "GIT_COMMITTER_EMAIL", "bob@example.com",
            "GIT_COMMITTER_DATE", "2026-11-02T03:04:05Z"),
        command);
  }

  /**
   * Runs a command and returns what it prints.
   *
   * @param who Git's variables for author and committer
   */
  public static String run(Path folder, Map<String, String> who, String... command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      Map<String, String> environment = builder.environment();
      environment.keySet().removeIf(name -> name.startsWith("GIT_"));
      environment.putAll(Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1"));
      environment.putAll(who);
      Process process = builder.redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ":\n" + output);
      }
      return output;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}

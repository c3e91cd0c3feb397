package dev.relaymanager.git;

import dev.relaymanager.model.EnvironmentException;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** Makes new repositories, for trying things out. */
public final class BareRepository {
  private BareRepository() {}

  /** An empty bare repository with {@code main} as its first branch. */
  public static void create(Path folder) {
    Isolation.enforce();
    try {
      Git.init()
          .setBare(true)
          .setInitialBranch("main")
          .setDirectory(folder.toFile())
          .call()
          .close();
    } catch (GitAPIException failed) {
      throw new EnvironmentException(
          "no repository can be made in " + folder + ": " + failed.getMessage(), failed);
    }
  }
}

package dev.relaymanager.git;

import java.io.File;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Cuts JGit off from the machine it runs on. By default JGit reads the user's configuration, starts
 * {@code git} to find the system's, writes measurements of the file system into the user's
 * configuration, and looks the host's name up for default authors.
 */
final class Isolation extends SystemReader.Delegate {
  /** JGit keeps one reader for the whole process, so this happens once, on first use. */
  private static final class Once {
    static final Isolation READER = new Isolation(SystemReader.getInstance());

    static {
      SystemReader.setInstance(READER);
      // Otherwise a shell is started to ask for it. It matters only to files checked out.
      if (FS.DETECTED instanceof FS_POSIX posix) {
        posix.setUmask(0022);
      }
    }
  }

  private Isolation(SystemReader delegate) {
    super(delegate);
  }

  /** To be called before anything of JGit is touched. */
  static void enforce() {
    Isolation ours = Once.READER;
    if (SystemReader.getInstance() != ours) {
      throw new IllegalStateException("something else replaced JGit's view of the system");
    }
  }

  /** No variable steers us: GIT_*, XDG_*, and PATH, by which {@code git} would be found. */
  @Override
  public @Nullable String getenv(String variable) {
    return null;
  }

  /** Asked for only to invent an author, which we always name; the real one may take a lookup. */
  @Override
  public String getHostname() {
    return "localhost";
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new Empty(fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new Empty(fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new Empty(fs);
  }

  /** A configuration without a file. */
  private static final class Empty extends FileBasedConfig {
    @SuppressWarnings("NullAway") // JGit's own reader passes null for "no file" as well
    Empty(FS fs) {
      super(null, (File) null, fs);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}

package dev.relaymanager.git;

import java.io.File;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
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
    private static final Duration COARSEST = Duration.ofSeconds(2);

    @SuppressWarnings("NullAway") // JGit's own reader passes null for "no file" as well
    Empty(FS fs) {
      super(null, (File) null, fs);
    }

    /**
     * How finely files are dated. Not told, JGit measures it anew in every process: for three
     * seconds, with files that it writes into the mirror and into a remote on the same machine. The
     * coarsest file system there is (FAT, and JGit's own fallback) is right everywhere.
     */
    @Override
    public long getTimeUnit(
        String section,
        @Nullable String subsection,
        String name,
        long defaultValue,
        TimeUnit wantUnit) {
      return section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
          ? wantUnit.convert(COARSEST)
          : super.getTimeUnit(section, subsection, name, defaultValue, wantUnit);
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

package dev.relaymanager.store;

import dev.relaymanager.model.EnvironmentException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database file: makes it readable by its owner only, and opens connections to it.
 *
 * @param path of the file
 */
record StoreFile(Path path) {
  /** How long a statement waits for another process; its transactions last milliseconds. */
  static final Duration BUSY = Duration.ofSeconds(10);

  private static final String NAME = "relay.db";

  /** Finds or makes the folder (0700) and the file (0600) in it. */
  static StoreFile in(Path stateFolder) {
    Path folder = stateFolder.toAbsolutePath().normalize();
    Path path = folder.resolve(NAME);
    try {
      make(folder, path);
    } catch (IOException refused) {
      throw new EnvironmentException(
          "cannot make the state folder "
              + folder
              + ": "
              + refused
              + "; choose a folder that this user may write with --state or RELAY_STATE",
          refused);
    }
    if (!Files.isWritable(folder) || !Files.isWritable(path)) {
      throw new EnvironmentException(
          "the state folder "
              + folder
              + " or relay.db in it is read-only for this user; mend its permissions or choose"
              + " another with --state or RELAY_STATE");
    }
    return new StoreFile(path);
  }

  private static void make(Path folder, Path path) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, attributes(folder, "rwx------"));
      // SQLite syncs its own files; the names of new ones are for whoever makes them.
      sync(folder.getParent());
    }
    if (!Files.exists(path)) {
      try {
        Files.createFile(path, attributes(folder, "rw-------"));
        sync(folder);
      } catch (FileAlreadyExistsException otherProcessWasFirst) {
        return;
      }
    }
  }

  private static FileAttribute<?>[] attributes(Path near, String permissions) {
    boolean posix = near.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static void sync(@Nullable Path folder) throws IOException {
    if (folder != null && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** A connection whose commits are on disk when they return. */
  Connection openWriter() throws SQLException {
    SQLiteConfig config = config();
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    Connection connection = config.createConnection("jdbc:sqlite:" + path);
    try {
      useWriteAheadLog(connection);
    } catch (SQLException refused) {
      connection.close();
      throw refused;
    }
    return connection;
  }

  /** A connection that cannot write; it sees what was committed before each statement. */
  Connection openReader() throws SQLException {
    Connection connection = config().createConnection("jdbc:sqlite:" + path);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = 1");
    } catch (SQLException refused) {
      connection.close();
      throw refused;
    }
    return connection;
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setBusyTimeout((int) BUSY.toMillis());
    return config;
  }

  /**
   * Two processes that both make the file new hinder each other here; SQLite does not wait then.
   */
  private static void useWriteAheadLog(Connection connection) throws SQLException {
    long giveUp = System.nanoTime() + BUSY.toNanos();
    while (true) {
      try (Statement statement = connection.createStatement();
          ResultSet answer = statement.executeQuery("PRAGMA journal_mode = WAL")) {
        String mode = answer.next() ? answer.getString(1) : "";
        if (mode.equals("wal")) {
          return;
        }
        throw new SQLException("the file system allows no write-ahead log (" + mode + ")");
      } catch (SQLiteException busy) {
        if (busy.getResultCode() != SQLiteErrorCode.SQLITE_BUSY || System.nanoTime() > giveUp) {
          throw busy;
        }
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
    }
  }
}

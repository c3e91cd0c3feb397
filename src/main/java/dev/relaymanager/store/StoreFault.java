package dev.relaymanager.store;

import dev.relaymanager.model.EnvironmentException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Says what a failing database means and what to do. JDBI's own messages are not passed on: they
 * quote statements with their values.
 */
record StoreFault(Path file) {
  /** What the caller shall see instead of {@code failure}; what is no database fault stays. */
  RuntimeException explain(RuntimeException failure) {
    if (!(failure instanceof JdbiException)) {
      return failure;
    }
    SQLException cause = sqlCause(failure);
    return cause == null
        ? new IllegalStateException(
            "the store was used wrongly: " + failure.getClass().getSimpleName())
        : explain(cause);
  }

  RuntimeException explain(SQLException cause) {
    if (!(cause instanceof SQLiteException sqlite)) {
      return environment("cannot be used: " + cause.getMessage(), cause);
    }
    SQLiteErrorCode code = sqlite.getResultCode();
    return switch (code.code & 0xff) {
      // Constraints guard what callers promise; SQLite names the columns, never the values.
      case 19 -> new IllegalStateException("the store refuses: " + cause.getMessage());
      case 13 -> environment("is on a full disk; free some space there and run again", cause);
      case 8, 3, 23, 14 ->
          environment(
              "cannot be written or opened ("
                  + code.name()
                  + "); check that the folder and the file belong to the user who runs this and"
                  + " are not read-only",
              cause);
      case 5, 6 ->
          environment(
              "is locked by another process for longer than "
                  + StoreFile.BUSY.toSeconds()
                  + " s; end that process or wait for it",
              cause);
      case 26, 11 ->
          environment(
              "is damaged or no SQLite database; restore it from a backup, or move it away: apply"
                  + " then takes over what stands (groups, channels and plans with spec.adopt: true)",
              cause);
      case 15 ->
          environment(
              "cannot be shared safely on this file system (" + code.name() + "); use a local disk",
              cause);
      case 10 ->
          environment(
              "met an I/O error ("
                  + code.name()
                  + "); check the disk and its free space. A network file system does not do: use"
                  + " a local disk",
              cause);
      default ->
          new IllegalStateException(
              "the store was used wrongly: " + code.name() + ", " + cause.getMessage(), cause);
    };
  }

  EnvironmentException environment(String what, @Nullable Throwable cause) {
    String message = "the state database " + file + " " + what;
    return cause == null
        ? new EnvironmentException(message)
        : new EnvironmentException(message, cause);
  }

  /** SQLite's own exception where there is one: batches wrap it in one that says less. */
  private static @Nullable SQLException sqlCause(Throwable failure) {
    SQLException found = null;
    for (Throwable link = failure; link != null; link = link.getCause()) {
      if (link instanceof SQLiteException sqlite) {
        return sqlite;
      }
      if (found == null && link instanceof SQLException sql) {
        found = sql;
      }
    }
    return found;
  }
}

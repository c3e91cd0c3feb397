package dev.relaymanager.store;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Lets single statements of a store's writing connection fail. */
public final class StoreFaults {
  private StoreFaults() {}

  /** What a statement may meet. */
  public enum Kind {
    FULL_DISK(SQLiteErrorCode.SQLITE_FULL, true),
    READ_ONLY(SQLiteErrorCode.SQLITE_READONLY, false),
    IO_ERROR(SQLiteErrorCode.SQLITE_IOERR_WRITE, true),
    /** Reported although the statement was carried out, as after a sync that failed too late. */
    IO_ERROR_AFTERWARDS(SQLiteErrorCode.SQLITE_IOERR_FSYNC, false);

    private final SQLiteErrorCode code;
    private final boolean undoes;

    Kind(SQLiteErrorCode code, boolean undoes) {
      this.code = code;
      this.undoes = undoes;
    }
  }

  /** Looks on at the statements of a store's writing connection. */
  public interface Watch {
    /** One is about to be carried out; what this throws it fails with. */
    void before() throws SQLException;

    /** One was carried out. */
    void after() throws SQLException;
  }

  /**
   * Shows the statements from now on to a watch; {@code BEGIN} and {@code COMMIT} are among them.
   */
  public static void watch(StateStore store, Watch watch) {
    AtomicBoolean watching = new AtomicBoolean();
    listen(
        store,
        new SqlLogger() {
          @Override
          public void logBeforeExecution(StatementContext context) {
            if (watching.get()) {
              look(watch::before);
            }
          }

          @Override
          public void logAfterExecution(StatementContext context) {
            if (watching.get()) {
              look(watch::after);
            }
          }
        });
    watching.set(true); // not shown: the rest of the transaction that put this up
  }

  /** Does something while nothing is being written to the database. */
  public static void whileStill(StateStore store, Runnable work) {
    store.writer().run(handle -> work.run());
  }

  private static void listen(StateStore store, SqlLogger logger) {
    store.writer().run(handle -> handle.getConfig(SqlStatements.class).setSqlLogger(logger));
  }

  private interface Look {
    void look() throws SQLException;
  }

  private static void look(Look look) {
    try {
      look.look();
    } catch (SQLException failure) {
      throwUnchecked(failure);
    }
  }

  /**
   * Lets one statement fail, once.
   *
   * @param number which, counted from 1 from now on; {@code BEGIN} and {@code COMMIT} count
   * @return how many statements there were
   */
  public static AtomicInteger failOnce(StateStore store, int number, Kind kind) {
    AtomicInteger met = new AtomicInteger(Integer.MIN_VALUE);
    listen(
        store,
        new SqlLogger() {
          @Override
          public void logBeforeExecution(StatementContext context) {
            if (met.incrementAndGet() == number && kind != Kind.IO_ERROR_AFTERWARDS) {
              undo(context, kind);
              throwUnchecked(failure(kind));
            }
          }

          @Override
          public void logAfterExecution(StatementContext context) {
            if (met.get() == number && kind == Kind.IO_ERROR_AFTERWARDS) {
              throwUnchecked(failure(kind));
            }
          }
        });
    met.set(0); // not counted: the rest of the transaction that put this up
    return met;
  }

  private static SQLException failure(Kind kind) {
    return new SQLiteException("[" + kind.code + "] on purpose", kind.code);
  }

  /** SQLite itself ends the transaction that such a fault befalls. */
  private static void undo(StatementContext context, Kind kind) {
    if (!kind.undoes) {
      return;
    }
    try (Statement statement = context.getConnection().createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException noTransaction) {
      return;
    }
  }

  /** As the driver throws it: JDBI's loggers may not, by their signature. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void throwUnchecked(Throwable failure) throws E {
    throw (E) failure;
  }
}

package dev.relaymanager.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Connections that read; they neither wait for the writer nor make it wait. Safe for threads. */
final class Readers implements ConnectionFactory, AutoCloseable {
  private static final int KEPT = 4;

  private final StoreFile file;
  private final StoreFault fault;
  private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>(KEPT);
  private final Jdbi jdbi = Jdbi.create(this);
  private volatile boolean closed;

  Readers(StoreFile file, StoreFault fault) {
    this.file = file;
    this.fault = fault;
  }

  /** All that {@code work} reads is of one moment. */
  <T extends @Nullable Object> T read(Function<Handle, T> work) {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    try {
      return jdbi.inTransaction(work::apply);
    } catch (RuntimeException failure) {
      throw fault.explain(failure);
    }
  }

  @Override
  public Connection openConnection() throws SQLException {
    Connection waiting = idle.poll();
    return waiting == null ? file.openReader() : waiting;
  }

  @Override
  public void closeConnection(Connection connection) throws SQLException {
    if (closed || !idle.offer(connection)) {
      connection.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
      try {
        connection.close();
      } catch (SQLException failure) {
        throw fault.explain(failure);
      }
    }
  }
}

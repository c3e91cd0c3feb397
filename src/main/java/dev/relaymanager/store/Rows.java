package dev.relaymanager.store;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** How values that many tables share stand in columns. */
final class Rows {
  /** The columns of {@link #key}. */
  static final String KEY_COLUMNS = "host, import_name, type, name";

  /** Narrows a statement to the resource that {@link #bindKey} names. */
  static final String KEY_EQUALS =
      "host = :host AND import_name = :importName AND type = :type AND name = :name";

  // Always nine digits: times of different lengths would not sort as text.
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  private Rows() {}

  static String text(Instant time) {
    return TIME.format(time);
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return Instant.parse(row.getString(column));
  }

  static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : Instant.parse(text);
  }

  static @Nullable Long numberOrNull(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  static ResourceKey key(ResultSet row) throws SQLException {
    return new ResourceKey(
        row.getString("host"),
        row.getString("import_name"),
        ResourceType.ofId(row.getString("type")),
        row.getString("name"));
  }

  static <S extends SqlStatement<S>> S bindKey(S statement, ResourceKey key) {
    return statement
        .bind("host", key.host())
        .bind("importName", key.importName())
        .bind("type", key.type().id())
        .bind("name", key.name());
  }
}

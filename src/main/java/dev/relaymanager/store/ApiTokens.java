package dev.relaymanager.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Who may call the API: names, roles and hashes of tokens, never a token. */
public final class ApiTokens {
  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;

  ApiTokens(Writer writer, Readers readers, InstantSource clock) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
  }

  /**
   * A token.
   *
   * @param name who has it, for people and the audit log; unique
   * @param role {@code read}, {@code plan}, {@code apply} or {@code admin}
   * @param hash SHA-256 of the token, hexadecimal
   */
  public record Token(String name, String role, String hash, Instant createdAt) {}

  /**
   * Keeps a token.
   *
   * @return false when there is one of that name; then nothing is written
   */
  public boolean add(String name, String role, String hash) {
    return writer.write(
        handle ->
            handle
                    .createUpdate(
                        "INSERT INTO api_tokens (name, role, hash, created_at) VALUES (:name,"
                            + " :role, :hash, :at) ON CONFLICT (name) DO NOTHING")
                    .bind("name", name)
                    .bind("role", role)
                    .bind("hash", hash)
                    .bind("at", Rows.text(clock.instant()))
                    .execute()
                > 0);
  }

  /**
   * Forgets a token: who has it is refused from the next call on.
   *
   * @return false when there is none of that name
   */
  public boolean remove(String name) {
    return writer.write(
        handle ->
            handle
                    .createUpdate("DELETE FROM api_tokens WHERE name = :name")
                    .bind("name", name)
                    .execute()
                > 0);
  }

  /** All of them, by name. */
  public List<Token> list() {
    return readers.read(
        handle ->
            handle
                .createQuery("SELECT * FROM api_tokens ORDER BY name")
                .map(
                    (row, context) ->
                        new Token(
                            row.getString("name"),
                            row.getString("role"),
                            row.getString("hash"),
                            Rows.time(row, "created_at")))
                .list());
  }
}

package dev.relaymanager.git;

import dev.relaymanager.seal.Secret;

/**
 * What an HTTPS server is shown when it asks who is there.
 *
 * @param user the user's name; forges that take a bare token accept any non-empty name
 * @param token a token or password; stays the caller's, who closes it
 */
public record Credentials(String user, Secret token) {
  public Credentials {
    if (user.isEmpty() || token.isEmpty()) {
      throw new IllegalArgumentException("credentials need a user name and a token");
    }
  }
}

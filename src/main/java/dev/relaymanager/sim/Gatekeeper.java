package dev.relaymanager.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds out who calls and refuses whoever may not (contract.md 1). Thread-safe. */
final class Gatekeeper {
  private final State state;
  private final Dialect dialect;
  private final Sessions sessions;
  private final UserKeys userKeys;
  private final Set<Long> acceptedTerms = ConcurrentHashMap.newKeySet();
  private volatile String adminKey;

  Gatekeeper(State state, Dialect dialect, Sessions sessions, String adminKey) {
    this.state = state;
    this.dialect = dialect;
    this.sessions = sessions;
    this.userKeys = new UserKeys(state, dialect);
    this.adminKey = adminKey;
  }

  /** The call with the caller in it. */
  Call admit(Call call, Routes.Access access) {
    return switch (access) {
      case NOBODY -> call;
      case USER -> call.by(state.read(() -> bearer(call)), null);
      case ADMIN -> call.by(state.read(() -> admin(call)), null);
      case USER_KEY -> userKeys.admit(call);
    };
  }

  private UserRow admin(Call call) {
    UserRow user = adminOf(call);
    if (dialect.terms() == Terms.ASKED
        && !acceptedTerms.contains(user.id)
        && !call.template().startsWith("/api/v1/admin/compliance")) {
      throw new Refusal(dialect.terms().refusal());
    }
    return user;
  }

  private UserRow adminOf(Call call) {
    String key = call.header("x-api-key");
    if (!key.isEmpty()) {
      if (!same(key, adminKey)) {
        throw Sessions.barred("INVALID_ADMIN_KEY", "this is not the admin key");
      }
      return firstAdmin();
    }
    if (call.header("authorization").isEmpty()) {
      throw Sessions.barred("UNAUTHORIZED", "admin routes need a key or a token");
    }
    UserRow user = bearer(call);
    if (!user.admin()) {
      throw new Refusal(Envelope.barred(403, "FORBIDDEN", "only administrators may do this"));
    }
    return user;
  }

  /** The admin key acts as the first active administrator. */
  UserRow firstAdmin() {
    for (UserRow user : state.users.all()) {
      if (user.admin() && user.active()) {
        return user;
      }
    }
    throw new Refusal(Envelope.barred(500, "INTERNAL_ERROR", "there is no administrator"));
  }

  private UserRow bearer(Call call) {
    String header = call.header("authorization");
    if (header.isEmpty()) {
      throw Sessions.barred("UNAUTHORIZED", "this route needs a token");
    }
    if (!header.startsWith("Bearer ")) {
      throw Sessions.barred("INVALID_AUTH_HEADER", "the header is 'Bearer' and a token");
    }
    String token = header.substring("Bearer ".length()).strip();
    if (token.isEmpty()) {
      throw Sessions.barred("EMPTY_TOKEN", "the token is empty");
    }
    UserRow user = sessions.userOf(token, state);
    user.lastActive = state.now();
    return user;
  }

  void acceptTerms(long userId) {
    acceptedTerms.add(userId);
  }

  boolean acceptedTerms(long userId) {
    return acceptedTerms.contains(userId);
  }

  String adminKey() {
    return adminKey;
  }

  void replaceAdminKey(String key) {
    adminKey = key;
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}

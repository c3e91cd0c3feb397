package dev.relaymanager.sim;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tokens of people who logged in. Thread-safe. */
final class Sessions {
  static final Duration ACCESS = Duration.ofHours(24);

  private record Session(long userId, int tokenVersion, Instant ends) {}

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> access = new ConcurrentHashMap<>();
  private final Map<String, Session> refresh = new ConcurrentHashMap<>();

  String open(UserRow user, Instant now) {
    return add(access, user, now.plus(ACCESS));
  }

  String openRefresh(UserRow user, Instant now) {
    return add(refresh, user, now.plus(Duration.ofDays(30)));
  }

  /** The user behind a token, or the refusal of the guard before the handlers. */
  UserRow userOf(String token, State state) {
    Session session = access.get(token);
    if (session == null) {
      throw barred("INVALID_TOKEN", "this token was not issued here");
    }
    if (session.ends().isBefore(state.now())) {
      throw barred("TOKEN_EXPIRED", "this token ran out");
    }
    UserRow user = state.users.find(session.userId());
    if (user == null) {
      throw barred("USER_NOT_FOUND", "the user of this token is gone");
    }
    if (!user.active()) {
      throw barred("USER_INACTIVE", "the user of this token is switched off");
    }
    if (session.tokenVersion() != user.tokenVersion) {
      throw barred("TOKEN_REVOKED", "the password was changed since");
    }
    return user;
  }

  /** Takes a refresh token out of use. */
  @Nullable UserRow redeem(String token, State state) {
    Session session = refresh.remove(token);
    return session == null || session.ends().isBefore(state.now())
        ? null
        : state.users.find(session.userId());
  }

  String randomHex(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }

  static Refusal barred(String code, String message) {
    return new Refusal(Envelope.barred(401, code, message));
  }

  private String add(Map<String, Session> sessions, UserRow user, Instant ends) {
    String token = "sim." + randomHex(24) + "." + randomHex(16);
    sessions.put(token, new Session(user.id, user.tokenVersion, ends));
    return token;
  }
}

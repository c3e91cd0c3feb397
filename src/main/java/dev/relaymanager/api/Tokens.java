package dev.relaymanager.api;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.store.ApiTokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes tokens, and knows whose they are. Only hashes of them are kept. */
public final class Tokens {
  private static final String PREFIX = "rlt_";
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?");

  private final ApiTokens kept;

  public Tokens(ApiTokens kept) {
    this.kept = kept;
  }

  /**
   * Makes a token of 256 random bits. It is given away here and never again.
   *
   * @param name who it is for, in the audit log
   * @throws InvalidInputException when the name is taken or no name
   */
  public Secret create(String name, Role role) {
    if (!NAME.matcher(name).matches() || role == Role.ANYONE) {
      throw new InvalidInputException(
          Problem.of(
              "bad-token",
              "no token can be called so",
              "use lower-case letters, digits, dots and dashes, at most 63, and a role of read,"
                  + " plan, apply and admin"));
    }
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    Secret token =
        Secret.of(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    if (!kept.add(name, role.id(), token.reveal(Tokens::hash))) {
      throw new InvalidInputException(
          Problem.of(
              "token-exists",
              "there is a token " + name + " already",
              "take another name, or relayctl token revoke " + name + " first"));
    }
    return token;
  }

  /** Whether nobody has a token: then this machine is trusted. */
  boolean none() {
    return kept.list().isEmpty();
  }

  /** Whose token it is; all are compared, each in constant time. */
  Optional<Caller> callerOf(String token) {
    byte[] hash = hash(token).getBytes(StandardCharsets.US_ASCII);
    Optional<Caller> found = Optional.empty();
    for (ApiTokens.Token one : kept.list()) {
      if (MessageDigest.isEqual(hash, one.hash().getBytes(StandardCharsets.US_ASCII))) {
        found = Role.ofId(one.role()).map(role -> new Caller(one.name(), role));
      }
    }
    return found;
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this Java lacks SHA-256", missing);
    }
  }
}

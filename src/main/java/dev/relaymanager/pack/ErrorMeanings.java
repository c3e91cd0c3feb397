package dev.relaymanager.pack;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor's refusals say about the key that was used.
 *
 * @param dead the key is wrong, revoked or locked
 * @param empty its balance is used up
 * @param busy it works, but not now: too many requests, or the vendor is overloaded
 */
public record ErrorMeanings(List<Answer> dead, List<Answer> empty, List<Answer> busy) {

  /** What a refusal can mean; whatever the pack does not name means nothing about the key. */
  public enum Meaning {
    DEAD,
    EMPTY,
    BUSY
  }

  /**
   * A refusal.
   *
   * @param status HTTP status
   * @param code error code in the body; null when the status says enough
   */
  public record Answer(int status, @Nullable String code) {
    private boolean matches(int otherStatus, @Nullable String otherCode) {
      return status == otherStatus && (code == null || code.equals(otherCode));
    }
  }

  public ErrorMeanings {
    dead = List.copyOf(dead);
    empty = List.copyOf(empty);
    busy = List.copyOf(busy);
  }

  /**
   * What an answer means; one that names a code counts before one by status alone. Empty when the
   * pack says nothing about it.
   */
  public Optional<Meaning> of(int status, @Nullable String code) {
    return find(status, code, true).or(() -> find(status, code, false));
  }

  private Optional<Meaning> find(int status, @Nullable String code, boolean byCode) {
    for (Meaning meaning : Meaning.values()) {
      List<Answer> answers =
          switch (meaning) {
            case DEAD -> dead;
            case EMPTY -> empty;
            case BUSY -> busy;
          };
      for (Answer answer : answers) {
        if ((answer.code() != null) == byCode && answer.matches(status, code)) {
          return Optional.of(meaning);
        }
      }
    }
    return Optional.empty();
  }
}

package dev.relaymanager.probe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a call through the gateway with a user's key showed.
 *
 * @param verdict proven when the model answered through our group; refused when the call failed;
 *     unchecked when no call could be made, or none that says anything of our group
 * @param call what was sent; empty when no call could be made
 * @param status the gateway's HTTP status; 0 when there was no answer
 * @param evidence which call, what was answered, and through which account, where that can be told
 * @param servedBy name of the account that served; empty when it cannot be told
 * @param paidBy the subscription that the call was billed to; null when a balance paid, or when
 *     nothing was proven
 * @param at when
 */
public record GatewayProof(
    Caller caller,
    WayVerdict verdict,
    String call,
    int status,
    String evidence,
    String servedBy,
    @Nullable Paid paidBy,
    Instant at) {

  /**
   * Whose key the call was made with.
   *
   * @param grant the grant that gives the key; empty for the manager's own probe user
   * @param user e-mail, or the host's id, of the user
   */
  public record Caller(String grant, String user) {
    /** The manager's own. */
    public static Caller probeUser(String email) {
      return new Caller("", email);
    }

    /** For people: {@code grant research}. */
    @Override
    public String toString() {
      return grant.isEmpty() ? "probe user " + user : "grant " + grant;
    }
  }

  /**
   * A subscription that paid.
   *
   * @param id the host's
   * @param ours whether a grant of ours made it; else the user came by it alone, or by hand
   */
  public record Paid(long id, boolean ours) {}

  /** No call could be made. */
  public static GatewayProof unchecked(Caller caller, String why, Instant at) {
    return new GatewayProof(caller, WayVerdict.UNCHECKED, "", 0, why, "", null, at);
  }

  /** Whether the model answered through our group. */
  public boolean proven() {
    return verdict == WayVerdict.PROVEN;
  }
}

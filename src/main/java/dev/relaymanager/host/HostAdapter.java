package dev.relaymanager.host;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything the manager can do with a host. Paths, bodies and version differences stay behind it.
 *
 * <p>Every call ends in a {@link HostOutcome}; none throws for what a host or a network does. Reads
 * are retried inside; a change is sent once, again only where its idempotency key makes that safe.
 * A list is whole or refused: a page that failed, was short, or whose total moved never reads as
 * "not there". Safe for use by many threads; limits of the host's document are kept inside.
 */
public interface HostAdapter extends AutoCloseable {
  /** Name of the {@code Host} document. */
  String host();

  /** The version the host claims; needs no credential. */
  HostOutcome<String> version();

  /** Finds out what the host can do, by requests that no host can carry out (recording 02). */
  HostOutcome<HostReport> probe();

  HostOutcome<List<LiveResource.Group>> groups();

  /** One group; empty when the host says that there is none. */
  HostOutcome<Optional<LiveResource.Group>> group(long id);

  HostOutcome<List<LiveResource.Channel>> channels();

  /** One channel; empty when the host says that there is none. */
  HostOutcome<Optional<LiveResource.Channel>> channel(long id);

  HostOutcome<List<LiveResource.Plan>> plans();

  /** One plan; empty when it is not in the list, as hosts give none by its id. */
  HostOutcome<Optional<LiveResource.Plan>> plan(long id);

  HostOutcome<List<LiveResource.Account>> accounts(Scope scope);

  /** One account; empty when the host says that there is none. */
  HostOutcome<Optional<LiveResource.Account>> account(long id);

  /**
   * Those that stand, also when expired; revoked ones are left out, though some hosts list them.
   */
  HostOutcome<List<LiveResource.Subscription>> subscriptions(Scope scope);

  /** One subscription; empty when the host says that there is none. */
  HostOutcome<Optional<LiveResource.Subscription>> subscription(long id);

  /** What an installation of the manager made, found by its marks. */
  HostOutcome<ManagedResources> managed(String installation);

  /** The user whose e-mail is exactly this, compared as the host does: trimmed, without case. */
  HostOutcome<Optional<HostUser>> userByEmail(String email);

  /** The user with this id; empty when the host says that there is none. */
  HostOutcome<Optional<HostUser>> user(long id);

  /** Users in whose e-mail, name or notes a text occurs, compared without case. */
  HostOutcome<List<HostUser>> usersMatching(String text);

  /** A user's API keys: names and groups, never the keys. */
  HostOutcome<List<UserKey>> userKeys(long userId);

  /** How many users' keys are bound to a group. */
  HostOutcome<Long> userKeysInGroup(long groupId);

  HostOutcome<LiveResource.Group> createGroup(ResourceSpec.Group spec);

  /**
   * Changes a group to the spec; what the spec does not declare keeps its {@code current} value,
   * which has to be sent along (contract.md, item 4).
   */
  HostOutcome<LiveResource.Group> updateGroup(LiveResource.Group current, ResourceSpec.Group spec);

  HostOutcome<Gone> deleteGroup(long id);

  HostOutcome<LiveResource.Channel> createChannel(ResourceSpec.Channel spec);

  HostOutcome<LiveResource.Channel> updateChannel(
      LiveResource.Channel current, ResourceSpec.Channel spec);

  HostOutcome<Gone> deleteChannel(long id);

  HostOutcome<LiveResource.Plan> createPlan(ResourceSpec.Plan spec);

  HostOutcome<LiveResource.Plan> updatePlan(LiveResource.Plan current, ResourceSpec.Plan spec);

  HostOutcome<Gone> deletePlan(long id);

  /** Makes one account; else as {@link #createAccounts}. */
  HostOutcome<LiveResource.Account> createAccount(NewAccount account, String idempotencyKey);

  /**
   * Makes accounts in one request.
   *
   * @param idempotencyKey the same key with the same accounts never makes them twice within 24
   *     hours (contract.md 2.5); 1 to 128 printable ASCII characters
   * @return an outcome for each account, in their order
   */
  HostOutcome<List<ItemOutcome>> createAccounts(List<NewAccount> accounts, String idempotencyKey);

  /**
   * Changes an account to the spec.
   *
   * @param key the upstream key: needed whenever base URL, mapping or key change, because hosts
   *     before 0.1.127 replace credentials whole; null when none of them changes. What people added
   *     to the credentials is kept.
   */
  HostOutcome<LiveResource.Account> updateAccount(
      LiveResource.Account current, ResourceSpec.Account spec, @Nullable Secret key, Marker marker);

  /**
   * Makes the same change to accounts.
   *
   * @return the accounts as they are read afterwards; refused when one of them does not exist, the
   *     others being changed all the same, or when one does not show the change
   */
  HostOutcome<List<LiveResource.Account>> changeAccounts(List<Long> ids, AccountChange change);

  /**
   * Deletes an account; done also when there was none, as the host answers the same: {@link
   * Gone#wasThere} tells nothing here.
   */
  HostOutcome<Gone> deleteAccount(long id);

  /** How long the host's own probe of an upstream is waited for: 8 s on 0.1.126, 15 s later. */
  Duration PROBE_PATIENCE = Duration.ofSeconds(20);

  /**
   * Makes new or changed accounts fit to serve: waits for the host's own probe of the upstream
   * where that decides, and pins chat completions where the vendor has only those (contract.md
   * 5.3).
   *
   * @param atMost how long to wait for the host's probe; afterwards it goes on without
   */
  HostOutcome<Settled> settleProtocol(List<Long> accountIds, Protocol protocol, Duration atMost);

  /**
   * The host's own test of an account with a model. Costs an upstream call. Refused, with no word
   * on the account, when the host failed or there is no such account.
   */
  HostOutcome<AccountVerdict> testAccount(long id, String model);

  /** The models that the host says an account serves: an echo of its mapping (item 14). */
  HostOutcome<List<String>> accountModels(long id);

  /**
   * Gives a user the group for some days. The host returns an existing one when days and notes are
   * the same, and refuses otherwise (contract.md 4.6).
   */
  HostOutcome<LiveResource.Subscription> assignSubscription(
      long userId, long groupId, int days, Marker marker);

  /**
   * Gives users the group for some days, in one request.
   *
   * @param marker the same for all of them
   * @return an outcome for each user, in their order
   */
  HostOutcome<List<Assignment>> assignSubscriptions(
      List<Long> userIds, long groupId, int days, Marker marker);

  /**
   * Moves the end of a subscription.
   *
   * @param days not zero; negative shortens
   */
  HostOutcome<LiveResource.Subscription> extendSubscription(
      long id, int days, String idempotencyKey);

  HostOutcome<Gone> revokeSubscription(long id);

  /** Makes a user, who can do nothing yet. */
  HostOutcome<HostUser> createUser(NewUser user);

  HostOutcome<Gone> deleteUser(long id);

  /** Users that managers keep for their proofs, known by their e-mails; with their marks. */
  HostOutcome<List<LiveResource.ProbeUser>> probeUsers();

  /** One of them; empty when there is none with this id. */
  HostOutcome<Optional<LiveResource.ProbeUser>> probeUser(long id);

  /** The API keys of probe users that carry a mark. */
  HostOutcome<List<LiveResource.ProbeKey>> probeKeys();

  /** Makes a probe user, with its balance and mark. */
  HostOutcome<LiveResource.ProbeUser> createProbeUser(
      ResourceSpec.ProbeUser spec, Secret password, Marker marker);

  /** Binds a user's key to a group. */
  HostOutcome<UserKey> bindUserKey(long keyId, long groupId);

  /** Deletes a key as its user: no administrator can. */
  HostOutcome<Gone> deleteUserKey(UserLogin user, long keyId);

  /** A key of the user, read by the user; the caller closes it. */
  HostOutcome<Secret> userKey(UserLogin user, long keyId);

  /**
   * Makes an API key as the user: no administrator can make one for another (contract.md 4.7).
   *
   * @param groupId a group that is open to the user
   */
  HostOutcome<Secret> createUserKey(
      UserLogin user, String name, long groupId, String idempotencyKey);

  /** The calls that a group's keys made last, the newest first, some dozens at most. */
  HostOutcome<List<ServedCall>> lastCalls(long groupId);

  /** One small chat completion as a user would send it. */
  HostOutcome<GatewayAnswer> chat(Secret userKey, String model);

  @Override
  void close();

  /**
   * A deletion.
   *
   * @param wasThere false when the host said that there was no such thing
   */
  record Gone(boolean wasThere) {}

  /**
   * What {@link #settleProtocol} found.
   *
   * @param waited whether the host's probe was waited for
   * @param unprobed accounts whose probe had not ended in time
   */
  record Settled(boolean waited, List<Long> unprobed) {}
}

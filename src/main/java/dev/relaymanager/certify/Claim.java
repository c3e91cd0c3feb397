package dev.relaymanager.certify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the adapter relies on; one is tried after the other. */
public enum Claim {
  VERSION(Area.HOST, "read the version", "it is said without a credential"),
  PROBE(Area.HOST, "probe", "every capability that is needed is found"),

  GROUP_CREATE(Area.GROUPS, "create a group", "it is as asked for"),
  GROUP_READ(Area.GROUPS, "read a group", "it is the one that was made"),
  GROUP_LIST(Area.GROUPS, "list groups", "the new one is among them"),
  GROUP_UPDATE(Area.GROUPS, "update a group", "the rest, limits too, keeps its values"),
  GROUP_UNIQUE(Area.GROUPS, "create a group twice", "refused as GROUP_EXISTS"),

  CHANNEL_CREATE(Area.CHANNELS, "create a channel", "prices keep their last digit"),
  CHANNEL_READ(Area.CHANNELS, "read a channel", "it is the one that was made"),
  CHANNEL_LIST(Area.CHANNELS, "list channels", "the new one is among them"),
  CHANNEL_UPDATE(Area.CHANNELS, "update a channel", "it is as asked for"),
  CHANNEL_UNIQUE(Area.CHANNELS, "create a channel twice", "refused as CHANNEL_EXISTS"),

  PLAN_CREATE(Area.PLANS, "create a plan", "it is as asked for"),
  PLAN_LIST(Area.PLANS, "list plans", "the new one is among them"),
  PLAN_UPDATE(Area.PLANS, "update a plan", "it is as asked for"),

  ACCOUNT_CREATE(Area.ACCOUNTS, "create an account", "it is as asked for, in its group"),
  ACCOUNT_ONCE(
      Area.ACCOUNTS, "create an account again", "under the same idempotency key it is the same"),
  ACCOUNT_BATCH(Area.ACCOUNTS, "create accounts in a batch", "each item says how it ended"),
  ACCOUNT_BATCH_ONCE(
      Area.ACCOUNTS, "create a batch again", "under the same idempotency key they are the same"),
  ACCOUNT_KEY_CONFLICT(
      Area.ACCOUNTS, "create others under a used key", "refused as IDEMPOTENCY_KEY_CONFLICT"),
  ACCOUNT_READ(Area.ACCOUNTS, "read an account", "it carries our mark"),
  ACCOUNT_LIST(Area.ACCOUNTS, "list the accounts of a group", "they are those that were made"),
  ACCOUNT_UPDATE(Area.ACCOUNTS, "update an account", "its key and its mark are kept"),
  ACCOUNT_CHANGE(Area.ACCOUNTS, "change many accounts", "all show the change"),
  ACCOUNT_CHANGE_MISSING(
      Area.ACCOUNTS, "change an account that is not there", "no success is taken for one"),
  ACCOUNT_MODELS(Area.ACCOUNTS, "list the models of an account", "they are those it was given"),
  ACCOUNT_SETTLE(Area.ACCOUNTS, "pin chat completions", "the accounts keep to them"),
  ACCOUNT_TEST(Area.ACCOUNTS, "test an account", "the test ends in a verdict"),

  USER_CREATE(Area.SUBSCRIPTIONS, "create a user", "the user can be found by e-mail"),
  ASSIGN(Area.SUBSCRIPTIONS, "assign a subscription", "for the days, with our mark"),
  ASSIGN_ONCE(Area.SUBSCRIPTIONS, "assign it again", "it is the same one"),
  ASSIGN_CONFLICT(
      Area.SUBSCRIPTIONS, "assign it for other days", "refused as SUBSCRIPTION_ASSIGN_CONFLICT"),
  ASSIGN_BULK(Area.SUBSCRIPTIONS, "assign to many", "each user's outcome is told"),
  EXTEND(
      Area.SUBSCRIPTIONS, "extend a subscription", "once, however often its idempotency key comes"),
  SUBSCRIPTION_READ(Area.SUBSCRIPTIONS, "read a subscription", "it ends when it should"),
  SUBSCRIPTION_LIST(Area.SUBSCRIPTIONS, "list the subscriptions of a group", "ours is the one"),
  MANAGED(Area.SUBSCRIPTIONS, "list what is managed", "all that was made is found by its marks"),

  KEY_CREATE(Area.GATEWAY, "create a key as the user", "it is bound to the group"),
  KEY_LIST(Area.GATEWAY, "list a user's keys", "names and groups are shown"),
  KEY_COUNT(Area.GATEWAY, "count the keys of a group", "the user's key counts"),
  CHAT(Area.GATEWAY, "chat as the user", "the model answers"),
  SERVED_BY(Area.GATEWAY, "tell which account served", "the call is booked to ours"),
  CHAT_UNKNOWN_MODEL(Area.GATEWAY, "chat with an unknown model", "refused as expected"),
  CHAT_UNKNOWN_KEY(Area.GATEWAY, "chat with an unknown key", "refused as INVALID_API_KEY"),

  REVOKE(Area.REMOVAL, "revoke a subscription", "it is gone from the list"),
  CHAT_REVOKED(Area.REMOVAL, "chat after that", "refused as SUBSCRIPTION_NOT_FOUND"),
  ACCOUNT_DELETE(Area.REMOVAL, "delete an account", "it is absent afterwards"),
  PLAN_DELETE(Area.REMOVAL, "delete a plan", "it is absent afterwards"),
  CHANNEL_DELETE(Area.REMOVAL, "delete a channel", "it is absent afterwards"),
  GROUP_DELETE(Area.REMOVAL, "delete a group", "it is absent afterwards"),
  USER_DELETE(Area.REMOVAL, "delete a user", "the user is not found any more"),
  DELETE_AGAIN(Area.REMOVAL, "delete what is not there", "told apart from a deletion"),
  NOTHING_LEFT(Area.REMOVAL, "clean up", "nothing that was made here is left");

  private final Area area;
  private final String operation;
  private final String expectation;

  Claim(Area area, String operation, String expectation) {
    this.area = area;
    this.operation = operation;
    this.expectation = expectation;
  }

  public Area area() {
    return area;
  }

  /** What is done, in words. */
  public String operation() {
    return operation;
  }

  /** What has to come of it. */
  public String expectation() {
    return expectation;
  }

  /** As in machine output: {@code group_create}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All of an area, in order. */
  public static List<Claim> of(Area area) {
    return Arrays.stream(values()).filter(claim -> claim.area == area).toList();
  }
}

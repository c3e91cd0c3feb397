package dev.relaymanager.sim;

/** The refusals with a name, with their status (contract.md 1 to 6). The wording is our own. */
enum Reason {
  GROUP_NOT_FOUND(404, "no such group"),
  GROUP_EXISTS(409, "another group has this name"),
  CHANNEL_NOT_FOUND(404, "no such channel"),
  CHANNEL_EXISTS(409, "another channel has this name"),
  GROUP_ALREADY_IN_CHANNEL(409, "a group is in another channel already"),
  INVALID_CHANNEL_ID(400, "a channel id is a number"),
  VALIDATION_ERROR(400, "the body does not hold what it should"),
  MODEL_PATTERN_CONFLICT(400, "two priced models match the same names"),
  MAPPING_PATTERN_CONFLICT(400, "two mapped models match the same names"),
  NEGATIVE_PRICE(400, "a price is below zero"),
  BILLING_MODE_MISSING_PRICE(400, "this billing mode needs a price"),
  INVALID_PRICING_INTERVALS(400, "the token intervals overlap or run backwards"),
  INTERVAL_MISSING_PRICE(400, "an interval has no price"),
  PLAN_NAME_REQUIRED(400, "a plan needs a name"),
  PLAN_GROUP_REQUIRED(400, "a plan needs a group"),
  PLAN_PRICE_INVALID(400, "a plan's price is above zero"),
  PLAN_ORIGINAL_PRICE_INVALID(400, "the price before discount is not below zero"),
  PLAN_VALIDITY_REQUIRED(400, "a plan lasts at least one unit"),
  PLAN_VALIDITY_UNIT_REQUIRED(400, "a plan needs a unit of time"),
  PLAN_CURRENCY_INVALID(400, "a currency has three letters"),
  ACCOUNT_NOT_FOUND(404, "no such account"),
  INVALID_GROUP_FILTER(400, "the group filter is an id or 'ungrouped'"),
  NOT_OAUTH(400, "only accounts with OAuth can be refreshed"),
  SUBSCRIPTION_NOT_FOUND(404, "no such subscription"),
  SUBSCRIPTION_ASSIGN_CONFLICT(409, "a subscription of other length or notes stands"),
  SUBSCRIPTION_NOT_REVOKED(409, "the subscription was not revoked"),
  SUBSCRIPTION_RESTORE_CONFLICT(409, "the user has another subscription of this group"),
  GROUP_NOT_SUBSCRIPTION_TYPE(400, "this group is not sold by subscription"),
  CANNOT_SHORTEN_EXPIRED(400, "an expired subscription cannot be shortened"),
  ADJUST_WOULD_EXPIRE(400, "the subscription would end in the past"),
  USER_NOT_FOUND(404, "no such user"),
  EMAIL_EXISTS(409, "another user has this e-mail"),
  API_KEY_NOT_FOUND(404, "no such API key"),
  API_KEY_EXISTS(409, "another API key reads the same"),
  API_KEY_TOO_SHORT(400, "an API key of one's own has 16 characters or more"),
  API_KEY_INVALID_CHARS(400, "an API key holds letters, digits, '-' and '_'"),
  INVALID_GROUP_ID(400, "a group id is not below zero"),
  GROUP_NOT_ACTIVE(400, "this group is switched off"),
  SUBSCRIPTION_REQUIRED(400, "this group needs a subscription"),
  GROUP_NOT_ALLOWED(403, "this user may not use this group"),
  INSUFFICIENT_PERMISSIONS(403, "this belongs to somebody else"),
  INVALID_CREDENTIALS(401, "e-mail and password do not fit"),
  USER_NOT_ACTIVE(403, "this user is switched off"),
  REFRESH_TOKEN_INVALID(401, "this refresh token is not valid"),
  IDEMPOTENCY_KEY_INVALID(400, "an idempotency key has 1 to 128 printable characters"),
  IDEMPOTENCY_KEY_CONFLICT(409, "this idempotency key was used for something else"),
  IDEMPOTENCY_IN_PROGRESS(409, "the request of this idempotency key still runs"),
  IDEMPOTENCY_RETRY_BACKOFF(409, "the request of this idempotency key failed just now"),
  IDEMPOTENCY_STORE_UNAVAILABLE(503, "the stored answer was too long to keep"),
  ADMIN_COMPLIANCE_INVALID_PHRASE(400, "this is not the phrase that was asked for");

  private final int status;
  private final String text;

  Reason(int status, String text) {
    this.status = status;
    this.text = text;
  }

  int status() {
    return status;
  }

  String text() {
    return text;
  }

  Refusal refuse() {
    return new Refusal(Envelope.refused(status, text, name(), null));
  }
}

package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.GatewayAnswer.Cause;
import org.semver4j.Semver;

/**
 * How the gateway refuses a model that no account of the group maps; changed with 0.1.139
 * (contract.md 6.2).
 */
enum UnknownModels {
  /** 503, as when there is no account at all or the channel restricts the model. */
  LIKE_NO_ACCOUNT(Cause.NO_ACCOUNT_OR_MODEL),
  /** 404, while 503 means that no account serves. */
  BY_NAME(Cause.NO_ACCOUNT);

  private final Cause unavailable;

  UnknownModels(Cause unavailable) {
    this.unavailable = unavailable;
  }

  static UnknownModels of(Semver version) {
    return version.isGreaterThanOrEqualTo("0.1.139") ? BY_NAME : LIKE_NO_ACCOUNT;
  }

  /** What a 503 means. */
  Cause unavailable() {
    return unavailable;
  }
}

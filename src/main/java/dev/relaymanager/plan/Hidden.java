package dev.relaymanager.plan;

import dev.relaymanager.model.ResourceSpec;

/**
 * Completes what a host shows of an account by what it does not show: the upstream key, which hosts
 * from 0.1.127 on hide, and which interface the vendor serves.
 */
public final class Hidden {
  private Hidden() {}

  /**
   * The shown spec, its gaps filled.
   *
   * @param known what is known of the same resource from elsewhere
   */
  public static ResourceSpec filled(ResourceSpec shown, ResourceSpec known) {
    if (shown instanceof ResourceSpec.Account account
        && known instanceof ResourceSpec.Account other) {
      return new ResourceSpec.Account(
          account.name(),
          account.groups(),
          account.baseUrl(),
          account.modelMapping(),
          account.concurrency(),
          account.priority(),
          account.rateMultiplier(),
          account.protocol() == null ? other.protocol() : account.protocol(),
          account.key() == null ? other.key() : account.key());
    }
    return shown;
  }
}

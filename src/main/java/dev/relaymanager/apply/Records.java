package dev.relaymanager.apply;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.Value;
import dev.relaymanager.plan.FieldChange;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is put on record of a resource before and after a change. */
final class Records {
  private Records() {}

  /**
   * The declared side of what was asked for, completed by what only the host can say: when a
   * subscription ends.
   */
  static ResourceSpec asMade(ResourceSpec wanted, LiveResource found) {
    if (wanted instanceof ResourceSpec.Subscription subscription
        && found instanceof LiveResource.Subscription live) {
      return new ResourceSpec.Subscription(
          subscription.name(), subscription.group(), subscription.days(), live.spec().expiresAt());
    }
    return wanted;
  }

  /**
   * The same where only the record follows and the host is not asked for anything: an end that
   * somebody moved there stays to be told from the one that was meant.
   */
  static ResourceSpec asMeant(ResourceSpec wanted, LiveResource found) {
    ResourceSpec made = asMade(wanted, found);
    return made.fields().equals(wanted.fields()) ? made : asDeclared(wanted, made);
  }

  private static ResourceSpec asDeclared(ResourceSpec wanted, ResourceSpec made) {
    return wanted instanceof ResourceSpec.Subscription subscription
            && subscription.expiresAt() != null
        ? wanted
        : made;
  }

  /**
   * What stood there before a change, completed by what a host may hide: which key an account held
   * is known from the plan, and its vendor serves what it served.
   */
  static ResourceSpec asFound(
      LiveResource live, ResourceSpec after, Map<String, FieldChange> fields) {
    if (live.spec() instanceof ResourceSpec.Account found
        && after instanceof ResourceSpec.Account wanted) {
      return new ResourceSpec.Account(
          found.name(),
          found.groups(),
          found.baseUrl(),
          found.modelMapping(),
          found.concurrency(),
          found.priority(),
          found.rateMultiplier(),
          wanted.protocol(),
          found.key() == null ? formerKey(wanted, fields) : found.key());
    }
    return live.spec();
  }

  private static @Nullable Fingerprint formerKey(
      ResourceSpec.Account wanted, Map<String, FieldChange> fields) {
    FieldChange change = fields.get(ResourceSpec.Account.API_KEY);
    if (change == null) {
      return wanted.key();
    }
    return change.before() instanceof Value.Sensitive sensitive ? sensitive.fingerprint() : null;
  }
}

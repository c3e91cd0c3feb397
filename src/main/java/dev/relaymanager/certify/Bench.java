package dev.relaymanager.certify;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Reference;
import dev.relaymanager.seal.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the areas share: the host, the notebook, and what earlier areas made. */
final class Bench {
  final HostAdapter host;
  final Notebook notebook;
  final Throwaway things;
  final List<Long> accounts = new ArrayList<>();
  private @Nullable Long group;
  @Nullable Long channel;
  @Nullable Long plan;
  private @Nullable Long user;
  private LiveResource.@Nullable Subscription subscription;
  private @Nullable Secret userKey;

  Bench(HostAdapter host, Notebook notebook, Throwaway things) {
    this.host = host;
    this.notebook = notebook;
    this.things = things;
  }

  void made(LiveResource.Group made) {
    group = made.id();
  }

  void made(LiveResource.Subscription made) {
    subscription = made;
  }

  void madeUser(long id) {
    user = id;
  }

  void madeKey(Secret key) {
    userKey = key;
  }

  long group() throws Blocked {
    return made(group, Claim.GROUP_CREATE);
  }

  Reference groupReference() throws Blocked {
    return new Reference.Id(group());
  }

  long user() throws Blocked {
    return made(user, Claim.USER_CREATE);
  }

  LiveResource.Subscription subscription() throws Blocked {
    return made(subscription, Claim.ASSIGN);
  }

  Secret userKey() throws Blocked {
    return made(userKey, Claim.KEY_CREATE);
  }

  static <T> T made(@Nullable T thing, Claim by) throws Blocked {
    if (thing == null) {
      throw new Blocked("it needs \"" + by.operation() + "\"");
    }
    return thing;
  }

  /** Forgets the key; what stands on the host is not touched. */
  void forgetSecrets() {
    if (userKey != null) {
      userKey.close();
    }
  }
}

package dev.relaymanager.demo;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.UserLogin;
import dev.relaymanager.http.ConnectTo;
import dev.relaymanager.seal.Secret;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The host that an acceptance is played on, with a vendor and a user, and people's hands on it. */
interface DemoHost extends AutoCloseable {
  /** Base URL without a slash at the end. */
  String url();

  /** Its admin API key. */
  String adminKey();

  /** E-mail address of the user who gets access. */
  String user();

  /** Vendor's keys that work, two different ones. */
  List<String> upstreamKeys();

  /** Further authorities for calls to the vendor, PEM; null for none. */
  @Nullable String vendorCaPem();

  /** Where to connect to in place of the vendor. */
  List<ConnectTo> vendorDetour();

  /**
   * An API key of the user, bound to a group that is open to the user.
   *
   * @param host to make it with, where there is none
   */
  String userKey(HostAdapter host, long groupId);

  /** A new API key of a user who can log in. */
  static String makeKey(HostAdapter host, String email, String password, long groupId) {
    try (Secret secret = Secret.of(password);
        Secret key =
            host.createUserKey(
                    new UserLogin(email, secret), "mine", groupId, UUID.randomUUID().toString())
                .require()) {
      return key.reveal(characters -> characters);
    }
  }

  /** Deletes an account behind the manager's back. */
  void deleteAccount(long id);

  /** Begins to count the requests that change something. */
  void forgetRequests();

  /** How many changing requests came since; empty where nobody counts. */
  OptionalLong changingRequests();

  @Override
  void close();
}

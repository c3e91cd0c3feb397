package dev.relaymanager.demo;

import dev.relaymanager.http.ConnectTo;
import java.util.List;
import java.util.OptionalLong;
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

  /** An API key of the user, bound to a group that is open to the user. */
  String userKey(long groupId);

  /** Deletes an account behind the manager's back. */
  void deleteAccount(long id);

  /** Begins to count the requests that change something. */
  void forgetRequests();

  /** How many changing requests came since; empty where nobody counts. */
  OptionalLong changingRequests();

  @Override
  void close();
}

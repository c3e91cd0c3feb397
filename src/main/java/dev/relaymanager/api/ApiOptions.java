package dev.relaymanager.api;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the API is served.
 *
 * @param address to listen at
 * @param port 0 for any that is free
 * @param certificate PEM file with the certificate and those that vouch for it; null for no TLS
 * @param key PEM file with its private key (PKCS #8); null for no TLS
 * @param behindProxy whether something in front speaks TLS with the callers
 * @param names further names by which callers may address it
 */
public record ApiOptions(
    String address,
    int port,
    @Nullable Path certificate,
    @Nullable Path key,
    boolean behindProxy,
    Set<String> names) {
  public static final String DEFAULT = "127.0.0.1:8765";

  public ApiOptions {
    names = Set.copyOf(names);
  }

  /**
   * Reads {@code ADDRESS:PORT}.
   *
   * @throws InvalidInputException when it is of another form
   */
  public static ApiOptions at(String listen) {
    int colon = listen.lastIndexOf(':');
    String port = listen.substring(colon + 1);
    if (colon <= 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new InvalidInputException(
          Problem.of(
              "bad-address",
              "the address to listen at is not of the form ADDRESS:PORT",
              "write it as " + DEFAULT));
    }
    return new ApiOptions(
        listen.substring(0, colon).replaceAll("^\\[|]$", ""),
        Integer.parseInt(port),
        null,
        null,
        false,
        Set.of());
  }

  /** Whether only this machine can reach it. */
  boolean isLocal() {
    return inetAddress().isLoopbackAddress();
  }

  InetAddress inetAddress() {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException unknown) {
      throw new InvalidInputException(
          Problem.of(
              "bad-address",
              "there is no address " + address + " to listen at",
              "give one of this machine, such as " + DEFAULT));
    }
  }

  boolean hasTls() {
    return certificate != null;
  }

  /**
   * Holds it to what keeps keys from crossing a network in clear, or from being anybody's.
   *
   * @param tokens whether there is any token
   * @throws InvalidInputException with what is missing
   */
  void check(boolean tokens) {
    if ((certificate == null) != (key == null)) {
      throw new InvalidInputException(
          Problem.of(
              "half-tls",
              "a certificate and its key belong together",
              "give both --tls-cert and --tls-key"));
    }
    if (isLocal()) {
      return;
    }
    if (!tokens) {
      throw new InvalidInputException(
          Problem.of(
              "no-token",
              address + " can be reached from other machines, and there is no token yet",
              "make one first: relayctl token create NAME --role admin"));
    }
    if (!hasTls() && !behindProxy) {
      throw new InvalidInputException(
          Problem.of(
              "no-tls",
              address
                  + " can be reached from other machines, and keys would cross the network in"
                  + " clear",
              "give --tls-cert and --tls-key, or say --behind-proxy when something in front speaks"
                  + " TLS"));
    }
  }
}

package dev.relaymanager.bench;

import dev.relaymanager.sim.SimServer;
import dev.relaymanager.sim.SimServerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What {@code relayctl sim} runs, in a process of its own, and besides it says on request which
 * routes were asked how often: a line {@code counts} on its input forgets them as well.
 */
final class ScaleHost {
  static final String ADMIN_KEY = "admin-invented-for-the-figures";
  static final String USER = "alice@example.com";
  private static final String END = ".";

  private ScaleHost() {}

  /**
   * Starts it and prints its address and the port of its vendor.
   *
   * @param arguments where the vendor's authority is written, then rules of faults
   */
  public static void main(String[] arguments) throws IOException {
    List<String> faults = List.of(arguments).subList(1, arguments.length);
    SimServerOptions options =
        new SimServerOptions(
            "0.1.126", 0, ADMIN_KEY, true, Set.of(), 0, Path.of(arguments[0]), faults, 0, 0);
    try (SimServer server = SimServer.start(options);
        BufferedReader asked =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      server.host().backDoor().addUser(USER, "Password123456");
      System.out.println(server.host().url());
      System.out.println(server.host().vendor().port());
      while (asked.readLine() != null) {
        server
            .host()
            .requestCounts()
            .forEach((route, count) -> System.out.println(count + " " + route));
        System.out.println(END);
        server.host().forgetRequests();
      }
    }
  }

  static boolean isEnd(String line) {
    return line.equals(END);
  }
}

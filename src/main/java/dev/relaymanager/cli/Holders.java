package dev.relaymanager.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names this process for whoever finds the state locked by it. */
final class Holders {
  private Holders() {}

  static String of(String command) {
    String machine;
    try {
      machine = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      machine = "this machine";
    }
    return "relayctl %s, process %d on %s"
        .formatted(command, ProcessHandle.current().pid(), machine);
  }
}

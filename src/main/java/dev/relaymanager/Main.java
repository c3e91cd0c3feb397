package dev.relaymanager;

import dev.relaymanager.cli.RelayCtl;

/** Starts {@code relayctl}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(RelayCtl.run(arguments));
  }
}

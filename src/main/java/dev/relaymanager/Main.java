package dev.relaymanager;

/** Starts {@code relayctl}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.out.println("relayctl");
  }
}

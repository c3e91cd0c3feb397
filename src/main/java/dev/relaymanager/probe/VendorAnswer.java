package dev.relaymanager.probe;

/** What a vendor said to one small chat completion. */
sealed interface VendorAnswer {
  /** It answered with a completion. */
  record Answered(String model) implements VendorAnswer {}

  /**
   * It refused.
   *
   * @param code error code in its body; empty when it gave none
   */
  record Refused(int status, String code) implements VendorAnswer {}

  /** It could not be asked, or gave no answer that can be read. */
  record NotHeard(String why) implements VendorAnswer {}
}

package dev.relaymanager.sim;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of a simulated host on the command line.
 *
 * @param version of sub2api, such as {@code 0.1.126}
 * @param port on 127.0.0.1; 0 for any free one
 * @param adminKey what {@code x-api-key} has to hold
 * @param termsAccepted false to see a host that still asks for its terms (0.1.136 on)
 * @param models that the vendor has beside its own
 * @param vendorPort of the vendor's TLS door; 0 for any free one, below zero for none
 * @param authorityFile where the certificate to trust is written; null to write none
 * @param faults as {@link FaultRule} says they are written
 * @param accounts how many accounts stand there at the start
 * @param groups over how many groups those are spread; at least 1 where there are accounts
 */
public record SimServerOptions(
    String version,
    int port,
    String adminKey,
    boolean termsAccepted,
    Set<String> models,
    int vendorPort,
    @Nullable Path authorityFile,
    List<String> faults,
    int accounts,
    int groups) {
  public SimServerOptions {
    models = Set.copyOf(models);
    faults = List.copyOf(faults);
    if (accounts > 0 && groups < 1) {
      throw new IllegalArgumentException("accounts need a group");
    }
  }

  /** A host of a version on a port, with everything else as usual. */
  public static SimServerOptions of(String version, int port, String adminKey) {
    return new SimServerOptions(version, port, adminKey, true, Set.of(), 0, null, List.of(), 0, 0);
  }
}

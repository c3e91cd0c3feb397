package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostConnection;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.seal.Secret;
import java.time.InstantSource;
import java.util.function.Function;

/** Makes adapters for sub2api hosts. Safe for use by many threads. */
public final class Sub2ApiConnector {
  private final Function<Secret, Fingerprint> fingerprints;
  private final HttpSettings settings;

  /**
   * A connector.
   *
   * @param fingerprints names a secret under the instance's key
   * @param settings how connections are made; a host's own authority is added per host
   */
  public Sub2ApiConnector(Function<Secret, Fingerprint> fingerprints, HttpSettings settings) {
    this.fingerprints = fingerprints;
    this.settings = settings;
  }

  /**
   * An adapter; nothing is sent yet. Whoever asks for it closes it.
   *
   * @throws dev.relaymanager.model.InvalidInputException when the connection's authority is no
   *     certificate
   */
  public HostAdapter connect(HostConnection connection) {
    return connect(connection, Thread::sleep);
  }

  HostAdapter connect(HostConnection connection, Pause pause) {
    HttpCaller caller = new HttpCaller(settings.withCa(connection.caPem()));
    HostClient client = new HostClient(connection, caller, pause, InstantSource.system());
    return new Sub2ApiHost(connection.name(), client, fingerprints);
  }
}

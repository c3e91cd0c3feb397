package dev.relaymanager.sim;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * A fake vendor of models. The simulated host calls it in process; for direct calls it stands on a
 * loopback port with real TLS, under a certificate for the vendors' names from an authority made at
 * its start.
 *
 * <p>Keys: {@code sk-good…} works, {@code sk-bad…} 401, {@code sk-poor…} 402, {@code sk-deny…} 403,
 * {@code sk-limit…} 429, {@code sk-down…} 500, {@code sk-slow…} works late, any other works. An
 * answer ends in the key's last four characters. Thread-safe.
 */
public final class SimulatedVendor implements AutoCloseable {
  /** More than any test looks at; older calls are dropped beyond it. */
  private static final int LONGEST_LOG = 100_000;

  private final VendorRules rules;
  private final List<VendorCall> calls = new ArrayList<>();
  private final List<String> names;
  private @Nullable Server server;
  private int port;
  private String authorityPem = "";

  SimulatedVendor(VendorRules rules, Collection<String> names) {
    this.rules = rules;
    this.names = List.copyOf(names);
  }

  /** Opens the TLS port; any free one for 0. */
  void listen(int wantedPort) throws Exception {
    HeldCertificate authority =
        new HeldCertificate.Builder()
            .commonName("simulated authority")
            .certificateAuthority(0)
            .build();
    HeldCertificate.Builder leaf = new HeldCertificate.Builder().signedBy(authority);
    names.forEach(leaf::addSubjectAlternativeName);
    leaf.addSubjectAlternativeName("localhost").addSubjectAlternativeName("127.0.0.1");
    HandshakeCertificates held =
        new HandshakeCertificates.Builder().heldCertificate(leaf.build()).build();
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(held.sslContext());
    Server opened = new Server(Front.threads());
    ServerConnector connector =
        new ServerConnector(
            opened,
            new SslConnectionFactory(tls, "http/1.1"),
            new HttpConnectionFactory(Front.plain()));
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    connector.setPort(wantedPort);
    opened.addConnector(connector);
    opened.setHandler(new VendorFront(this));
    opened.start();
    server = opened;
    port = connector.getLocalPort();
    authorityPem = authority.certificatePem();
  }

  /** The TLS port on 127.0.0.1; 0 where none was asked for. */
  public int port() {
    return port;
  }

  /** The certificate to trust for direct calls, as PEM; empty without a TLS port. */
  public String authorityPem() {
    return authorityPem;
  }

  /** Every call so far, oldest first. */
  public List<VendorCall> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  Reply answer(String method, String host, String path, String key, byte[] body, boolean direct) {
    Reply reply = rules.answer(path, key, body);
    String tail = key.substring(Math.max(0, key.length() - 4));
    VendorCall call =
        new VendorCall(method, host, path, tail, VendorRules.modelIn(body), reply.status(), direct);
    synchronized (calls) {
      if (calls.size() == LONGEST_LOG) {
        calls.subList(0, LONGEST_LOG / 2).clear();
      }
      calls.add(call);
    }
    return reply;
  }

  @Override
  public void close() {
    Server opened = server;
    if (opened != null) {
      Front.stop(opened);
    }
  }
}

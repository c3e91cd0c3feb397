package dev.relaymanager.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.SocketFactory;
import okhttp3.Dns;

/**
 * Carries out {@link ConnectTo}. OkHttp asks for a host's addresses before it knows the port, so a
 * mapped host gets a stand-in address that carries its name, and the socket decides when it
 * connects.
 */
final class Detour extends SocketFactory implements Dns {
  private final List<ConnectTo> mappings;
  private final Dns names;

  Detour(List<ConnectTo> mappings, Dns names) {
    this.mappings = mappings;
    this.names = names;
  }

  boolean concerns(String host) {
    return mappings.stream().anyMatch(mapping -> mapping.host().equalsIgnoreCase(host));
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    return concerns(host)
        ? List.of(InetAddress.getByAddress(host, InetAddress.getLoopbackAddress().getAddress()))
        : names.lookup(host);
  }

  private InetSocketAddress target(InetSocketAddress wanted) throws UnknownHostException {
    String host = wanted.getHostString();
    if (!concerns(host)) {
      return wanted;
    }
    for (ConnectTo mapping : mappings) {
      if (mapping.host().equalsIgnoreCase(host) && mapping.port() == wanted.getPort()) {
        return new InetSocketAddress(
            InetAddress.getByName(mapping.address()), mapping.addressPort());
      }
    }
    return new InetSocketAddress(InetAddress.getByName(host), wanted.getPort());
  }

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public void connect(SocketAddress endpoint, int timeout) throws IOException {
        super.connect(
            endpoint instanceof InetSocketAddress wanted ? target(wanted) : endpoint, timeout);
      }
    };
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("OkHttp connects by itself");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("OkHttp connects by itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("OkHttp connects by itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("OkHttp connects by itself");
  }
}

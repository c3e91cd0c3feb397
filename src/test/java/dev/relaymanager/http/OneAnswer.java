package dev.relaymanager.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ServerSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/**
 * A server on the loopback that answers the same to everything but a few paths, and remembers
 * nothing, so that it stands a million requests.
 */
public final class OneAnswer implements AutoCloseable {
  private static final Logger TALK = Logger.getLogger(MockWebServer.class.getName());

  private final MockWebServer server = new MockWebServer();
  private final Map<String, String> fixed;
  private volatile MockResponse answer = new MockResponse.Builder().build();

  /**
   * A server that runs.
   *
   * @param fixed JSON by the path that it is always answered to
   */
  public OneAnswer(Map<String, String> fixed) {
    this.fixed = Map.copyOf(fixed);
    TALK.setLevel(Level.WARNING);
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answerTo(request.getUrl().encodedPath());
          }
        });
    server.setServerSocketFactory(new PromptSockets());
    try {
      server.start(InetAddress.getLoopbackAddress(), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Makes sockets whose head and body do not wait for each other's acknowledgement. */
  private static final class PromptSockets extends ServerSocketFactory {
    @Override
    public ServerSocket createServerSocket() throws IOException {
      return new ServerSocket() {
        @Override
        public Socket accept() throws IOException {
          Socket socket = super.accept();
          socket.setTcpNoDelay(true);
          return socket;
        }
      };
    }

    @Override
    public ServerSocket createServerSocket(int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
      throw new UnsupportedOperationException();
    }
  }

  private MockResponse answerTo(String path) {
    String body = fixed.get(path);
    return body == null ? answer : new MockResponse.Builder().body(body).build();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** From now on answers so. */
  public void set(int status, String retryAfter, byte[] body) {
    forget();
    MockResponse.Builder next =
        new MockResponse.Builder().code(status).body(new Buffer().write(body));
    if (!retryAfter.isEmpty()) {
      next.addHeader("Retry-After", retryAfter);
    }
    answer = next.build();
  }

  private void forget() {
    try {
      while (server.takeRequest(0, TimeUnit.SECONDS) != null) {
        // the server keeps each request until it is taken
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}

package dev.relaymanager.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** Git's own server ({@code git http-backend}) behind the JDK's web server, on loopback. */
final class GitServer implements AutoCloseable {
  interface Filter {
    /** Answers by itself and returns true, or leaves it to Git. */
    boolean handles(HttpExchange exchange) throws IOException;
  }

  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  volatile Filter filter = exchange -> false;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final Path root;

  GitServer(Path root) throws IOException {
    this.root = root;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
  }

  GitServer requirePassword(String user, String password) {
    String expected =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    filter =
        exchange -> {
          if (expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return false;
          }
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
          answer(exchange, 401, "");
          return true;
        };
    return this;
  }

  static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      authorizations.add(authorization);
    }
    try {
      if (!filter.handles(exchange)) {
        serve(exchange, authorization != null);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  /** Git does the work, and the connection breaks before it can say so. */
  void serveAndDropAnswer(HttpExchange exchange) throws IOException {
    try {
      backend(exchange, false);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private void serve(HttpExchange exchange, boolean authorized)
      throws IOException, InterruptedException {
    respond(exchange, backend(exchange, authorized));
  }

  private byte[] backend(HttpExchange exchange, boolean authorized)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, String> environment = builder.environment();
    environment.putAll(
        Map.of(
            "GIT_CONFIG_GLOBAL",
            "/dev/null",
            "GIT_CONFIG_NOSYSTEM",
            "1",
            "GIT_PROJECT_ROOT",
            root.toString(),
            "GIT_HTTP_EXPORT_ALL",
            "1",
            "REQUEST_METHOD",
            exchange.getRequestMethod(),
            "PATH_INFO",
            exchange.getRequestURI().getPath(),
            "QUERY_STRING",
            query == null ? "" : query));
    copyHeader(exchange, "Content-Type", environment, "CONTENT_TYPE");
    copyHeader(exchange, "Git-Protocol", environment, "GIT_PROTOCOL");
    if (authorized) {
      environment.put("REMOTE_USER", "somebody");
    }
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    byte[] body = exchange.getRequestBody().readAllBytes();
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      body = new GZIPInputStream(new java.io.ByteArrayInputStream(body)).readAllBytes();
    }
    process.getOutputStream().write(body);
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    process.waitFor();
    return output;
  }

  private static void copyHeader(
      HttpExchange exchange, String header, Map<String, String> environment, String variable) {
    String value = exchange.getRequestHeaders().getFirst(header);
    if (value != null) {
      environment.put(variable, value);
    }
  }

  private static void respond(HttpExchange exchange, byte[] output) throws IOException {
    String text = new String(output, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    int status = 200;
    for (String line : text.substring(0, end).split("\r\n")) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon);
      String value = line.substring(colon + 1).strip();
      if (name.equalsIgnoreCase("Status")) {
        status = Integer.parseInt(value.substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(name, value);
      }
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(output, end + 4, output.length - end - 4);
    exchange.sendResponseHeaders(status, body.size() == 0 ? -1 : body.size());
    body.writeTo(exchange.getResponseBody());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

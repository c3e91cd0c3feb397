package dev.relaymanager.sim;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The host's door: HTTP in, {@link Delivery} out. */
final class Front extends Handler.Abstract {
  private static final Duration TRICKLE = Duration.ofMillis(100);

  private final Dispatcher dispatcher;
  private volatile boolean open = true;

  Front(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String body = Content.Source.asString(request, StandardCharsets.UTF_8);
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.put(field.getName().toLowerCase(Locale.ROOT), field.getValue());
    }
    Map<String, String> query = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      query.put(field.getName(), field.getValue());
    }
    String queryText = request.getHttpURI().getQuery();
    Delivery delivery =
        dispatcher.deliver(
            request.getMethod(),
            request.getHttpURI().getPath(),
            queryText == null ? "" : queryText,
            query,
            headers,
            body,
            Request.getRemoteAddr(request));
    switch (delivery) {
      case Delivery.Whole whole -> send(response, callback, whole.reply(), whole.reply().bytes());
      case Delivery.Broken broken -> breakOff(request, response, callback, broken);
      case Delivery.Endless endless -> trickle(request, response, callback, endless.reply());
      case Delivery.Cut cut -> cut(request, callback);
    }
    return true;
  }

  /** Lets endless answers end. */
  void shut() {
    open = false;
  }

  static void send(Response response, Callback callback, Reply reply, byte[] bytes) {
    head(response, reply);
    if (reply.status() != 304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    }
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }

  static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(24, 4);
    threads.setName("sim");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("sim-"));
    return threads;
  }

  static HttpConfiguration plain() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    return configuration;
  }

  static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception failed) {
      throw new IllegalStateException("the simulated server does not stop", failed);
    }
  }

  private static void head(Response response, Reply reply) {
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
  }

  private static void breakOff(
      Request request, Response response, Callback callback, Delivery.Broken broken)
      throws IOException {
    byte[] bytes = broken.reply().bytes();
    int wanted = broken.bytes() < 0 ? bytes.length / 2 : broken.bytes();
    head(response, broken.reply());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    byte[] part = Arrays.copyOf(bytes, Math.min(wanted, Math.max(0, bytes.length - 1)));
    try (Blocker.Callback sent = Blocker.callback()) {
      response.write(false, ByteBuffer.wrap(part), sent);
      sent.block();
    }
    cut(request, callback);
  }

  private void trickle(Request request, Response response, Callback callback, Reply reply)
      throws IOException {
    byte[] bytes = reply.bytes();
    head(response, reply);
    // Never closed, which would end the answer as if it were whole.
    OutputStream out = Content.Sink.asOutputStream(response);
    try {
      out.write(bytes, 0, Math.max(0, bytes.length - 1));
      while (open) {
        out.write(' ');
        out.flush();
        Waits.sleep(TRICKLE);
      }
    } catch (IOException clientLeft) {
      callback.failed(clientLeft);
      return;
    }
    cut(request, callback);
  }

  private static void cut(Request request, Callback callback) {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    callback.failed(new EofException("cut on purpose"));
  }
}

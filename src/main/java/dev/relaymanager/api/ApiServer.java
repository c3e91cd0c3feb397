package dev.relaymanager.api;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.seal.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The API, served. */
public final class ApiServer implements AutoCloseable {
  /** A caller that sends or takes nothing for so long is left. */
  private static final long IDLE_MILLIS = 310_000;

  private final Server server;
  private final ServerConnector connector;
  private final Desk desk;
  private final boolean tls;

  private ApiServer(Server server, ServerConnector connector, Desk desk, boolean tls) {
    this.server = server;
    this.connector = connector;
    this.desk = desk;
    this.tls = tls;
  }

  /**
   * Starts to serve.
   *
   * @param said gets lines for the log
   * @throws dev.relaymanager.model.InvalidInputException when it must not be served so
   * @throws EnvironmentException when the address is taken, or a certificate cannot be used
   */
  public static ApiServer start(ApiOptions options, Desk desk, Consumer<String> said) {
    return start(options, desk, said, null);
  }

  /**
   * The same for this process alone.
   *
   * @param own the token that it calls with; null when others call
   */
  static ApiServer start(
      ApiOptions options, Desk desk, Consumer<String> said, @Nullable Secret own) {
    return start(options, desk, said, Contract.published(), Map.of(), own);
  }

  /** The same with operations of one's own, to see that the door is before them too. */
  static ApiServer start(
      ApiOptions options,
      Desk desk,
      Consumer<String> said,
      Contract contract,
      Map<String, Door.Handling> more,
      @Nullable Secret own) {
    Tokens tokens = new Tokens(desk.store().apiTokens());
    options.check(!tokens.none());
    desk.store().apiRequests().forgetUnanswered();
    Server server = new Server(threads());
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setIdleTimeout(IDLE_MILLIS);
    ServerConnector connector = connector(server, options, configuration);
    connector.setHost(options.inetAddress().getHostAddress());
    connector.setPort(options.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setErrorHandler(ApiServer::refuse);
    server.setHandler(door(desk, said, contract, more, new Gate(tokens, options, own)));
    try {
      server.start();
    } catch (Exception refused) {
      throw new EnvironmentException(
          "the API cannot be served at %s:%d: %s; is another relayctl there?"
              .formatted(options.address(), options.port(), refused.getMessage()),
          refused);
    }
    return new ApiServer(server, connector, desk, options.hasTls());
  }

  private static ServerConnector connector(
      Server server, ApiOptions options, HttpConfiguration configuration) {
    if (!options.hasTls()) {
      return new ServerConnector(server, new HttpConnectionFactory(configuration));
    }
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setKeyStore(PemKeys.read(options.certificate(), options.key()));
    ssl.setKeyStorePassword(PemKeys.PASSWORD);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    return new ServerConnector(server, new SslConnectionFactory(ssl, http.getProtocol()), http);
  }

  private static Door door(
      Desk desk,
      Consumer<String> said,
      Contract contract,
      Map<String, Door.Handling> more,
      Gate gate) {
    BatchJson batches = new BatchJson(desk.store());
    Batching batching = new Batching(desk, batches);
    Idempotency idempotency = new Idempotency(desk.store().apiRequests(), desk.fingerprinter());
    Map<String, Door.Handling> handlings = new TreeMap<>(more);
    HostCalls hosts = new HostCalls(desk);
    handlings.put("listHosts", hosts::list);
    handlings.put("connectHost", hosts::connect);
    handlings.put("getHost", hosts::get);
    handlings.put("removeHost", hosts::remove);
    handlings.put("probeHost", hosts::probe);
    PackCalls packs = new PackCalls(desk);
    handlings.put("installPack", packs::install);
    handlings.put("listPacks", packs::list);
    handlings.put("getPack", packs::get);
    handlings.put("listProviders", packs::providers);
    ImportCalls imports = new ImportCalls(desk, batching, batches, idempotency);
    handlings.put("previewImport", imports::preview);
    handlings.put("importProvider", imports::importKeys);
    handlings.put("listImportBatches", imports::list);
    handlings.put("listBatches", imports::all);
    handlings.put("getBatch", imports::get);
    handlings.put("rollbackBatch", imports::rollback);
    handlings.put("previewRollback", imports::previewRollback);
    AccessCalls access = new AccessCalls(desk, batching, idempotency);
    handlings.put("previewAccess", access::preview);
    handlings.put("assignSubscriptions", access::assign);
    handlings.put("accessStatus", access::status);
    WatchCalls watching = new WatchCalls(desk);
    handlings.put("reconcileProvider", watching::reconcile);
    handlings.put("providerStatus", watching::status);
    handlings.put("providerResources", watching::resources);
    handlings.put("status", watching::whole);
    handlings.put("listKeys", watching::keys);
    handlings.put("listRuns", watching::runs);
    GitCalls git = new GitCalls(desk);
    handlings.put("revisions", git::revisions);
    handlings.put("plan", git::plan);
    handlings.put("drift", git::drift);
    handlings.put("apply", git::apply);
    handlings.put("report", git::report);
    ServiceCalls service = new ServiceCalls(desk, contract);
    handlings.put("events", service::events);
    handlings.put("listAudit", service::audit);
    handlings.put("openapi", service::openapi);
    handlings.put("health", service::health);
    Ledger ledger =
        new Ledger(desk.store().auditLog(), desk.events(), desk.clock(), batches::answer, said);
    return new Door(
        contract,
        handlings,
        gate,
        idempotency,
        ledger,
        (call, failure) -> defect(call, failure, said));
  }

  /** A stack trace holds names of classes and lines; messages of defects hold no secret either. */
  private static void defect(@Nullable Call call, Throwable failure, Consumer<String> said) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    said.accept("a defect of the program in " + call + ": " + trace);
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(24, 4);
    threads.setName("api");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("api-"));
    return threads;
  }

  /** What Jetty itself refuses, before any operation is looked for: a head that cannot be read. */
  private static boolean refuse(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Answer.Whole answer =
        Problems.answer(
            status, status < 500 ? "malformed" : "failed", "the call cannot be read", List.of());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
    response.write(true, ByteBuffer.wrap(answer.body().getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }

  /** Such as {@code http://127.0.0.1:8765}. */
  public String url() {
    String host = connector.getHost();
    return (tls ? "https://" : "http://")
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + connector.getLocalPort();
  }

  /** Takes no more calls, lets those end that wait for work, and ends the streams. */
  @Override
  public void close() {
    desk.events().close();
    desk.jobs().close();
    try {
      server.stop();
    } catch (Exception failed) {
      throw new IllegalStateException("the API does not stop", failed);
    }
  }
}

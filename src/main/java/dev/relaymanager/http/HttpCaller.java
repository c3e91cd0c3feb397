package dev.relaymanager.http;

import dev.relaymanager.http.HttpRequest.SecretHeader;
import dev.relaymanager.http.HttpResult.Lost;
import dev.relaymanager.http.HttpResult.NotSent;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;

/**
 * Makes HTTP calls: each is sent at most once, over HTTP/1.1, with no redirect followed, no cookie
 * kept and nothing cached. HTTP/1.1 because a refused or dropped HTTP/2 stream takes the fate of a
 * whole connection's calls into OkHttp's hands, and hosts gain nothing from it here.
 *
 * <p>Safe for use by many threads. A thread that is interrupted while it waits gets its result at
 * once and keeps its interrupt flag.
 */
public final class HttpCaller implements AutoCloseable {
  private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(10);
  private static final int IDLE_CONNECTIONS = 32;

  /** Short, so that a connection is seldom used that the other end has just closed. */
  private static final Duration IDLE_TIME = Duration.ofSeconds(20);

  /** A name lookup heeds no deadline; so long past it the caller goes on without. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private static final int AT_ONCE = 4096;

  private final OkHttpClient client;
  private final ProxyChoice proxies;
  private final String userAgent;

  public HttpCaller(HttpSettings settings) {
    this(settings, Dns.SYSTEM);
  }

  HttpCaller(HttpSettings settings, Dns names) {
    Dispatcher dispatcher = new Dispatcher(Executors.newVirtualThreadPerTaskExecutor());
    dispatcher.setMaxRequests(AT_ONCE);
    dispatcher.setMaxRequestsPerHost(AT_ONCE);
    Detour detour = new Detour(settings.connectTo(), names);
    this.proxies = new ProxyChoice(settings.proxies(), detour);
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(
                new ConnectionPool(IDLE_CONNECTIONS, IDLE_TIME.toMillis(), TimeUnit.MILLISECONDS))
            .protocols(List.of(Protocol.HTTP_1_1))
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .cookieJar(CookieJar.NO_COOKIES)
            .cache(null)
            .dns(detour)
            .socketFactory(detour)
            .proxySelector(proxies)
            .proxyAuthenticator(proxies)
            .connectTimeout(CONNECT_DEADLINE)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .addNetworkInterceptor(SentWatch::intercept);
    if (settings.caPem() != null) {
      HandshakeCertificates trusted = TrustedAuthorities.systemAnd(settings.caPem());
      builder.sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager());
    }
    this.client = builder.build();
    this.userAgent =
        "relayctl/"
            + Optional.ofNullable(HttpCaller.class.getPackage().getImplementationVersion())
                .orElse("dev");
  }

  /** Sends the request and reads the whole answer. */
  public HttpResult call(HttpRequest request) {
    return run(request, response -> AnswerReading.whole(response, request.maxBytes()));
  }

  /**
   * Sends the request and hands over its 2xx answer line by line, as it comes, on another thread;
   * the answer's body is empty then. Any other answer is read whole.
   *
   * @param wantsMore takes a line; false when that was enough, and the rest is left unread
   */
  public HttpResult stream(HttpRequest request, Predicate<String> wantsMore) {
    return run(request, response -> AnswerReading.lines(response, request.maxBytes(), wantsMore));
  }

  private interface Reading {
    HttpResult read(Response response) throws IOException;
  }

  private HttpResult run(HttpRequest request, Reading reading) {
    SentWatch watch = new SentWatch();
    Call call = client.newCall(okRequest(request, watch));
    call.timeout().timeout(request.deadline().toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<HttpResult> ended = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException failure) {
            ended.complete(unanswered(watch, failure));
          }

          @Override
          public void onResponse(Call answered, Response response) {
            try (response) {
              ended.complete(reading.read(response));
            } catch (IOException failure) {
              ended.complete(unanswered(watch, failure));
            } catch (RuntimeException | Error defect) {
              ended.completeExceptionally(defect);
            }
          }
        });
    try {
      return ended.get(request.deadline().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      call.cancel();
      return watch.giveUp()
          ? new NotSent(NotSent.Obstacle.CONNECT, "no connection before the deadline")
          : new Lost(Lost.Loss.TIMEOUT, watch.status(), "no whole answer before the deadline");
    } catch (InterruptedException interrupted) {
      call.cancel();
      Thread.currentThread().interrupt();
      return watch.giveUp()
          ? new NotSent(NotSent.Obstacle.INTERRUPTED, "stopped before it was sent")
          : new Lost(Lost.Loss.INTERRUPTED, watch.status(), "stopped while waiting");
    } catch (ExecutionException defect) {
      throw new IllegalStateException("reading the answer to " + request, defect.getCause());
    }
  }

  private static HttpResult unanswered(SentWatch watch, IOException failure) {
    String detail = detail(failure);
    if (watch.giveUp()) {
      NotSent.Obstacle obstacle =
          switch (failure) {
            case UnknownHostException noAddress -> NotSent.Obstacle.NAME;
            case SSLException handshake -> NotSent.Obstacle.TLS;
            default -> NotSent.Obstacle.CONNECT;
          };
      return new NotSent(obstacle, detail);
    }
    Lost.Loss loss =
        switch (failure) {
          case AnswerReading.TooLargeException tooLarge -> Lost.Loss.TOO_LARGE;
          case InterruptedIOException timeout -> Lost.Loss.TIMEOUT;
          default -> Lost.Loss.CUT;
        };
    return new Lost(loss, watch.status(), detail);
  }

  /** What OkHttp and the JDK say of a failed connection: names and addresses, never a header. */
  private static String detail(IOException failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }

  private Request okRequest(HttpRequest request, SentWatch watch) {
    Request.Builder builder =
        new Request.Builder()
            .url(request.uri().toString())
            .header("User-Agent", userAgent)
            .tag(SentWatch.class, watch);
    request.headers().forEach(builder::header);
    request.secretHeaders().forEach((name, header) -> addSecret(builder, name, header));
    if (request.uri().getScheme().equals("http")) {
      proxies
          .authorization("http", request.uri().getHost())
          .ifPresent(value -> builder.header(ProxyChoice.AUTHORIZATION, value));
    }
    boolean bodyless = request.method().equals("GET") || request.method().equals("HEAD");
    OneShotBody body =
        request.json() == null ? OneShotBody.empty() : OneShotBody.json(request.json());
    return builder.method(request.method(), bodyless ? null : body).build();
  }

  private static void addSecret(Request.Builder builder, String name, SecretHeader header) {
    boolean sendable =
        header
            .secret()
            .reveal(characters -> characters.chars().allMatch(each -> each > ' ' && each < 0x7f));
    if (!sendable) {
      // Refused here, because OkHttp's own refusal quotes the value.
      throw new InvalidInputException(
          Problem.of(
              "bad-secret",
              "the secret for the header " + name + " holds a character that no header can carry",
              "check that nothing but the key was put in: no blank, line end or letter with an"
                  + " accent"));
    }
    header.secret().reveal(characters -> builder.header(name, header.prefix() + characters));
  }

  /** Ends running calls and closes connections. */
  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}

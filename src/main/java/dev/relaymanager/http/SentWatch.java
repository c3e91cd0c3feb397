package dev.relaymanager.http;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Knows of one call whether anything was sent. OkHttp runs a network interceptor when the
 * connection stands and before the first byte of the request, so passing it is the moment.
 */
final class SentWatch {
  private static final String RETRY_AFTER = "Retry-After";
  private static final String KEPT_RETRY_AFTER = "X-Kept-Retry-After";

  private enum State {
    NOTHING,
    SENT,
    GIVEN_UP
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.NOTHING);
  private volatile int status;

  /**
   * Whether nothing was sent; after that nothing will be.
   *
   * @return false when the request had begun
   */
  boolean giveUp() {
    return state.compareAndSet(State.NOTHING, State.GIVEN_UP) || state.get() == State.GIVEN_UP;
  }

  /** The status of the answer, once its head arrived; else 0. */
  int status() {
    return status;
  }

  /**
   * Stands between OkHttp's own logic and the connection. It also takes {@code Retry-After} out of
   * OkHttp's sight, which would repeat a 503 at once when that says 0; {@link #retryAfter} gives it
   * back.
   */
  static Response intercept(Interceptor.Chain chain) throws IOException {
    SentWatch watch = Optional.ofNullable(chain.request().tag(SentWatch.class)).orElseThrow();
    if (!watch.state.compareAndSet(State.NOTHING, State.SENT)) {
      throw new IOException("given up, or a request that would be sent a second time");
    }
    Response response = chain.proceed(chain.request());
    watch.status = response.code();
    String retryAfter = response.header(RETRY_AFTER);
    return retryAfter == null
        ? response
        : response
            .newBuilder()
            .removeHeader(RETRY_AFTER)
            .header(KEPT_RETRY_AFTER, retryAfter)
            .build();
  }

  static Optional<String> retryAfter(Response response) {
    return Optional.ofNullable(response.header(KEPT_RETRY_AFTER));
  }
}

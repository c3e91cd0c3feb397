package dev.relaymanager.http;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/** Reads an answer, and never more of it than wanted. */
final class AnswerReading {
  private AnswerReading() {}

  /** More came than was wanted. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    TooLargeException(int most) {
      super("more than " + most + " bytes came");
    }
  }

  static HttpResult.Answered whole(Response response, int maxBytes) throws IOException {
    BufferedSource source = Okio.buffer(new CappedSource(response.body().source(), maxBytes));
    return answered(response, source.readByteArray());
  }

  /**
   * Hands over line by line what a 2xx answer says, until the answer ends or the reader has enough;
   * any other answer is read whole.
   */
  static HttpResult.Answered lines(Response response, int maxBytes, Predicate<String> wantsMore)
      throws IOException {
    if (!response.isSuccessful()) {
      return whole(response, maxBytes);
    }
    BufferedSource source = Okio.buffer(new CappedSource(response.body().source(), maxBytes));
    String line = source.readUtf8Line();
    while (line != null && wantsMore.test(line)) {
      line = source.readUtf8Line();
    }
    return answered(response, new byte[0]);
  }

  private static HttpResult.Answered answered(Response response, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    for (String name : response.headers().names()) {
      String value = response.header(name);
      if (value != null) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
      }
    }
    SentWatch.retryAfter(response).ifPresent(value -> headers.put("retry-after", value));
    return new HttpResult.Answered(response.code(), headers, new HttpResult.Body(body));
  }

  private static final class CappedSource extends ForwardingSource {
    private final int most;
    private long read;

    CappedSource(Source source, int most) {
      super(source);
      this.most = most;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      long count = super.read(sink, byteCount);
      read += Math.max(0, count);
      if (read > most) {
        throw new TooLargeException(most);
      }
      return count;
    }
  }
}

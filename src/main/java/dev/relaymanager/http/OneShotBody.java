package dev.relaymanager.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A body that OkHttp must not send a second time, whatever it thinks of the first. */
final class OneShotBody extends RequestBody {
  private final @Nullable MediaType type;
  private final byte[] bytes;

  private OneShotBody(@Nullable MediaType type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  static OneShotBody json(String text) {
    return new OneShotBody(
        MediaType.get("application/json"), text.getBytes(StandardCharsets.UTF_8));
  }

  static OneShotBody empty() {
    return new OneShotBody(null, new byte[0]);
  }

  @Override
  public @Nullable MediaType contentType() {
    return type;
  }

  @Override
  public long contentLength() {
    return bytes.length;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    sink.write(bytes);
  }
}

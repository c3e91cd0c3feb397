package dev.relaymanager.api;

import dev.relaymanager.pack.PackLoader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads bodies, at most so much of them, and holds them to the contract. */
final class BodyReader {
  /** Ten thousand keys have some hundred kilobytes. */
  static final int MAX_JSON = 8 << 20;

  private static final long DROPPED = 64L << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** The body; empty when there is none. */
  byte[] read(Operation operation, Request request) throws IOException {
    int most = isJson(request) ? MAX_JSON : PackLoader.MAX_ZIP_BYTES;
    byte[] body;
    try (InputStream in = Content.Source.asInputStream(request)) {
      body = in.readNBytes(most + 1);
      if (body.length > most) {
        // Who is still sending hears no answer: so much more is taken and dropped.
        in.skip(DROPPED);
        throw tooLarge(most);
      }
    }
    Operation.Body wanted = operation.body();
    if (wanted == null) {
      return new byte[0];
    }
    if (body.length == 0 && !wanted.required()) {
      return body;
    }
    if (body.length == 0 && type(request).isEmpty()) {
      throw ApiException.at(400, "no-body", "", "there is no body", "send one as application/json");
    }
    if (type(request).filter(wanted.types()::containsKey).isEmpty()) {
      throw ApiException.at(
          415,
          "media-type",
          "/Content-Type",
          "a body of another type is wanted",
          "send " + String.join(" or ", wanted.types().keySet()));
    }
    return body;
  }

  private static ApiException tooLarge(int most) {
    return ApiException.at(
        413, "too-large", "", "the body has more than " + most + " bytes", "send it in parts");
  }

  boolean isJson(Request request) {
    return type(request).filter(Answer.JSON::equals).isPresent();
  }

  private static Optional<String> type(Request request) {
    return Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE))
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }

  /** The JSON of a body, as the contract wants it. */
  JsonNode parse(Operation operation, byte[] body) {
    JsonNode json;
    try {
      json = MAPPER.readTree(body);
    } catch (JacksonException broken) {
      // Not its message: that may quote what stands there.
      String where =
          broken.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(broken.getLocation().getLineNr(), broken.getLocation().getColumnNr());
      throw ApiException.at(
          400, "no-json", "", "the body is no JSON" + where, "send one JSON object, in UTF-8");
    }
    Checks.body(operation, json);
    return json;
  }
}

package dev.relaymanager.desired;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.pack.HostVersionRange;
import dev.relaymanager.seal.Recipient;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@code Host} document that its schema has accepted. */
final class HostDecoder {
  /** What stands in a document's place when a limit is left out. */
  private static final int CONCURRENCY = 8;

  private static final int REQUESTS_PER_SECOND = 50;

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|[a-z0-9.-]+\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  private HostDecoder() {}

  /** Null when a value is wrong in itself; the problems say which. */
  static @Nullable HostDocument decode(String name, Fields document) {
    Fields spec = document.child("spec");
    URI baseUrl = baseUrl(spec);
    String versions = spec.textOrNull("versions");
    if (versions != null && HostVersionRange.parse(versions).isEmpty()) {
      spec.problem(
          "versions",
          "bad-version-range",
          Shown.text(versions) + " is no range of versions",
          HostVersionRange.FORM);
    }
    Fields limits = spec.child("limits");
    return baseUrl == null
        ? null
        : new HostDocument(
            name,
            document.places(),
            baseUrl,
            auth(spec.child("auth")),
            recipients(spec),
            versions,
            limits.integer("concurrency", CONCURRENCY),
            limits.integer("requestsPerSecond", REQUESTS_PER_SECOND),
            spec.child("tls").textOrNull("ca"),
            spec.flag("allowPlaintext"),
            spec.flag("probeUser"),
            spec.flag("testHost"));
  }

  private static List<Recipient> recipients(Fields spec) {
    List<Recipient> recipients = new ArrayList<>();
    for (String text : spec.texts("recipients")) {
      try {
        recipients.add(new Recipient(text));
      } catch (InvalidInputException mistyped) {
        spec.problem(
            "recipients",
            "bad-recipient",
            Shown.text(text) + " is no age X25519 recipient: a character is wrong or missing",
            "copy the age1… line that relayctl keygen printed");
      }
    }
    return recipients;
  }

  private static HostAuth auth(Fields auth) {
    return auth.has("adminKey")
        ? new HostAuth.AdminKey(SourceDecoder.decode(auth.child("adminKey")))
        : new HostAuth.Bearer(SourceDecoder.decode(auth.child("bearer")));
  }

  private static @Nullable URI baseUrl(Fields spec) {
    String text = spec.text("baseUrl");
    URI url;
    try {
      url = new URI(text.replaceAll("/+$", ""));
    } catch (URISyntaxException notAUrl) {
      return bad(spec, "is no URL: " + notAUrl.getReason());
    }
    if (url.getHost() == null) {
      return bad(spec, "is a URL without a host");
    }
    if (url.getRawUserInfo() != null) {
      spec.problem(
          "baseUrl",
          "credential-in-url",
          "the URL carries a user or password",
          "take it out: the credential belongs under auth, and that one should be changed");
      return null;
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      return bad(spec, "has a query or a fragment");
    }
    if (url.getRawPath() != null && url.getRawPath().endsWith("/api/v1")) {
      return bad(spec, "ends in /api/v1, which the manager adds by itself");
    }
    if (url.getPort() > 65_535 || url.getPort() == 0) {
      return bad(spec, "has a port outside 1 to 65535");
    }
    boolean plain = url.getScheme().equals("http");
    boolean local = LOOPBACK.matcher(url.getHost().toLowerCase(Locale.ROOT)).matches();
    if (plain && !local && !spec.flag("allowPlaintext")) {
      spec.problem(
          "baseUrl",
          "not-https",
          Shown.text(text) + " is not https: the admin key would cross the network in clear",
          "use https; on a trusted private network spec.allowPlaintext: true accepts http");
      return null;
    }
    return url;
  }

  private static @Nullable URI bad(Fields spec, String what) {
    spec.problem(
        "baseUrl",
        "bad-url",
        Shown.text(spec.text("baseUrl")) + " " + what,
        "write a URL such as https://sub2api.example.com");
    return null;
  }
}

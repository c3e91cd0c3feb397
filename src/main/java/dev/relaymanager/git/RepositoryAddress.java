package dev.relaymanager.git;

import dev.relaymanager.git.GitException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a repository is. Holds no secret, so it may be shown and stored. */
public sealed interface RepositoryAddress {
  /**
   * A repository on this machine: bare, or a working copy.
   *
   * @param path absolute and without {@code ..}
   */
  record Folder(Path path) implements RepositoryAddress {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * A repository behind a web server.
   *
   * @param url {@code https}, without user, query and trailing slash; plain {@code http} only to
   *     this machine
   * @param user the user name that stood in the address, if any
   */
  record Web(URI url, Optional<String> user) implements RepositoryAddress {
    /** Whether the same server gives both, so that what is told to it for one fits the other. */
    public boolean sharesServerWith(RepositoryAddress other) {
      return other instanceof Web web
          && url.getScheme().equals(web.url.getScheme())
          && url.getAuthority().equals(web.url.getAuthority());
    }

    @Override
    public String toString() {
      return url.toString();
    }
  }

  /** {@code git@host:path}: SSH in Git's short form. */
  Pattern SHORT_SSH = Pattern.compile("[^/\\\\:]+@[^/\\\\:]+:.*|[^/\\\\:@]{2,}:(?!//).*");

  Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*");

  Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * Reads what a person wrote.
   *
   * @param text a path, {@code file://…} or {@code https://…}
   * @throws GitException {@link Kind#UNSUPPORTED_ADDRESS} for anything else; the message never
   *     repeats a password
   */
  static RepositoryAddress parse(String text) {
    if (text.isBlank() || text.codePoints().anyMatch(VisibleText::steers)) {
      throw unsupported(
          "the address of the repository is empty or has control characters in it",
          "give an https:// URL or a path");
    }
    java.util.regex.Matcher scheme = SCHEME.matcher(text);
    if (scheme.matches()) {
      return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
        case "https", "http" -> web(text);
        case "file" -> folder(text);
        case "ssh", "git+ssh", "ssh+git" -> throw ssh();
        default ->
            throw unsupported(
                "repositories cannot be read through " + scheme.group(1) + "://",
                "give an https:// URL or a path");
      };
    }
    if (SHORT_SSH.matcher(text).matches()) {
      throw ssh();
    }
    try {
      return new Folder(Path.of(text).toAbsolutePath().normalize());
    } catch (InvalidPathException invalid) {
      throw unsupported("this is no path: " + text, "give an https:// URL or a path");
    }
  }

  private static RepositoryAddress folder(String text) {
    try {
      return new Folder(Path.of(new URI(text)).toAbsolutePath().normalize());
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException invalid) {
      throw unsupported(
          "this is no file:// URL of a folder on this machine: " + text,
          "write file:///absolute/path, with %20 for a blank, or give the path itself");
    }
  }

  private static RepositoryAddress web(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException invalid) {
      // Not repeated: what cannot be taken apart may hold a password.
      throw unsupported(
          "the address of the repository is no valid URL", "write it as https://host/path");
    }
    String userInfo = url.getUserInfo();
    if (userInfo != null && userInfo.contains(":")) {
      throw unsupported(
          "the address of the repository has a password in it, and addresses are stored and shown",
          "leave only https://host/path and give user name and token apart from it");
    }
    String host = url.getHost();
    if (host == null || url.getRawQuery() != null || url.getRawFragment() != null) {
      throw unsupported(
          "the address of the repository must be a host and a path, without ? and #",
          "write it as https://host/path");
    }
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    String plainHost = host.toLowerCase(Locale.ROOT);
    if (scheme.equals("http") && !THIS_MACHINE.contains(plainHost)) {
      throw unsupported(
          "over plain http:// anybody on the way could change what is applied: " + plainHost,
          "use https://");
    }
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String path = url.getRawPath().replaceAll("/+$", "");
    return new Web(
        URI.create(scheme + "://" + plainHost + port + path), Optional.ofNullable(userInfo));
  }

  private static GitException ssh() {
    return unsupported(
        "repositories are not read through SSH",
        "use the https:// address with a token that may read (and write, for reports),"
            + " or the path of a local clone that something else keeps up to date");
  }

  private static GitException unsupported(String message, String fix) {
    return new GitException(Kind.UNSUPPORTED_ADDRESS, message, fix);
  }
}

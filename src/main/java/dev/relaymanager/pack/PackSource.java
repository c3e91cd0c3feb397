package dev.relaymanager.pack;

import dev.relaymanager.git.GitException;
import dev.relaymanager.git.RepositoryAddress;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a pack is, as a person wrote it. Holds no secret, so it may be shown and stored. */
public sealed interface PackSource {
  /** A folder or a zip, by a path with no trailing slash. */
  record AtPath(String path) implements PackSource {
    @Override
    public String toString() {
      return path;
    }
  }

  /**
   * Not on this machine, or not in the repository that names it: only its digest says what it is.
   */
  sealed interface Remote extends PackSource {}

  /**
   * A zip behind a web server.
   *
   * @param url https, with neither user nor fragment
   */
  record Web(URI url) implements Remote {
    @Override
    public String toString() {
      return url.toString();
    }
  }

  /**
   * A folder of another Git repository.
   *
   * @param folder without slashes at its ends; empty for the whole repository
   * @param ref a branch, a tag, or a commit's full id; {@code HEAD} for the default branch
   */
  record Git(RepositoryAddress repository, String folder, String ref) implements Remote {
    static final String DEFAULT_REF = "HEAD";

    @Override
    public String toString() {
      return SCHEME_OF_GIT
          + (repository instanceof RepositoryAddress.Folder ? "file://" : "")
          + repository
          + (folder.isEmpty() ? "" : "//" + folder)
          + (ref.equals(DEFAULT_REF) ? "" : "?ref=" + ref);
    }
  }

  String SCHEME_OF_GIT = "git+";

  /** {@code scheme://host/path.git//folder?ref=v1}; folder and query may be missing. */
  Pattern IN_GIT = Pattern.compile("([A-Za-z]+://[^?#]*?)(?://([^?#]*))?(?:\\?ref=([^?#&]+))?");

  /**
   * Reads what a person wrote.
   *
   * @param text a path, {@code https://…}, or {@code git+https://…/repository.git//folder?ref=tag}
   * @throws InvalidInputException with one problem, which repeats nothing of the text
   */
  static PackSource parse(String text) {
    Matcher address = RepositoryAddress.SCHEME.matcher(text);
    if (!address.matches()) {
      return new AtPath(text.length() == 1 ? text : text.replaceAll("/+$", ""));
    }
    String scheme = address.group(1).toLowerCase(Locale.ROOT);
    if (scheme.equals("https")) {
      return web(text);
    }
    if (scheme.startsWith(SCHEME_OF_GIT)) {
      return git(text.substring(SCHEME_OF_GIT.length()));
    }
    throw refused(
        "packs from elsewhere are read over https or from Git, and this is another scheme",
        "give the https:// address of a zip, git+https://host/repository.git//folder?ref=tag, or a"
            + " path");
  }

  private static Web web(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException invalid) {
      // Not repeated: what cannot be taken apart may hold a password.
      throw refused("the address of the pack is no valid URL", "write it as https://host/path.zip");
    }
    if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw refused(
          "the address of the pack must be a host and a path, without user, password and #",
          "write it as https://host/path.zip");
    }
    return new Web(url);
  }

  private static Git git(String text) {
    Matcher parts = IN_GIT.matcher(text);
    if (!parts.matches()) {
      throw refused(
          "the address of the pack's repository may have ?ref=… behind it and nothing else",
          "write it as git+https://host/repository.git//folder?ref=tag");
    }
    String folder = parts.group(2) == null ? "" : parts.group(2).replaceAll("^/+|/+$", "");
    String ref = parts.group(3) == null ? Git.DEFAULT_REF : parts.group(3);
    try {
      return new Git(RepositoryAddress.parse(parts.group(1)), folder, ref);
    } catch (GitException unsupported) {
      // Its own message repeats a part of the address.
      throw refused(
          "the address of the pack's repository is none that is read from",
          unsupported.problem().fix());
    }
  }

  private static InvalidInputException refused(String message, String fix) {
    return new InvalidInputException(Problem.of("bad-pack-source", message, fix));
  }
}

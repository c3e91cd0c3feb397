package dev.relaymanager.git;

import java.time.Instant;
import java.util.List;

/**
 * One commit. Texts are as the commit has them, save that control characters became blanks.
 *
 * @param commitId 40 lower-case hexadecimal digits
 * @param authorName who wrote it
 * @param authorMail their address, unchecked: anybody can write anything there
 * @param committedAt when it was committed, by the committer's clock
 * @param subject the first paragraph of the message, in one line
 * @param trailers what stands at the end of the message as {@code Name: value}, in order
 * @param refName how it was asked for: a branch or tag without {@code refs/heads/}, else in full
 */
public record Revision(
    String commitId,
    String authorName,
    String authorMail,
    Instant committedAt,
    String subject,
    List<Trailer> trailers,
    String refName) {
  public Revision {
    trailers = List.copyOf(trailers);
  }

  /** A line at the end of a commit's message, as git-interpret-trailers reads them. */
  public record Trailer(String name, String value) {}

  /** The values of trailers of a name, whose case counts for nothing. */
  public List<String> trailers(String name) {
    return trailers.stream()
        .filter(trailer -> trailer.name().equalsIgnoreCase(name))
        .map(Trailer::value)
        .toList();
  }

  /** The first seven digits: enough for people to tell commits apart. */
  public String shortId() {
    return commitId.substring(0, 7);
  }

  /** {@code main@1a2b3c4}. */
  @Override
  public String toString() {
    return refName.equals(commitId) ? shortId() : refName + "@" + shortId();
  }
}

package dev.relaymanager.git;

/** In whose name reports are committed: author and committer alike. */
public record CommitAuthor(String name, String mail) {
  public CommitAuthor {
    if (name.isBlank() || mail.isBlank()) {
      throw new IllegalArgumentException("a commit needs a name and a mail address");
    }
  }
}

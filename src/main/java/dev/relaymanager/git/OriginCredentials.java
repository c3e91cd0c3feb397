package dev.relaymanager.git;

import java.net.URI;
import java.util.Arrays;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/**
 * Gives user name and token to the one server they are for, and answers nothing else: JGit also
 * asks here whether a certificate that is not trusted may be accepted.
 */
final class OriginCredentials extends CredentialsProvider {
  private final URI origin;
  private final Credentials credentials;

  OriginCredentials(URI origin, Credentials credentials) {
    this.origin = origin;
    this.credentials = credentials;
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public boolean supports(CredentialItem... items) {
    return Arrays.stream(items)
        .allMatch(
            item ->
                item instanceof CredentialItem.Username || item instanceof CredentialItem.Password);
  }

  @Override
  public boolean get(URIish asking, CredentialItem... items) {
    if (!supports(items) || !isOrigin(asking)) {
      return false;
    }
    for (CredentialItem item : items) {
      if (item instanceof CredentialItem.Username username) {
        username.setValue(credentials.user());
      } else if (item instanceof CredentialItem.Password password) {
        credentials
            .token()
            .reveal(
                text -> {
                  password.setValueNoCopy(text.toCharArray());
                  return true;
                });
      }
    }
    return true;
  }

  private boolean isOrigin(URIish asking) {
    return origin.getScheme().equals(asking.getScheme())
        && origin.getHost().equalsIgnoreCase(asking.getHost())
        && origin.getPort() == asking.getPort();
  }
}

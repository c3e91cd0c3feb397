package dev.relaymanager.git;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys whose signature on a commit is accepted, in the form of {@code ssh-keygen}'s allowed
 * signers file (the one that Git's {@code gpg.ssh.allowedSignersFile} names), without options save
 * {@code namespaces="git"}.
 */
public final class AllowedSigners {
  private static final Pattern LINE =
      Pattern.compile(
          "(?<principal>\\S+)\\s+(?<options>\\S+\\s+)??(?<type>ssh-\\S+|ecdsa-\\S+|sk-\\S+)"
              + "\\s+(?<key>[A-Za-z0-9+/]+=*)(\\s.*)?");

  /** The encoded public key → whose it is. */
  private final Map<String, String> principals;

  private AllowedSigners(Map<String, String> principals) {
    this.principals = Map.copyOf(principals);
  }

  /**
   * Reads the list.
   *
   * @param file what to call it in problems
   * @throws InvalidInputException with every line that cannot be used
   */
  public static AllowedSigners parse(String text, String file) {
    Map<String, String> principals = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Place place = new Place(file, i + 1, 0);
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        problems.add(
            Problem.at(
                place,
                "",
                "signer-unreadable",
                "this is no line of an allowed signers file",
                "write: alice@example.com ssh-ed25519 AAAA…"));
        continue;
      }
      String options = matcher.group("options");
      if (options != null && !options.strip().equals("namespaces=\"git\"")) {
        problems.add(
            Problem.at(
                place,
                "",
                "signer-option",
                "options are not supported here, and passing over them would accept too much",
                "leave out everything between the name and the key's type"));
        continue;
      }
      if (!SshKey.isSupported(matcher.group("type"))) {
        problems.add(
            Problem.at(
                place,
                "",
                "signer-key-type",
                "keys of the type " + matcher.group("type") + " cannot be checked",
                "use " + SshKey.SUPPORTED));
        continue;
      }
      principals.put(canonical(matcher.group("key")), matcher.group("principal"));
    }
    if (principals.isEmpty() && problems.isEmpty()) {
      problems.add(
          Problem.at(
              Place.file(file),
              "",
              "signers-empty",
              "no key is listed, so no commit could ever be accepted",
              "add a line: alice@example.com ssh-ed25519 AAAA…"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new AllowedSigners(principals);
  }

  SignatureCheck check(SignedCommit commit) {
    if (commit.signatures().isEmpty()) {
      return new SignatureCheck.Unsigned();
    }
    if (commit.signatures().size() > 1) {
      return new SignatureCheck.Bad("the commit carries more than one signature");
    }
    try {
      SshSignature signature = SshSignature.parse(commit.signatures().get(0));
      String principal = principals.get(Base64.getEncoder().encodeToString(signature.publicKey()));
      if (principal == null) {
        return new SignatureCheck.UnknownKey(signature.keyFingerprint());
      }
      return signature.fits(commit.payload())
          ? new SignatureCheck.Good(principal, signature.keyFingerprint())
          : new SignatureCheck.Bad("the signature does not fit the commit");
    } catch (MalformedSignatureException malformed) {
      return new SignatureCheck.Bad(String.valueOf(malformed.getMessage()));
    }
  }

  private static String canonical(String key) {
    return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(key));
  }
}

package dev.relaymanager.engine;

import dev.relaymanager.desired.Documents;
import dev.relaymanager.desired.GrantDocument;
import dev.relaymanager.desired.HostAuth;
import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.desired.SealPurposes;
import dev.relaymanager.desired.SealedKeyRing;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.seal.SecretOpener;
import dev.relaymanager.seal.SecretSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Opens the secrets that documents name; what does not open is told where the document names it.
 */
final class DeclaredSecrets {
  private DeclaredSecrets() {}

  /**
   * Opens one.
   *
   * @throws InvalidInputException when it cannot be had, or is not meant for this use
   */
  static OpenedKeys open(
      SecretOpener opener, SecretSource source, SealPurpose use, Place declared, String path) {
    return placed(declared, path, () -> opener.open(source, use, declared, path));
  }

  /** Opens somehow, and says of what does not open where it is declared. */
  static <T> T placed(Place declared, String path, Supplier<T> opening) {
    try {
      return opening.get();
    } catch (InvalidInputException notOpened) {
      throw new InvalidInputException(
          notOpened.problems().stream()
              .map(problem -> declaredAt(problem, declared, path))
              .toList());
    }
  }

  /** A sealed file has no line to look at: the document that names it has. */
  private static Problem declaredAt(Problem problem, Place declared, String path) {
    Place place = problem.place();
    if (place == null || place.equals(declared)) {
      return problem;
    }
    return Problem.at(
        declared, path, problem.code(), place + ": " + problem.message(), problem.fix());
  }

  static OpenedKeys ofHost(SecretOpener opener, HostDocument host) {
    String path =
        switch (host.auth()) {
          case HostAuth.AdminKey ignored -> "spec.auth.adminKey";
          case HostAuth.Bearer ignored -> "spec.auth.bearer";
        };
    OpenedKeys opened =
        open(opener, host.auth().source(), SealPurposes.ofHost(host), host.places().at(path), path);
    if (opened.keys().size() != 1) {
      opened.keys().forEach(Secret::close);
      throw new InvalidInputException(
          host.places()
              .problem(
                  path,
                  "one-key-wanted",
                  "holds " + opened.keys().size() + " keys",
                  "a host has one admin key: seal just that"));
    }
    return opened;
  }

  /** What keeps the keys that prove access from being opened; tried before anything is changed. */
  static List<Problem> ofProbes(SealedKeyRing sealed, Documents documents) {
    List<Problem> problems = new ArrayList<>();
    for (GrantDocument grant : documents.grants()) {
      GrantDocument.ProbeKey probe = grant.probe();
      if (probe != null) {
        try {
          SealPurpose use = SealPurposes.ofProbe(documents, grant);
          String path = "spec.probe.key";
          Place declared = grant.places().at(path);
          placed(declared, path, () -> sealed.name(probe.source(), use, declared, path));
        } catch (InvalidInputException notOpened) {
          problems.addAll(notOpened.problems());
        }
      }
    }
    return problems;
  }

  /** What keeps sealed credentials of hosts from being opened; others are where the hosts are. */
  static List<Problem> ofSealedHosts(SecretOpener opener, Documents documents) {
    List<Problem> problems = new ArrayList<>();
    for (HostDocument host : documents.hosts()) {
      boolean sealed =
          switch (host.auth().source()) {
            case SecretSource.SealedFile ignored -> true;
            case SecretSource.SealedInline ignored -> true;
            case SecretSource.Env ignored -> false;
            case SecretSource.MountedFile ignored -> false;
          };
      if (sealed) {
        try {
          ofHost(opener, host).keys().forEach(Secret::close);
        } catch (InvalidInputException notOpened) {
          problems.addAll(notOpened.problems());
        }
      }
    }
    return problems;
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.certify.Certificate;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.report.CertificateJson;
import dev.relaymanager.report.SupportMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.semver4j.Semver;

/** Certificates in a folder, and the page that is made of them. */
final class MatrixFiles {
  private final Path page;
  private final Path certificates;

  MatrixFiles(Path folder) {
    this.page = folder.resolve("support-matrix.md");
    this.certificates = folder.resolve("support-matrix");
  }

  /** Puts a certificate in the place of an earlier one of its version, and writes the page anew. */
  void add(Certificate certificate) {
    if (!certificate.version().matches("[0-9A-Za-z.+-]+")) {
      throw new InvalidInputException(
          Problem.of(
              "no-version",
              "the host told no version that can name a file, so nothing was recorded",
              "record it once it tells its version"));
    }
    try {
      Files.createDirectories(certificates);
      Files.writeString(
          certificates.resolve(certificate.version() + ".json"), CertificateJson.text(certificate));
      Files.writeString(page, SupportMatrix.markdown(all()));
    } catch (IOException failed) {
      throw new EnvironmentException(page + " cannot be written: " + failed, failed);
    }
  }

  /** What is in the folder, the lowest version first. */
  List<Certificate> all() throws IOException {
    try (Stream<Path> files = Files.list(certificates)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(MatrixFiles::read)
          .sorted(Comparator.comparing(Certificate::version, MatrixFiles::compare))
          .toList();
    }
  }

  private static Certificate read(Path file) {
    try {
      return CertificateJson.read(Files.readString(file), file.toString());
    } catch (IOException failed) {
      throw new EnvironmentException(file + " cannot be read: " + failed, failed);
    }
  }

  /** By number; what is none comes after them. */
  private static int compare(String one, String other) {
    Optional<Semver> left = Optional.ofNullable(Semver.parse(one));
    Optional<Semver> right = Optional.ofNullable(Semver.parse(other));
    if (left.isPresent() && right.isPresent()) {
      return left.get().compareTo(right.get());
    }
    return left.isPresent() ? -1 : right.isPresent() ? 1 : one.compareTo(other);
  }
}

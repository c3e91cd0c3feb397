package dev.relaymanager;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.relaymanager.http.HttpCaller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the packages and keeps every library in its one package. */
class ArchitectureTest {
  private static final String ROOT = "dev.relaymanager.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.relaymanager");

  /** The way of the data: a package may use those before it in this list, and none after it. */
  private static final List<String> ORDER =
      List.of(
          "model",
          "seal",
          "git",
          "pack",
          "desired",
          "http",
          "packsource",
          "host",
          "observed",
          "plan",
          "apply",
          "probe",
          "certify",
          "report",
          "store",
          "declared",
          "engine",
          "daemon",
          "api",
          "sim",
          "demo",
          "cli");

  /** Library packages, and the packages of ours that alone may use them. */
  private static final Map<String, Set<String>> HOME_OF_LIBRARY =
      Map.ofEntries(
          Map.entry("org.eclipse.jgit..", Set.of("git")),
          Map.entry("org.snakeyaml.engine..", Set.of("desired")),
          Map.entry("com.networknt..", Set.of("desired", "pack", "api")),
          Map.entry("okhttp3..", Set.of("http", "sim")),
          Map.entry("org.apache.commons.compress..", Set.of("pack")),
          Map.entry("dev.failsafe..", Set.of("host")),
          Map.entry("org.jdbi..", Set.of("store")),
          Map.entry("org.sqlite..", Set.of("store")),
          Map.entry("com.exceptionfactory.jagged..", Set.of("seal")),
          Map.entry("picocli..", Set.of("cli")),
          Map.entry("org.eclipse.jetty..", Set.of("sim", "api")));

  @Test
  void arrowsBetweenPackagesPointBackAlongTheWayOfTheData() {
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < ORDER.size(); i++) {
      for (int later = i + 1; later < ORDER.size(); later++) {
        String from = ROOT + ORDER.get(i) + "..";
        String to = ROOT + ORDER.get(later) + "..";
        try {
          noClasses()
              .that()
              .resideInAPackage(from)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(to)
              .allowEmptyShould(true)
              .check(CLASSES);
        } catch (AssertionError fault) {
          faults.add(fault.getMessage());
        }
      }
    }
    assertTrue(faults.isEmpty(), () -> String.join("\n", faults));
  }

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("dev.relaymanager.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void everyPackageIsInTheList() {
    List<String> strangers =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(ROOT))
            .map(name -> name.substring(ROOT.length()).split("\\.")[0])
            .distinct()
            .filter(name -> !ORDER.contains(name))
            .toList();
    assertTrue(strangers.isEmpty(), () -> "not in ORDER: " + strangers);
  }

  @Test
  void oneLibraryLivesInOnePackage() {
    List<String> faults = new ArrayList<>();
    HOME_OF_LIBRARY.forEach(
        (library, homes) -> {
          String[] allowed = homes.stream().map(home -> ROOT + home + "..").toArray(String[]::new);
          try {
            noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
          } catch (AssertionError fault) {
            faults.add(fault.getMessage());
          }
        });
    assertTrue(faults.isEmpty(), () -> String.join("\n", faults));
  }

  /**
   * To a vendor goes {@code probe}, for a pack {@code packsource}, to our own API its client;
   * {@code engine} only hands the caller on.
   */
  @Test
  void onlyTheAdapterSpeaksHttpToAHost() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "http..",
            ROOT + "packsource..",
            ROOT + "host.sub2api..",
            ROOT + "probe..",
            ROOT + "engine..",
            ROOT + "api..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(HttpCaller.class)
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> faults =
        CLASSES.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(found -> !found.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .sorted()
            .toList();
    assertTrue(faults.isEmpty(), () -> "no @NullMarked package-info: " + faults);
  }
}

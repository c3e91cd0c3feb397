package dev.relaymanager.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.relaymanager.report.Json;
import dev.relaymanager.report.Palette;
import dev.relaymanager.report.PlanJson;
import dev.relaymanager.report.PlanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder under {@code src/test/golden/plan} is a case. {@code ./mvnw test
 * -Dtest=PlanGoldenTest -Dgolden.write=true} writes {@code plan.txt} and {@code plan.json} anew;
 * read the difference before you commit it.
 */
class PlanGoldenTest {
  private static final Path CASES = Path.of("src/test/golden/plan");
  private static final boolean WRITE = Boolean.getBoolean("golden.write");

  static List<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void plansAsWritten(String name) throws IOException {
    Path folder = CASES.resolve(name);
    Plan plan = PlanCase.read(folder).plan();
    compare(folder.resolve("plan.txt"), PlanText.of(plan, Palette.PLAIN));
    compare(folder.resolve("plan.json"), Json.text(PlanJson.of(plan)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inputsInAnotherOrderGiveTheSameBytes(String name) throws IOException {
    PlanCase written = PlanCase.read(CASES.resolve(name));
    String text = text(written.plan());
    for (long seed = 1; seed <= 5; seed++) {
      assertEquals(text, text(written.shuffled(seed).plan()), "seed " + seed);
    }
  }

  @Test
  void thereAreCases() throws IOException {
    assertFalse(cases().isEmpty());
  }

  private static String text(Plan plan) {
    return PlanText.of(plan, Palette.PLAIN) + Json.text(PlanJson.of(plan));
  }

  private static void compare(Path golden, String text) throws IOException {
    if (WRITE) {
      Files.writeString(golden, text);
    }
    assertEquals(Files.readString(golden), text, golden.toString());
  }
}

package dev.relaymanager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
  private static final Duration STANDARD = Duration.ofMinutes(10);

  private static final List<Timetable.Scheduled> IMPORTS =
      List.of(
          new Timetable.Scheduled("prod", "deepseek", null),
          new Timetable.Scheduled("prod", "kimi", null),
          new Timetable.Scheduled("test", "deepseek", Duration.ofHours(2)),
          new Timetable.Scheduled("test", "qwen", Duration.ofMinutes(1)));

  private static Timetable begun(List<Timetable.Scheduled> imports) {
    Timetable timetable = new Timetable(STANDARD);
    assertEquals(Timetable.Due.ALL, timetable.at(NOW), "everything at first");
    timetable.ended(Timetable.Due.ALL, imports, NOW);
    assertTrue(timetable.at(NOW.plusSeconds(50)).isNothing());
    return timetable;
  }

  @Test
  void eachImportIsDueByItsOwnScheduleAndOthersThatAreNearlyDueGoAlong() {
    Timetable timetable = begun(IMPORTS);

    Timetable.Due minute = timetable.at(NOW.plusSeconds(67));
    assertEquals(List.of("test/qwen"), minute.targets());
    assertEquals(Set.of("test"), minute.hosts());
    timetable.ended(minute, IMPORTS, NOW.plusSeconds(67));
    assertTrue(timetable.at(NOW.plusSeconds(68)).isNothing());

    Timetable.Due later = timetable.at(NOW.plus(STANDARD.plusMinutes(2)));
    assertEquals(List.of("prod/deepseek", "prod/kimi", "test/qwen"), later.targets());
    assertEquals(Timetable.Due.ALL, timetable.at(NOW.plus(Duration.ofHours(3))));
  }

  @Test
  void importsOfOneIntervalAreDueTogetherThoughEachHasItsJitter() {
    for (int round = 0; round < 50; round++) {
      Timetable timetable = begun(IMPORTS.subList(0, 2));
      Instant first =
          IntStream.range(0, 1200)
              .mapToObj(NOW::plusSeconds)
              .filter(time -> !timetable.at(time).isNothing())
              .findFirst()
              .orElseThrow();
      assertEquals(Timetable.Due.ALL, timetable.at(first));
      Duration waited = Duration.between(NOW, first);
      assertFalse(waited.compareTo(Duration.ofMinutes(9)) < 0, "not before nine minutes");
      assertFalse(waited.compareTo(Duration.ofMinutes(11)) > 0, "nor after eleven");
    }
  }

  @Test
  void aRevisionThatCannotBeReadIsLookedAtAgainByTheStandard() {
    Timetable timetable = begun(IMPORTS);
    timetable.ended(Timetable.Due.ALL, List.of(), NOW);
    assertTrue(timetable.at(NOW.plus(Duration.ofMinutes(8))).isNothing());
    assertEquals(Timetable.Due.ALL, timetable.at(NOW.plus(Duration.ofMinutes(12))));
  }
}

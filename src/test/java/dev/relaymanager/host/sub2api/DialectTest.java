package dev.relaymanager.host.sub2api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which behaviour is expected of which host. */
class DialectTest {
  private static List<Enum<?>> ways(Dialect dialect) {
    return List.of(
        dialect.secrets(),
        dialect.pinning(),
        dialect.deadGroups(),
        dialect.testing(),
        dialect.terms(),
        dialect.unknownModels());
  }

  /** A digit for each change of contract.md's table: 0 before it, 1 from it on. */
  private static String changes(Dialect dialect) {
    StringBuilder changes = new StringBuilder();
    ways(dialect)
        .forEach(
            way ->
                changes.append(way == way.getDeclaringClass().getEnumConstants()[0] ? '0' : '1'));
    return changes.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "0.1.126, false, 000000",
    "v0.1.127, false, 110000",
    "0.1.128, false, 110000",
    "0.1.129, false, 111000",
    "0.1.130, false, 111100",
    "0.1.135, false, 111100",
    "0.1.136, true, 111110",
    "0.1.139, true, 111111",
    "0.1.172, true, 111111",
    "0.1.179, true, 111111"
  })
  void aKnownVersionHasTheChangesUpToIt(String version, boolean terms, String changes) {
    Dialect dialect = Dialect.of(version, terms);

    assertEquals(changes, changes(dialect));
    assertEquals("", dialect.note());
    assertEquals(version, dialect.version());
  }

  @Test
  void anotherVersionIsTakenForTheNearestKnownAndSaysSo() {
    Dialect newer = Dialect.of("0.2.0", true);
    assertEquals(ways(Dialect.of(Dialect.NEWEST, true)), ways(newer));
    assertEquals("0.1.179", newer.assumed());
    assertTrue(newer.note().contains("newer than 0.1.179"), newer::note);

    Dialect older = Dialect.of("0.1.90", false);
    assertEquals(ways(Dialect.of(Dialect.OLDEST, false)), ways(older));
    assertTrue(older.note().contains("older than 0.1.126"), older::note);
  }

  @Test
  void aNumberThatTheHostBeliesCountsForNothing() {
    Dialect fork = Dialect.of("0.1.180", false);

    assertEquals("000000", changes(fork));
    assertEquals("0.1.126", fork.assumed());
    assertTrue(fork.note().contains("its number says nothing"), fork::note);
  }

  @Test
  void aHostWithoutANumberIsTakenForWhatItShows() {
    assertEquals("0.1.179", Dialect.of("nightly", true).assumed());
    assertEquals("0.1.126", Dialect.of("nightly", false).assumed());
    assertTrue(Dialect.of("nightly", false).note().contains("no version number"));
  }
}

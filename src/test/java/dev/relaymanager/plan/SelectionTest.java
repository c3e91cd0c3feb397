package dev.relaymanager.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What --target and --exclude leave of a plan; never more than it had. */
class SelectionTest {
  private static Plan golden(String name) throws IOException {
    return PlanCase.read(Path.of("src/test/golden/plan").resolve(name)).plan();
  }

  private static List<String> addresses(Plan plan) {
    return plan.imports().stream()
        .flatMap(part -> part.changes().stream())
        .map(change -> change.key().toString())
        .toList();
  }

  private static List<String> narrowed(String name, List<String> targets, List<String> excludes)
      throws IOException {
    return addresses(new Selection(targets, excludes).narrow(golden(name)));
  }

  private static String refused(String name, List<String> targets, List<String> excludes) {
    return assertThrows(InvalidInputException.class, () -> narrowed(name, targets, excludes))
        .problems()
        .stream()
        .map(Problem::code)
        .reduce((one, other) -> one + ", " + other)
        .orElseThrow();
  }

  @Test
  void withoutPatternsAPlanStaysAsItIs() throws IOException {
    Plan plan = golden("create-all");

    assertSame(plan, Selection.ALL.narrow(plan));
  }

  @Test
  void anImportIsNamedByItsHostAndName() throws IOException {
    List<String> all = addresses(golden("two-hosts"));

    List<String> kept = narrowed("two-hosts", List.of("prod/deepseek"), List.of());

    assertEquals(all.stream().filter(one -> one.startsWith("prod/")).toList(), kept);
    assertTrue(kept.size() < all.size());
    assertEquals(
        all.stream().filter(one -> !one.startsWith("prod/")).toList(),
        narrowed("two-hosts", List.of(), List.of("prod/*")));
  }

  @Test
  void whatIsMadeBringsTheGroupThatItNeeds() throws IOException {
    List<String> accounts =
        addresses(golden("create-all")).stream().filter(one -> one.contains("/Account/")).toList();
    String account = accounts.getFirst();

    assertEquals(
        List.of("prod/Group/deepseek", account),
        narrowed("create-all", List.of(account), List.of()));
    assertEquals(
        "needs-excluded", refused("create-all", List.of(account), List.of("prod/Group/*")));
  }

  @Test
  void aDeletionIsNeverWidened() throws IOException {
    List<String> all = addresses(golden("import-removed"));
    String group = "prod/Group/deepseek";
    assertTrue(all.contains(group) && all.size() > 1, all::toString);

    assertEquals("takes-more-along", refused("import-removed", List.of(group), List.of()));
    assertEquals(
        all.stream().filter(one -> !one.equals(group)).toList(),
        narrowed("import-removed", List.of(), List.of(group)));
    assertEquals(all, narrowed("import-removed", List.of("prod/deepseek"), List.of()));
  }

  @Test
  void anObstacleOfWhatIsLeftOutStandsInNobodysWay() throws IOException {
    Plan plan = golden("missing-user");
    Obstacle obstacle = plan.imports().getFirst().obstacles().getFirst();

    Plan kept = new Selection(List.of(), List.of(obstacle.key().toString())).narrow(plan);

    assertEquals(List.of(), kept.imports().getFirst().obstacles());
    assertEquals(addresses(plan), addresses(kept));
  }

  @Test
  void aPatternThatMeansNothingIsASlip() {
    assertEquals("no-such-target", refused("create-all", List.of("prod/deepsek"), List.of()));
    assertEquals(
        "no-such-target, no-such-target",
        refused("create-all", List.of("*/Account/kimi/*"), List.of("staging/*")));
  }

  @Test
  void whatIsLeftOutIsSaid() throws IOException {
    Plan kept =
        new Selection(List.of("prod/Channel/deepseek"), List.of()).narrow(golden("create-all"));

    assertTrue(
        kept.imports().getFirst().notes().stream()
            .anyMatch(note -> note.startsWith("left out by --target or --exclude: ")),
        () -> kept.imports().getFirst().notes().toString());
  }
}

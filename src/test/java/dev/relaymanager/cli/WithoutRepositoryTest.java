package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.desired.DocumentLoader;
import dev.relaymanager.git.FolderTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator who has no repository yet: hosts, packs and imports from the command line. */
final class WithoutRepositoryTest {
  private static final String KEYS =
      "sk-good-invented-one-5e1f00\n\n sk-good-invented-two-77c011 \n";

  @TempDir private Path folder;

  private static Ran run(Scene scene, String input, String command, String... more) {
    List<String> arguments = new ArrayList<>(scene.arguments(command, more));
    int repo = arguments.indexOf("--repo");
    arguments.remove(repo + 1);
    arguments.remove(repo);
    return Ran.withInput(input, arguments.toArray(String[]::new));
  }

  @Test
  void keysAreImportedAndWhatCameSoMovesIntoARepository() throws Exception {
    try (Scene scene = Scene.in(folder)) {
      run(scene, scene.host.adminKey(), "host add", "prod", "--url", scene.host.url())
          .exits(0)
          .says("supported");
      run(scene, "", "pack add").exits(0).says("openai-cn-pack 1.0.0");
      String[] wish = {"deepseek", "--host", "prod", "--user", Scene.USER + "=30"};
      run(scene, KEYS, "provider preview", wish)
          .exits(0)
          .says("2 given, 2 distinct", "Plan: 9 to add", "create  prod/Group/deepseek");
      run(scene, "", "status").exits(0);
      run(scene, KEYS, "provider import", wish).exits(0).says("succeeded");
      run(scene, KEYS, "provider import", wish).exits(0).says("succeeded");
      run(scene, "", "access status", "deepseek").exits(0).says("prod/deepseek");
      run(scene, "", "access assign", "deepseek", "--host", "prod", "--user", Scene.USER + "=45")
          .exits(0);
      run(scene, "", "reconcile run", "deepseek").exits(0).says("prod/deepseek");
      run(scene, KEYS, "provider import", "nobody", "--host", "prod")
          .exits(1)
          .complains("no installed pack has this provider");

      Path repository = Files.createDirectory(folder.resolve("exported"));
      Ran.of("export", "--out", repository.toString(), "--state", scene.state().toString())
          .exits(0)
          .says("api/imports/deepseek.yaml");
      assertEquals(1, DocumentLoader.load(FolderTree.of(repository)).imports().size());
      List<String> arguments = new ArrayList<>(scene.arguments("plan", "--detailed-exitcode"));
      arguments.set(arguments.indexOf("--repo") + 1, repository.toString());
      Ran.of(arguments.toArray(String[]::new)).exits(0).says("No changes");
      Ran again =
          Ran.of("export", "--out", repository.toString(), "--state", scene.state().toString());
      assertTrue(again.exits(0).out().contains("api/hosts/prod.yaml"));
      Files.writeString(repository.resolve("api/hosts/prod.yaml"), "# mine\n");
      Ran.of("export", "--out", repository.toString(), "--state", scene.state().toString())
          .exits(1)
          .complains("is there already");
    }
  }
}

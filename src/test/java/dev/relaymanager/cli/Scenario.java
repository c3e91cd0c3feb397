package dev.relaymanager.cli;

import dev.relaymanager.model.BatchState;
import java.util.List;

/** Work that is killed half-way, and how an operator goes on with it. */
enum Scenario {
  /** A first import, into a state folder that does not exist yet. */
  IMPORT {
    @Override
    void prepare(Scene scene) {}
  },

  /** Prices, models, limits and days of an import that stands are changed in Git. */
  UPDATE {
    @Override
    void prepare(Scene scene) {
      scene.run("apply --yes").exits(0);
      scene.replace(Scene.IMPORT, "price: 9.90", "price: 12.50");
      scene.replace(
          Scene.IMPORT,
          "onDrift: report",
          """
          onDrift: report
            models: [deepseek-chat, deepseek-flash]
            group: {rateMultiplier: 1.5}
            accounts: {concurrency: 7}
          """
              .strip());
      scene.replace(Scene.GRANT, "days: 30", "days: 45");
      scene.commit("Dearer, with another model");
    }
  },

  /** One of two keys has another value in Git. */
  ROTATION {
    @Override
    void prepare(Scene scene) {
      scene.run("apply --yes").exits(0);
      scene.sealKey("team-a", "sk-good-invented-rotated-91ab");
      scene.commit("A new key for team-a");
    }
  },

  /** An import that stands is taken back. */
  ROLLBACK {
    @Override
    void prepare(Scene scene) {
      scene.run("apply --yes").exits(0);
    }

    @Override
    List<String> command(Scene scene) {
      return scene.arguments("rollback --yes", "--batch", newestBatch(scene));
    }

    @Override
    void goOn(Scene scene) {
      takeBack(scene);
    }
  },

  /** A first import, which is taken back after it was killed. */
  ABANDONED {
    @Override
    void prepare(Scene scene) {}

    @Override
    void goOn(Scene scene) {
      if (scene.batches().isEmpty()) {
        scene.run("apply --yes").exits(0); // it was killed before it had begun
      }
      takeBack(scene);
    }
  },

  /** A strict import with a dead key, which takes itself back. */
  REFUSED {
    @Override
    void prepare(Scene scene) {
      scene.sealKey("team-b", "sk-bad-invented-team-b-d00d");
      scene.commit("A dead key");
    }

    @Override
    void goOn(Scene scene) {
      Ran ran = scene.run("apply --yes");
      if (ran.exit() != 0) {
        ran.exits(1).says("rolled_back"); // the dead key was tried once more
      }
    }
  };

  /** Brings the scene up to the command that is killed. */
  abstract void prepare(Scene scene);

  /** The command that is killed. */
  List<String> command(Scene scene) {
    return scene.arguments("apply --yes");
  }

  /** Starts it again. Does no harm when the command had come to its end. */
  void goOn(Scene scene) {
    scene.run("apply --yes").exits(0);
  }

  private static String newestBatch(Scene scene) {
    return scene.batches().getFirst().header().id();
  }

  private static void takeBack(Scene scene) {
    Ran ran = scene.run("rollback --yes", "--batch", newestBatch(scene));
    if (scene.batches().getFirst().state() != BatchState.ROLLED_BACK || ran.exit() != 0) {
      ran.exits(1).says("is rolled back already");
    }
  }
}

package dev.relaymanager.sim;

import org.jspecify.annotations.Nullable;

/** What becomes of user keys whose group is deleted (contract.md 4.1, 6.1); 0.1.129 changed it. */
enum DeadGroups {
  /** The key loses its group and lives on. */
  UNBOUND {
    @Override
    void groupDeleted(KeyRow key, State state) {
      key.groupId = null;
      key.updated = state.now();
    }

    @Override
    @Nullable Reply bar(@Nullable GroupRow group) {
      return null;
    }
  },
  /** The key keeps the dead id; the gateway says so, and minds groups that are switched off. */
  REPORTED {
    @Override
    void groupDeleted(KeyRow key, State state) {}

    @Override
    @Nullable Reply bar(@Nullable GroupRow group) {
      if (group == null || group.deleted) {
        return Envelope.barred(403, "GROUP_DELETED", "the group of this key was deleted");
      }
      return group.active()
          ? null
          : Envelope.barred(403, "GROUP_DISABLED", "the group of this key is switched off");
    }
  };

  abstract void groupDeleted(KeyRow key, State state);

  /** The gateway's refusal of a key that names a group, or null to go on. */
  abstract @Nullable Reply bar(@Nullable GroupRow group);
}

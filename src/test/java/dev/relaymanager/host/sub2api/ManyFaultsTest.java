package dev.relaymanager.host.sub2api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.ItemOutcome;
import dev.relaymanager.host.NewAccount;
import dev.relaymanager.host.Scope;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.sim.FaultRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run of many calls on a host that fails again and again. */
class ManyFaultsTest {
  @Test
  void allIsThereOnceInTheEndAndNothingIsUnknown() {
    try (Stage stage = new Stage("0.1.126", time -> {})) {
      long group = stage.group("g").id();
      stage.simulated.inject(FaultRule.parse("* /api/v1/admin/*:cut-after:every=3"));
      stage.simulated.inject(FaultRule.parse("* /api/v1/admin/*:status=503:every=5"));
      List<ItemOutcome> made = new ArrayList<>();
      List<NewAccount> wanted = Stage.newAccounts(group, 300);

      for (int from = 0; from < wanted.size(); from += 10) {
        List<NewAccount> some = wanted.subList(from, from + 10);
        made.addAll(stage.host.createAccounts(some, "op-" + from).require());
      }

      List<LiveResource.Account> listed = stage.host.accounts(new Scope.All()).require();
      assertEquals(300, listed.size());
      assertEquals(
          listed.stream().map(LiveResource.Account::id).toList(),
          made.stream().map(item -> ((ItemOutcome.Made) item).id()).toList());
      for (LiveResource.Account account : listed) {
        assertEquals(new Gone(true), stage.host.deleteAccount(account.id()).require());
      }
      assertTrue(stage.host.accounts(new Scope.All()).require().isEmpty());
    }
  }
}

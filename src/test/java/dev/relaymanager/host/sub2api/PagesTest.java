package dev.relaymanager.host.sub2api;

import static dev.relaymanager.host.sub2api.Samples.refused;
import static dev.relaymanager.host.sub2api.ScriptedHost.ok;
import static dev.relaymanager.host.sub2api.ScriptedHost.page;
import static dev.relaymanager.host.sub2api.ScriptedHost.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.model.LiveResource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A list is whole or refused. */
class PagesTest {
  private static final String ROUTE = "GET /api/v1/admin/groups";

  private final ScriptedHost host = new ScriptedHost("0.1.126");

  @AfterEach
  void close() {
    host.close();
  }

  private static String group(int id) {
    return Samples.GROUP.replace("\"id\":2", "\"id\":" + id);
  }

  private static String[] groups(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(PagesTest::group).toArray(String[]::new);
  }

  private List<Long> ids() {
    return host.adapter().groups().require().stream().map(LiveResource.Group::id).toList();
  }

  @Test
  void allPagesAreReadInTheOrderOfTheirIds() {
    host.on(ROUTE, page(1002, 1, groups(1, 1000)), page(1002, 2, groups(1001, 1002)));

    assertEquals(1002, ids().size());
    assertEquals(
        List.of(
            "/api/v1/admin/groups?sort_by=id&sort_order=asc&page=1&page_size=1000",
            "/api/v1/admin/groups?sort_by=id&sort_order=asc&page=2&page_size=1000"),
        host.asked().stream().map(ScriptedHost.Asked::path).toList());
  }

  @Test
  void pagesAreAskedForOnceEachAndKeepTheirOrderWhateverComesFirst() {
    String query = ROUTE + "?sort_by=id&sort_order=asc&page=%d&page_size=1000";
    MockResponse late = page(3001, 2, groups(1001, 2000));
    host.on(query.formatted(1), page(3001, 1, groups(1, 1000)))
        .on(query.formatted(2), late.newBuilder().headersDelay(100, TimeUnit.MILLISECONDS).build())
        .on(query.formatted(3), page(3001, 3, groups(2001, 3000)))
        .on(query.formatted(4), page(3001, 4, group(3001)));

    assertEquals(LongStream.rangeClosed(1, 3001).boxed().toList(), ids());
    assertEquals(4, host.asked().size());
  }

  @Test
  void anEmptyListIsWhole() {
    host.on(ROUTE, page(0, 1));

    assertEquals(List.of(), ids());
    assertEquals(1, host.asked().size());
  }

  @Test
  void aTotalThatMovesMeansReadingAnew() {
    host.on(
        ROUTE,
        page(1001, 1, groups(1, 1000)),
        page(1002, 2, group(1001)),
        page(1001, 1, groups(1, 1000)),
        page(1001, 2, group(1001)));

    assertEquals(1001, ids().size());
    assertEquals(4, host.asked().size());
  }

  @Test
  void aRowThatComesTwiceMeansReadingAnew() {
    host.on(
        ROUTE,
        page(1001, 1, groups(1, 1000)),
        page(1001, 2, group(1000)),
        page(1000, 1, groups(1, 1000)));

    assertEquals(1000, ids().size());
  }

  @Test
  void aPageThatStaysShortIsNoShorterList() {
    MockResponse nothing = page(3, 2);
    host.on(
        ROUTE,
        page(3, 1, groups(1, 2)),
        nothing,
        page(3, 1, groups(1, 2)),
        nothing,
        page(3, 1, groups(1, 2)),
        nothing,
        page(3, 1, groups(1, 2)),
        nothing);

    HostFault fault = refused(host.adapter().groups());

    assertEquals(Kind.UNAVAILABLE, fault.kind());
    assertTrue(fault.message().contains("2 items came of a total of 3"), fault::message);
    assertEquals(8, host.asked().size());
    assertEquals(3, host.pauses().size(), "nothing is waited for after the last try");
  }

  @Test
  void anEmptyPageOfAFullHostIsRefused() {
    host.on(ROUTE, page(50, 1));

    assertTrue(
        refused(host.adapter().groups()).message().contains("0 items came of a total of 50"));
  }

  @Test
  void aSecondPageThatFailsRefusesTheList() {
    host.on(ROUTE, page(1001, 1, groups(1, 1000)), plain(403, ""));

    assertEquals(Kind.FORBIDDEN, refused(host.adapter().groups()).kind());
  }

  @Test
  void aHostThatTakesAnotherPageSizeIsDrift() {
    host.on(ROUTE, ok("{\"items\":[],\"total\":0,\"page\":1,\"page_size\":20,\"pages\":1}"));

    HostFault fault = refused(host.adapter().groups());

    assertEquals(Kind.API_DRIFT, fault.kind());
    assertTrue(fault.message().startsWith("data.page_size"), fault::message);
  }
}

package dev.relaymanager.desired;

import static dev.relaymanager.desired.Samples.grant;
import static dev.relaymanager.desired.Samples.host;
import static dev.relaymanager.desired.Samples.imp;
import static dev.relaymanager.desired.Samples.pack;
import static dev.relaymanager.desired.Samples.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Every value that is wrong in itself, with the whole of what is said about it. */
class FaultyValueTest {
  @Test
  void aPriceHasTwoDecimals() {
    assertEquals(
        """
        bad-value import.yaml:8:17: spec.plan.price: found 9.905, expected at most 2 decimals (round it)""",
        Samples.problems(imp("  access:", "  plan: {price: 9.905, days: 30}\n  access:")));
  }

  @Test
  void aPlanCostsSomethingAndLastsWholeDays() {
    assertEquals(
        """
        bad-value import.yaml:8:17: spec.plan.price: found 0, expected more than 0 to 1000000000 (for example 9.9)
        wrong-type import.yaml:8:26: spec.plan.days: found 0.5, expected a whole number (for example 30)""",
        Samples.problems(imp("  access:", "  plan: {price: 0, days: 0.5}\n  access:")));
  }

  @Test
  void aNameOnTheHostHasAHundredCharacters() {
    assertEquals(
        """
        bad-value import.yaml:8:18: spec.names.group: found a text of 101 characters, expected at most 100 characters (shorten it)""",
        Samples.problems(imp("  access:", "  names: {group: " + "x".repeat(101) + "}\n  access:")));
  }

  @Test
  void aUserIsAnEmailAddress() {
    assertEquals(
        """
        bad-value grant.yaml:6:11: spec.users[0]: found "alice", expected an e-mail address, or the host's id of a user""",
        Samples.problems(grant("alice@example.com", "alice")));
  }

  @Test
  void anIdIsAWholeNumberAboveZeroAndStandsHereOnce() {
    assertEquals(
        """
        bad-value grant.yaml:6:11: spec.users[0]: found 0, expected 1 to 999999999999999\
        """,
        Samples.problems(grant("alice@example.com", "0")));
    assertEquals(
        """
        wrong-type grant.yaml:6:11: spec.users[0]: found 1.5, expected text or a whole number\
        """,
        Samples.problems(grant("alice@example.com", "1.5")));
    assertEquals(
        """
        duplicate-user grant.yaml:6:15: spec.users[1]: 17 stands here a second time; the case of letters means nothing (keep one of them)""",
        Samples.problems(grant("alice@example.com", "17, \"17\"")));
  }

  @Test
  void untilIsADate() {
    assertEquals(
        """
        bad-value grant.yaml:7:10: spec.until: found "tomorrow", expected a date: year-month-day (for example 2027-06-30)""",
        Samples.problems(grant("days: 30", "until: tomorrow")));
  }

  @Test
  void untilIsADayOfTheCalendar() {
    assertEquals(
        """
        bad-date grant.yaml:7:10: spec.until: 2027-02-30 is no day of the calendar (write a real date)""",
        Samples.problems(grant("days: 30", "until: 2027-02-30")));
  }

  @Test
  void untilIsNotAfterTheHostsLastDay() {
    assertEquals(
        """
        bad-date grant.yaml:7:10: spec.until: 2100-01-01 is after 2099-12-31, where the host ends every subscription (write an earlier date)""",
        Samples.problems(grant("days: 30", "until: 2100-01-01")));
  }

  @Test
  void aGrantHasDaysOrUntil() {
    assertEquals(
        """
        conflicting-fields grant.yaml:8:10: spec.until: found days and until together (keep one of them)""",
        Samples.problems(grant("days: 30", "days: 30\n  until: 2027-06-30")));
  }

  @Test
  void aGrantOfSubscriptionsNeedsATime() {
    assertEquals(
        """
        missing-term grant.yaml:5:3: spec: found neither days nor until (say how long the users may use deepseek)""",
        Samples.problems(grant("  days: 30\n", "")));
  }

  @Test
  void daysHaveALimit() {
    assertEquals(
        """
        bad-value grant.yaml:7:9: spec.days: found 36501, expected 1 to 36500 (for example 30)""",
        Samples.problems(grant("days: 30", "days: 36501")));
  }

  @Test
  void aGrantNamesAUserOnce() {
    assertEquals(
        """
        duplicate-user grant.yaml:6:47: spec.users[2]: Alice@example.com stands here a second time; the case of letters means nothing (keep one of them)""",
        Samples.problems(
            grant(
                "[alice@example.com]", "[alice@example.com, bob@example.com, Alice@example.com]")));
  }

  @Test
  void aProbeIsForAUserOfTheGrant() {
    assertEquals(
        """
        not-granted grant.yaml:8:17: spec.probe.user: "alic@example.com" is not among the users of this grant (did you mean alice@example.com?)""",
        Samples.problems(
            grant("days: 30", "days: 30\n  probe: {user: alic@example.com, key: {env: K}}")));
  }

  @Test
  void unboundIsAboutSealedSourcesOnly() {
    assertEquals(
        """
        unbound-without-seal grant.yaml:8:34: spec.probe.key.unbound: unbound is about sealed and sealedInline; this secret is not sealed (take it out)""",
        Samples.problems(grant("days: 30", "days: 30\n  probe: {key: {env: K, unbound: true}}")));
  }

  @Test
  void aBaseUrlIsHttps() {
    assertEquals(
        """
        not-https host.yaml:5:12: spec.baseUrl: "http://sub2api.example.com" is not https: the admin key would cross the network in clear (use https; on a trusted private network spec.allowPlaintext: true accepts http)""",
        Samples.problems(host("https://sub2api", "http://sub2api")));
  }

  @Test
  void aBaseUrlCarriesNoCredential() {
    assertEquals(
        """
        credential-in-url host.yaml:5:12: spec.baseUrl: the URL carries a user or password (take it out: the credential belongs under auth, and that one should be changed)""",
        Samples.problems(host("https://sub2api", "https://me:pw@sub2api")));
  }

  @Test
  void aBaseUrlIsAUrl() {
    assertEquals(
        """
        bad-url host.yaml:5:12: spec.baseUrl: "https://a b" is no URL: Illegal character in authority (write a URL such as https://sub2api.example.com)""",
        Samples.problems(host("https://sub2api.example.com", "https://a b")));
  }

  @Test
  void aBaseUrlHasNoQuery() {
    assertEquals(
        """
        bad-url host.yaml:5:12: spec.baseUrl: "https://sub2api.example.com/?a=b" has a query or a fragment (write a URL such as https://sub2api.example.com)""",
        Samples.problems(host("example.com", "example.com/?a=b")));
  }

  @Test
  void aBaseUrlEndsBeforeTheApi() {
    assertEquals(
        """
        bad-url host.yaml:5:12: spec.baseUrl: "https://sub2api.example.com/api/v1/" ends in /api/v1, which the manager adds by itself (write a URL such as https://sub2api.example.com)""",
        Samples.problems(host("example.com", "example.com/api/v1/")));
  }

  @Test
  void aRangeOfVersionsIsReadWholeOrRefused() {
    assertEquals(
        """
        bad-version-range host.yaml:6:13: spec.versions: ">=0.1.126, <0.2" is no range of versions (write comparators with full versions, such as ">=0.1.126 <0.2.0"; || between alternatives)""",
        Samples.problems(host("  auth:", "  versions: '>=0.1.126, <0.2'\n  auth:")));
  }

  @Test
  void aPackFromElsewhereIsPinned() {
    assertEquals(
        """
        pack-not-pinned pack.yaml:4:16: spec.source: a pack from elsewhere needs a digest, because what is there may change (add the digest that relayctl pack lint prints for it, or let relayctl pack install write the document)""",
        Samples.problems(pack("packs/openai-cn-pack", "https://x.example.com/p.zip")));
  }

  @Test
  void aPackDoesNotComeOverPlainHttp() {
    assertEquals(
        """
        bad-pack-source pack.yaml:4:16: spec.source: packs from elsewhere are read over https or from Git, and this is another scheme (give the https:// address of a zip, git+https://host/repository.git//folder?ref=tag, or a path)""",
        Samples.problems(pack("packs/openai-cn-pack", "http://x.example.com/p.zip")));
  }

  @Test
  void aDigestHasAForm() {
    assertEquals(
        """
        bad-value pack.yaml:4:62: spec.digest: found "md5", expected sha256: and 64 lower-case hexadecimal digits (for example sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08)""",
        Samples.problems(pack("version: 1.0.0", "version: 1.0.0, digest: md5")));
  }

  @Test
  void aVersionIsText() {
    assertEquals(
        """
        wrong-type pack.yaml:4:47: spec.version: found 1.0, expected text (put it in quotes)""",
        Samples.problems(pack("version: 1.0.0", "version: 1.0")));
  }

  @Test
  void aShareIsAtMostAHundredPercent() {
    assertEquals(
        """
        bad-value policy.yaml:4:30: spec.maxDeletes.percent: found 101, expected 0 to 100""",
        Samples.problems(policy("{maxDeletes: {percent: 101}}")));
  }

  @Test
  void aProtectedThingHasATypeWeKnow() {
    assertEquals(
        """
        bad-value policy.yaml:4:18: spec.protect[0]: found "group", expected a type such as Group, or an address such as Account/deepseek/team-a""",
        Samples.problems(policy("{protect: [group]}")));
  }
}

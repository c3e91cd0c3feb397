package dev.relaymanager.probe;

import dev.relaymanager.apply.KeyTrial;
import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.host.AccountVerdict;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.pack.ErrorMeanings;
import dev.relaymanager.pack.Provider;
import dev.relaymanager.seal.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Tries the upstream keys of one import: the host's own test, the models it lists, and a smoke call
 * to the vendor. The smoke call decides about the key where it gets an answer; the host's test
 * where the vendor cannot be reached from here. A key that the vendor takes is still unproven where
 * the host's own test of its account fails.
 */
public final class KeyProber implements KeyTrial {
  private final HostAdapter host;
  private final VendorCaller vendor;
  private final Provider provider;
  private final String smokeTestModel;
  private final ProbeLog log;

  /**
   * A prober.
   *
   * @param http for calls to the vendor
   * @param smokeTestModel as users name it
   */
  public KeyProber(
      HostAdapter host, HttpCaller http, Provider provider, String smokeTestModel, ProbeLog log) {
    this.host = host;
    this.vendor = new VendorCaller(http);
    this.provider = provider;
    this.smokeTestModel = smokeTestModel;
    this.log = log;
  }

  @Override
  public KeyVerdict tryAccount(
      ResourceKey account, long hostId, ResourceSpec.Account spec, Secret key) {
    HostOutcome<AccountVerdict> test = host.testAccount(hostId, smokeTestModel);
    String tested = recordTest(account, test);
    Optional<String> wrongModels = checkModels(account, hostId, spec);
    KeyVerdict smoke = askVendor(account, spec, key);
    return kept(account, spec, verdict(smoke, wrongModels, test, tested));
  }

  private static KeyVerdict verdict(
      KeyVerdict smoke,
      Optional<String> wrongModels,
      HostOutcome<AccountVerdict> test,
      String tested) {
    if (wrongModels.isPresent() && smoke.usable()) {
      return new KeyVerdict.Unproven(wrongModels.get());
    }
    if (smoke instanceof KeyVerdict.Unproven unproven) {
      return test instanceof HostOutcome.Done<AccountVerdict> done
              && done.value() instanceof AccountVerdict.Passed
          ? new KeyVerdict.Fine("the host's own test passed; " + unproven.evidence())
          : new KeyVerdict.Unproven(unproven.evidence() + "; " + tested);
    }
    return smoke instanceof KeyVerdict.Fine fine && hasFailed(test)
        ? new KeyVerdict.Unproven(fine.evidence() + ", but " + tested, true)
        : smoke;
  }

  private static boolean hasFailed(HostOutcome<AccountVerdict> test) {
    return test instanceof HostOutcome.Done<AccountVerdict> done
        && done.value() instanceof AccountVerdict.Failed;
  }

  @Override
  public KeyVerdict tryKey(ResourceKey account, ResourceSpec.Account spec, Secret key) {
    return kept(account, spec, askVendor(account, spec, key));
  }

  private KeyVerdict kept(ResourceKey account, ResourceSpec.Account spec, KeyVerdict verdict) {
    if (spec.key() != null) {
      log.keyTried(account, spec.key(), verdict);
    }
    return verdict;
  }

  private KeyVerdict askVendor(ResourceKey account, ResourceSpec.Account spec, Secret key) {
    String model = spec.modelMapping().getOrDefault(smokeTestModel, smokeTestModel);
    KeyVerdict verdict =
        switch (vendor.ask(spec.baseUrl(), model, key)) {
          case VendorAnswer.Answered answered ->
              new KeyVerdict.Fine(
                  provider.displayName() + " answered a call of " + answered.model());
          case VendorAnswer.Refused refused -> meaning(refused);
          case VendorAnswer.NotHeard notHeard ->
              new KeyVerdict.Unproven(
                  provider.displayName() + " could not be asked from here: " + notHeard.why());
        };
    log.record(account, ProbeLog.Kind.SMOKE, verdict.id(), verdict.evidence());
    return verdict;
  }

  private KeyVerdict meaning(VendorAnswer.Refused refused) {
    String evidence =
        provider.displayName()
            + " answered "
            + refused.status()
            + (refused.code().isEmpty() ? "" : " " + refused.code());
    Optional<ErrorMeanings.Meaning> meaning =
        provider.errors().of(refused.status(), refused.code().isEmpty() ? null : refused.code());
    if (meaning.isEmpty()) {
      return new KeyVerdict.Unproven(evidence + ", which the pack gives no meaning");
    }
    return switch (meaning.get()) {
      case DEAD -> new KeyVerdict.Dead(evidence);
      case EMPTY -> new KeyVerdict.Empty(evidence);
      case BUSY -> new KeyVerdict.Busy(evidence);
    };
  }

  private String recordTest(ResourceKey account, HostOutcome<AccountVerdict> test) {
    String verdict;
    String detail;
    switch (test) {
      case HostOutcome.Done<AccountVerdict> done -> {
        switch (done.value()) {
          case AccountVerdict.Passed ignored -> {
            verdict = "passed";
            detail = "";
          }
          case AccountVerdict.Failed failed -> {
            verdict = "failed";
            detail = failed.reason();
          }
          case AccountVerdict.Inconclusive inconclusive -> {
            verdict = "inconclusive";
            detail = inconclusive.reason();
          }
        }
      }
      case HostOutcome.Refused<AccountVerdict> refused -> {
        verdict = "inconclusive";
        detail = refused.fault().toString();
      }
      case HostOutcome.Unknown<AccountVerdict> unknown -> {
        verdict = "inconclusive";
        detail = unknown.fault().toString();
      }
    }
    log.record(account, ProbeLog.Kind.HOST_TEST, verdict, detail);
    return "the host's test " + (detail.isEmpty() ? verdict : verdict + ": " + detail);
  }

  /**
   * The host echoes the account's mapping: a missing model means that the account is not as made.
   */
  private Optional<String> checkModels(
      ResourceKey account, long hostId, ResourceSpec.Account spec) {
    return switch (host.accountModels(hostId)) {
      case HostOutcome.Done<List<String>> done -> {
        List<String> missing =
            spec.modelMapping().keySet().stream()
                .filter(model -> !done.value().contains(model))
                .sorted()
                .toList();
        log.record(
            account,
            ProbeLog.Kind.MODELS,
            missing.isEmpty() ? "passed" : "failed",
            missing.isEmpty()
                ? done.value().size() + " models"
                : "not listed: " + String.join(", ", missing));
        yield missing.isEmpty()
            ? Optional.empty()
            : Optional.of("the host does not list " + String.join(", ", missing));
      }
      case HostOutcome.Refused<List<String>> refused -> {
        log.record(account, ProbeLog.Kind.MODELS, "inconclusive", refused.fault().toString());
        yield Optional.empty();
      }
      case HostOutcome.Unknown<List<String>> unknown -> {
        log.record(account, ProbeLog.Kind.MODELS, "inconclusive", unknown.fault().toString());
        yield Optional.empty();
      }
    };
  }
}

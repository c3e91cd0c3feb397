package dev.relaymanager.desired;

/** Reads a {@code Policy} document that its schema has accepted. */
final class PolicyDecoder {
  private PolicyDecoder() {}

  static PolicyDocument decode(String name, Fields document) {
    Fields spec = document.child("spec");
    Fields deletes = spec.child("maxDeletes");
    PolicyDocument absent = PolicyDocument.DEFAULT;
    return new PolicyDocument(
        name,
        document.places(),
        deletes.integer("count", absent.maxDeletes()),
        deletes.integer("percent", absent.maxDeletePercent()),
        spec.integer("maxPeopleAffected", absent.maxPeople()),
        spec.integer("minAccountsLeft", absent.minAccountsLeft()),
        spec.texts("protect"),
        spec.flag("allowEmpty"));
  }
}

package dev.relaymanager.sim;

/**
 * What a client hears when no account can serve it; from 0.1.139 on a model that no account of the
 * pool maps is told apart (contract.md 6.2).
 */
enum NoAccount {
  UNAVAILABLE {
    @Override
    Reply answer(boolean poolHasAccounts, boolean modelIsMapped) {
      return busy();
    }
  },
  MODEL_NOT_FOUND {
    @Override
    Reply answer(boolean poolHasAccounts, boolean modelIsMapped) {
      return poolHasAccounts && !modelIsMapped
          ? Envelope.gatewayError(404, "model_not_found", "no account of this group has the model")
          : busy();
    }
  };

  abstract Reply answer(boolean poolHasAccounts, boolean modelIsMapped);

  private static Reply busy() {
    return Envelope.gatewayError(503, "api_error", "no account can serve this now");
  }
}

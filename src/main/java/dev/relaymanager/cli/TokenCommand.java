package dev.relaymanager.cli;

import dev.relaymanager.api.Role;
import dev.relaymanager.api.Tokens;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.report.Json;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.store.ApiTokens;
import dev.relaymanager.store.StateStore;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;

@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Tokens of the HTTP API. While there is none, whoever is on this machine may do everything;",
      "from the first one on, every call needs one."
    },
    footer = {"", "Example:", "  relayctl token create ci --role plan"},
    subcommands = {
      TokenCommand.CreateCommand.class,
      TokenCommand.ListCommand.class,
      TokenCommand.RevokeCommand.class
    })
final class TokenCommand {
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a token and prints it, this once: only a hash of it is kept.",
        "Roles, each with what those before it may: read, plan (have hosts read), apply (change",
        "what stands on hosts), admin (connect hosts, install packs, read the audit log)."
      },
      footer = {
        "",
        "Examples:",
        "  relayctl token create grafana --role read",
        "  relayctl token create ci --role apply > ci.token"
      })
  static final class CreateCommand implements Callable<Integer> {
    @Mixin private StateOptions state = new StateOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "NAME", description = "Who it is for, in the audit log.")
    private String name = "";

    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "read, plan, apply or admin.")
    private String role = "";

    @Override
    public Integer call() {
      Role wanted =
          Role.ofId(role)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          Problem.of(
                              "bad-role",
                              "there is no role of this name",
                              "give read, plan, apply or admin")));
      try (StateStore store = StateStore.open(state.folder(), InstantSource.system());
          Secret token = new Tokens(store.apiTokens()).create(name, wanted)) {
        String text = token.reveal(characters -> characters);
        if (output.json()) {
          output.print(Json.object().put("name", name).put("role", role).put("token", text));
        } else {
          output.print(text + "\n");
        }
        return 0;
      }
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists who has a token, and with which role.",
      footer = {"", "Example:", "  relayctl token list"})
  static final class ListCommand implements Callable<Integer> {
    @Mixin private StateOptions state = new StateOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
      try (StateStore store = StateStore.open(state.folder(), InstantSource.system())) {
        List<ApiTokens.Token> tokens = store.apiTokens().list();
        if (output.json()) {
          ArrayNode nodes = Json.array();
          tokens.forEach(
              token ->
                  nodes
                      .addObject()
                      .put("name", token.name())
                      .put("role", token.role())
                      .put("created_at", token.createdAt().toString()));
          output.print(nodes);
          return 0;
        }
        if (tokens.isEmpty()) {
          output.print("No tokens: whoever is on this machine may call the API.\n");
        }
        tokens.forEach(
            token ->
                output.print(
                    "%-20s %-6s %s%n".formatted(token.name(), token.role(), token.createdAt())));
        return 0;
      }
    }
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Takes a token back: it is refused from the next call on.",
      footer = {"", "Example:", "  relayctl token revoke ci"})
  static final class RevokeCommand implements Callable<Integer> {
    @Mixin private StateOptions state = new StateOptions();

    @Parameters(paramLabel = "NAME", description = "Whose.")
    private String name = "";

    @Override
    public Integer call() {
      try (StateStore store = StateStore.open(state.folder(), InstantSource.system())) {
        if (!store.apiTokens().remove(name)) {
          throw new InvalidInputException(
              Problem.of(
                  "no-such-token",
                  "there is no token of this name",
                  "relayctl token list shows them"));
        }
        return 0;
      }
    }
  }
}

package dev.relaymanager.cli;

import dev.relaymanager.api.ApiClient;
import dev.relaymanager.api.Service;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.seal.Secret;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A service to call: the one that was named, or one in this process that ends with the command. So
 * a command does the same here and there.
 */
final class Served implements AutoCloseable {
  private final Remote remote;
  private final @Nullable Service here;
  private final @Nullable Thread loop;
  private final AtomicBoolean stop = new AtomicBoolean();

  private Served(
      ServerOptions server, RepositoryOptions repository, OutputOptions output, String command) {
    Optional<Remote> named = server.remote(output, repository.hostHttp());
    if (named.isPresent()) {
      remote = named.get();
      here = null;
      loop = null;
      return;
    }
    Talk talk = output.talk();
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    Secret token = Secret.of(HexFormat.of().formatHex(random));
    Service service =
        Service.forOneself(
            repository.settings().contentWithoutRepository(),
            Holders.of(command),
            new Service.Listeners(talk, cycle -> {}, newer -> {}, line -> {}),
            stop::get,
            token);
    here = service;
    loop = Thread.ofPlatform().daemon().name("service").start(() -> serve(service));
    remote = new Remote(new ApiClient(service.url(), token, HttpSettings.standard()), output);
  }

  private static void serve(Service service) {
    try {
      service.serve();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Opens it.
   *
   * @param command who asks for the right to write, where it is in this process
   */
  static Served by(
      ServerOptions server, RepositoryOptions repository, OutputOptions output, String command) {
    return new Served(server, repository, output, command);
  }

  Remote remote() {
    return remote;
  }

  @Override
  public void close() {
    remote.close();
    stop.set(true);
    if (loop != null) {
      try {
        loop.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (here != null) {
      here.close();
    }
  }
}

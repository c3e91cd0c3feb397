package dev.relaymanager.store;

import dev.relaymanager.apply.Journal;
import dev.relaymanager.observed.Recorded;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The state folder's database, {@code relay.db}. What a method here or on a part of it has written
 * is on disk when it returns. All of it throws {@link dev.relaymanager.model.EnvironmentException},
 * saying what to do, when the database cannot be read or written; nothing of that call is kept
 * then.
 *
 * <p>Safe for use by many threads and, for short writes, by several processes at once; that only
 * one process changes hosts is for the {@link Lease} to hold.
 *
 * <pre>{@code
 * try (StateStore store = StateStore.open(Path.of("/var/lib/relay"), InstantSource.system())) {
 *   Recorded recorded = store.resources().recorded();
 * }
 * }</pre>
 */
public final class StateStore implements AutoCloseable {
  private final InstantSource clock;
  private final Writer writer;
  private final Readers readers;

  private final WholeRecord record;

  private StateStore(InstantSource clock, Writer writer, Readers readers) {
    this.clock = clock;
    this.writer = writer;
    this.readers = readers;
    this.record = new WholeRecord(readers);
  }

  /** A store that is about to be open. Used by one thread. */
  public static final class Opening implements AutoCloseable {
    private final CompletableFuture<StateStore> store;
    private @Nullable CompletableFuture<Recorded> ahead;

    private Opening(CompletableFuture<StateStore> store) {
      this.store = store;
    }

    /**
     * Waits until it is open.
     *
     * @throws dev.relaymanager.model.EnvironmentException as {@link StateStore#open}
     */
    public StateStore opened() {
      try {
        return store.join();
      } catch (CompletionException failed) {
        if (failed.getCause() instanceof RuntimeException refused) {
          throw refused;
        }
        throw failed;
      }
    }

    /**
     * Reads the whole record on another thread once the store is open, so that whoever asks for it
     * later need not wait so long.
     */
    public void readRecordAhead() {
      ahead = store.thenApplyAsync(opened -> opened.record.read(), Thread.ofVirtual()::start);
    }

    /** Closes the store, if it came to be open. */
    @Override
    public void close() {
      // A failure of either was or would have been told to whoever asked for the result.
      if (ahead != null) {
        ahead.exceptionally(failed -> Recorded.of(List.of())).join();
      }
      @Nullable StateStore opened = store.handle((done, failed) -> done).join();
      if (opened != null) {
        opened.close();
      }
    }
  }

  /**
   * Opens the database of a state folder and brings its tables up to date; makes folder and file,
   * for their owner only, where they do not exist.
   *
   * @throws dev.relaymanager.model.EnvironmentException when the folder cannot be used, the file is
   *     damaged, or a newer program wrote it
   */
  public static StateStore open(Path folder, InstantSource clock) {
    return open(folder, clock, Migrations.ALL);
  }

  /**
   * Begins the same on another thread; folder and file are there when this returns.
   *
   * @throws dev.relaymanager.model.EnvironmentException when the folder cannot be used
   */
  public static Opening openAside(Path folder, InstantSource clock) {
    StoreFile file = StoreFile.in(folder);
    return new Opening(
        CompletableFuture.supplyAsync(
            () -> open(file, clock, Migrations.ALL), Thread.ofVirtual()::start));
  }

  static StateStore open(Path folder, InstantSource clock, Migrations migrations) {
    return open(StoreFile.in(folder), clock, migrations);
  }

  private static StateStore open(StoreFile file, InstantSource clock, Migrations migrations) {
    StoreFault fault = new StoreFault(file.path());
    Writer writer = new Writer(openWriter(file, fault), fault);
    try {
      migrations.apply(writer, fault, clock);
    } catch (RuntimeException refused) {
      writer.close();
      throw refused;
    }
    return new StateStore(clock, writer, new Readers(file, fault));
  }

  private static Handle openWriter(StoreFile file, StoreFault fault) {
    try {
      ConnectionFactory connections = file::openWriter;
      return Jdbi.create(connections).open();
    } catch (RuntimeException refused) {
      throw fault.explain(refused);
    }
  }

  /** The journal, whoever holds the lease: for a program that took none, such as a test. */
  public Journal journal() {
    return new BatchJournal(writer, readers, clock, Fence.NONE);
  }

  /**
   * The journal of a holder of the lease: it refuses to write once that lease was released, taken
   * over or broken.
   *
   * @param fencing number of the lease, from {@link Lease.Claim.Acquired}
   */
  public Journal journal(long fencing) {
    return new BatchJournal(writer, readers, clock, new Fence(fencing));
  }

  /** What stands on the hosts because of us. */
  public Resources resources() {
    return new Resources(readers, record);
  }

  /** Batches and what they did. */
  public Batches batches() {
    return new Batches(readers);
  }

  /** Hosts and what they can do. */
  public Hosts hosts() {
    return new Hosts(writer, readers);
  }

  /** Installed packs and their providers. */
  public Packs packs() {
    return new Packs(writer, readers, clock);
  }

  /** The state of each import on each host. */
  public Installs installs() {
    return new Installs(writer, readers, clock);
  }

  /** What probes found. */
  public Probes probes() {
    return new Probes(writer, readers);
  }

  /** Which upstream keys work. */
  public KeyProofs keyProofs() {
    return new KeyProofs(writer, readers);
  }

  /** Whether users can call the models. */
  public Closures closures() {
    return new Closures(writer, readers);
  }

  /** Reconcile runs. */
  public Runs runs() {
    return new Runs(writer, readers);
  }

  /** Revisions that were applied or must not be applied again. */
  public Revisions revisions() {
    return new Revisions(writer, readers, clock);
  }

  /** What came over the API, whoever holds the lease. */
  public Declarations declarations() {
    return new Declarations(writer, readers, clock, Fence.NONE);
  }

  /** What came over the API, to be added to by a holder of the lease. */
  public Declarations declarations(long fencing) {
    return new Declarations(writer, readers, clock, new Fence(fencing));
  }

  /** Who may call the API. */
  public ApiTokens apiTokens() {
    return new ApiTokens(writer, readers, clock);
  }

  /** Calls of the API that must not be carried out twice. */
  public ApiRequests apiRequests() {
    return new ApiRequests(writer, readers, clock);
  }

  /** Who changed what over the API. */
  public AuditLog auditLog() {
    return new AuditLog(writer, readers);
  }

  /** Who may change hosts. */
  public Lease lease() {
    return new Lease(writer, readers, clock);
  }

  Writer writer() {
    return writer;
  }

  /** Waits for the write that is under way; what is handed in later fails. */
  @Override
  public void close() {
    readers.close();
    writer.close();
  }
}

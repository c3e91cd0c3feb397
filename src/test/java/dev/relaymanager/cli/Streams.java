package dev.relaymanager.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Standard streams of their own for command lines that run beside each other in one process. What a
 * thread starts inherits its streams; all others keep those of the process.
 *
 * @param out takes stdout
 * @param err takes stderr
 * @param in what there is to read
 */
record Streams(OutputStream out, OutputStream err, InputStream in) {
  private static final InheritableThreadLocal<@Nullable Streams> OWN =
      new InheritableThreadLocal<>();
  private static boolean shared;

  static Streams of(OutputStream out, OutputStream err, String input) {
    return new Streams(out, err, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
  }

  /** Does something with these. */
  int with(IntSupplier work) {
    share();
    @Nullable Streams former = OWN.get();
    OWN.set(this);
    try {
      return work.getAsInt();
    } finally {
      System.out.flush();
      System.err.flush();
      OWN.set(former);
    }
  }

  private static synchronized void share() {
    if (!shared) {
      Streams process = new Streams(System.out, System.err, System.in);
      System.setOut(new PrintStream(new Out(process, false), true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(new Out(process, true), true, StandardCharsets.UTF_8));
      System.setIn(new In(process));
      shared = true;
    }
  }

  private static Streams now(Streams process) {
    @Nullable Streams own = OWN.get();
    return own == null ? process : own;
  }

  private static final class Out extends OutputStream {
    private final Streams process;
    private final boolean isErr;

    Out(Streams process, boolean isErr) {
      this.process = process;
      this.isErr = isErr;
    }

    private OutputStream target() {
      return isErr ? now(process).err : now(process).out;
    }

    @Override
    public void write(int one) throws IOException {
      target().write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      target().write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      target().flush();
    }
  }

  private static final class In extends InputStream {
    private final Streams process;

    In(Streams process) {
      this.process = process;
    }

    @Override
    public int read() throws IOException {
      return now(process).in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return now(process).in.read(bytes, offset, length);
    }
  }
}

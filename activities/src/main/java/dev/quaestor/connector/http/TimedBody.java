package dev.quaestor.connector.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A body that must have come to its end within a time and a size: a read that waits for the next
 * byte is broken off, however slowly bytes drip. Then every read fails, so that what was cut short
 * is never taken for the whole.
 */
final class TimedBody extends FilterInputStream {
  private final long limit;
  private final CompletableFuture<Void> time = new CompletableFuture<>();
  private long taken;

  TimedBody(InputStream body, Duration longest, long limit) {
    super(body);
    this.limit = limit;
    var unused =
        time.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (done, late) -> {
                  if (late != null) {
                    hangUp();
                  }
                });
  }

  private void hangUp() {
    try {
      in.close();
    } catch (IOException gone) {
      // That was the aim.
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    if (time.isCompletedExceptionally()) {
      throw new IOException("the body did not arrive completely in time");
    }
    taken += Math.max(read, 0);
    if (taken > limit) {
      throw new IOException("the body is larger than " + limit + " bytes");
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    var rest = count;
    while (rest > 0 && read() >= 0) {
      rest--;
    }
    return count - rest;
  }

  @Override
  public void close() throws IOException {
    time.complete(null);
    super.close();
  }
}

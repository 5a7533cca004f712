package dev.quaestor.connector.linux;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps what fits, and tells once that there was more. Written by one thread, read by another. */
final class BoundedOutput extends OutputStream {
  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean tooMuch;
  private Runnable then = () -> {};

  BoundedOutput(int most) {
    this.most = most;
  }

  synchronized void onTooMuch(Runnable told) {
    then = told;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    var room = Math.min(length, most - kept.size());
    kept.write(bytes, from, room);
    if (room < length && !tooMuch) {
      tooMuch = true;
      then.run();
    }
  }

  synchronized boolean isTooMuch() {
    return tooMuch;
  }

  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {}
}

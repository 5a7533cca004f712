package dev.quaestor.standalone.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Temporal that others run. */
class TemporalsTest {
  @TempDir private Path state;

  @Test
  void thatNothingAnswersIsSaidWithinSecondsWhileItIsWaitedFor() throws Exception {
    var said = new LinkedBlockingQueue<String>();
    var target = "127.0.0.1:" + free();
    var temporals = new Temporals(Map.of(), state, said::add);

    Thread.ofPlatform()
        .daemon()
        .start(() -> temporals.start(new TemporalChoice.At(target), state, 0, 0));

    assertThat(said.poll(5, TimeUnit.SECONDS))
        .isEqualTo(
            "Nothing answers at %s, the Temporal that --temporal names; waiting 30 s for it."
                .formatted(target));
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

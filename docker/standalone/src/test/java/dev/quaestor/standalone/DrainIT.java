package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.standalone.SeparateProcesses.Part;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process that is told to end finishes what it has begun, or leaves it to be taken over. */
@ExtendWith(RealHouse.Shared.class)
class DrainIT {
  /** What the how-to promises. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final SeparateProcesses house = SeparateProcesses.start();
  private final Api api = house.api();

  @AfterEach
  void stop() {
    house.close();
  }

  private void endsInTime(Process process) throws InterruptedException {
    assertThat(process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    // By SIGTERM and not by itself: 128 + 15.
    assertThat(process.exitValue()).isIn(0, 143);
  }

  @Test
  void aRequestThatIsUnderWayIsAnsweredAndAnActionIsCarriedOutOnce() throws Exception {
    var isolation =
        api.pending(api.submit(Alerts.suspiciousProcessOn(210)), "ISOLATE_DEVICE")
            .path("actionId")
            .asString();
    theStarterAnswersTheRequestThatItReads();
    house.start(Part.STARTER);

    house
        .lab()
        .post(
            "/lab/faults",
            """
            {"route":"GET /api/machineactions/*","kind":"delay","times":2,"delayMs":4000}""")
        .expect(201);
    api.approve(isolation).expect(200);
    api.eventually(() -> house.machineActions(Alerts.device(210), "Isolate"), n -> n == 1);
    endsInTime(house.end(Part.WORKER));
    house.launch(Part.WORKER);

    api.action(isolation, "execution", "SUCCEEDED");
    assertThat(house.machineActions(Alerts.device(210), "Isolate")).isEqualTo(1);
  }

  private void theStarterAnswersTheRequestThatItReads() throws Exception {
    var body = Alerts.suspiciousProcessOn(211).getBytes(StandardCharsets.UTF_8);
    try (var socket = new Socket("127.0.0.1", house.apiPort())) {
      socket.setSoTimeout((int) GRACE.toMillis());
      var out = socket.getOutputStream();
      out.write(
          """
          POST /api/v1/alerts HTTP/1.1\r
          Host: 127.0.0.1\r
          Authorization: Bearer %s\r
          Content-Type: application/json\r
          Content-Length: %d\r
          Connection: close\r
          \r
          """
              .formatted(house.adminToken(), body.length)
              .getBytes(StandardCharsets.UTF_8));
      out.write(body, 0, body.length / 2);
      out.flush();
      Thread.sleep(1_000);
      var ending = house.end(Part.STARTER);
      Thread.sleep(1_000);
      out.write(body, body.length / 2, body.length - body.length / 2);
      out.flush();
      assertThat(answer(socket)).startsWith("HTTP/1.1 202").contains("investigationId");
      endsInTime(ending);
    }
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

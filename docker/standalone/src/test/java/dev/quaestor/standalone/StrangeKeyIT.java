package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.standalone.SeparateProcesses.Part;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A starter whose word no worker believes is told so before anybody decides anything at it. */
@ExtendWith(RealHouse.Shared.class)
class StrangeKeyIT {
  @TempDir private Path folder;

  private final SeparateProcesses house = SeparateProcesses.start();
  private final List<Process> others = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (var other : others) {
      other.destroyForcibly().waitFor();
    }
    house.close();
  }

  private Process starter(Path log, int port, Path state) throws IOException {
    var started =
        house.another(
            Part.STARTER,
            log,
            "--server.port=" + port,
            "--quaestor.state-dir=" + state,
            "--quaestor.access.token-file=" + house.root().resolve("admin-token"));
    others.add(started);
    return started;
  }

  private Api at(int port) {
    return new Api(URI.create("http://127.0.0.1:" + port), house.adminToken())
        .patient(Duration.ofSeconds(60));
  }

  private static JsonNode part(Api api, String name) {
    return api.get("/api/v1/health")
        .expect(200)
        .json()
        .path("parts")
        .valueStream()
        .filter(part -> part.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("health does not tell of " + name));
  }

  private static String sentence(Api api) {
    return part(api, "signing-key").path("sentence").asString();
  }

  @Test
  void itDoesNotStartWhileWorkersRunThatDoNotKnowItAndStartsOnceTheyDo() throws Exception {
    var first = house.api();
    first.eventually(
        () -> sentence(first), said -> said.contains("1 worker believes this starter's key"));
    assertThat(part(first, "shared-vault").path("state").asString()).isEqualTo("WELL");

    var log = folder.resolve("strange.log");
    var state = folder.resolve("strange");
    var strange = starter(log, Ports.free(), state);
    assertThat(strange.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(strange.exitValue()).isEqualTo(1);
    assertThat(Files.readString(log))
        .contains("The starter did not start: 1 of 1 worker does not believe this starter's key")
        .contains("quaestor.trust.starter-keys")
        .contains(state.resolve("signing-key.pub.pem").toString());

    // The workers' file is given the second key, as in a rotation: no restart.
    var known = house.root().resolve("signing-key.pub.pem");
    var both = folder.resolve("both.pem");
    Files.writeString(
        both, Files.readString(known) + Files.readString(state.resolve("signing-key.pub.pem")));
    Files.move(both, known, StandardCopyOption.REPLACE_EXISTING);
    int port = Ports.free();
    starter(folder.resolve("known.log"), port, state);
    var second = at(port);
    second.eventually(
        () -> Ports.isTaken(port) ? sentence(second) : "not yet",
        said -> said.contains("1 worker believes this starter's key"));
    // Each has a ledger of its own here, and cases are to be told to one.
    assertThat(house.end(Part.STARTER).waitFor(30, TimeUnit.SECONDS)).isTrue();
    var isolation =
        second
            .pending(second.submit(Alerts.suspiciousProcessOn(777)), "ISOLATE_DEVICE")
            .path("actionId")
            .asString();
    second.approve(isolation).expect(200);
    second.action(isolation, "execution", "SUCCEEDED");
  }

  @Test
  void startedBeforeAnyWorkerItIsNotReadyOnceOneComesThatDoesNotKnowIt() throws Exception {
    house.end(Part.WORKER).waitFor(30, TimeUnit.SECONDS);
    var first = house.api();
    first.eventually(() -> sentence(first), said -> said.contains("No worker runs"));
    int port = Ports.free();
    starter(folder.resolve("strange.log"), port, folder.resolve("strange"));
    var strange = at(port);
    strange.eventually(
        () -> Ports.isTaken(port) ? sentence(strange) : "not yet",
        said -> said.contains("No worker runs"));
    strange.get("/actuator/health/readiness").expect(200);

    house.start(Part.WORKER);

    strange.eventually(
        () -> sentence(strange), said -> said.contains("1 of 1 worker does not believe"));
    strange.get("/actuator/health/readiness").expect(503);
    first.eventually(() -> sentence(first), said -> said.contains("1 worker believes"));
    first.get("/actuator/health/readiness").expect(200);
    assertThat(strange.get("/actuator/prometheus", "Accept", "text/plain").expect(200).text())
        .containsPattern("quaestor_signing_key_strangers[^\\n]* 1\\.0");
  }
}

package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.standalone.ProductionHouse.Part;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two starters and two workers on a real server and database are one engine. */
@ExtendWith(ProductionHouse.Needs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductionIT {
  private ProductionHouse house;
  private Api a;
  private Api b;

  @BeforeAll
  void start() {
    house = ProductionHouse.start();
    a = house.api(Part.STARTER_A);
    b = house.api(Part.STARTER_B);
  }

  @AfterAll
  void stop() {
    if (house != null) {
      house.close();
    }
  }

  @Test
  void theSameAlertToBothAtOnceIsOneCase() {
    var ids =
        together(
            IntStream.range(0, 20)
                .<Callable<String>>mapToObj(
                    i -> () -> send(i % 2 == 0 ? a : b, 300))
                .toList());

    assertThat(ids).hasSize(20).containsOnly(ids.getFirst());
    assertThat(a.report(ids.getFirst()).path("alerts")).hasSize(1);
  }

  @Test
  void whatEitherStarterSignsIsBelieved() {
    var isolations = new LinkedHashMap<String, Integer>();
    for (int n = 310; n < 318; n++) {
      isolations.put(isolationOn(n % 2 == 0 ? a : b, n), n);
    }

    isolations.forEach((id, n) -> (n % 4 < 2 ? a : b).approve(id).expect(200));

    isolations.forEach(
        (id, n) -> {
          a.action(id, "execution", "SUCCEEDED");
          assertThat(house.machineActions(Alerts.device(n), "Isolate")).isEqualTo(1);
        });
  }

  @Test
  void whateverIsKilledNothingIsLostOrDoneTwice() {
    Map<String, Integer> isolations = new LinkedHashMap<>();
    var number = 330;
    for (var part :
        List.of(Part.WORKER_A, Part.STARTER_A, Part.TEMPORAL, Part.POSTGRESQL, Part.WORKER_B)) {
      var isolation = isolationOn(b, number);
      isolations.put(isolation, number++);
      var deciding = Thread.ofVirtual().start(() -> tried(() -> b.approve(isolation)));
      house.kill(part);
      house.start(part);
      join(deciding);
      b.eventually(
          () -> tried(() -> b.approve(isolation)), r -> r.status() == 200 || r.status() == 409);
    }

    isolations.forEach(
        (id, n) -> {
          a.eventually(
              () -> tried(() -> a.get("/api/v1/actions/" + id)),
              r ->
                  r.status() == 200
                      && r.json()
                          .path("execution")
                          .asString()
                          .matches("SUCCEEDED|ALREADY_IN_STATE"));
          assertThat(house.machineActions(Alerts.device(n), "Isolate")).as("%s", n).isEqualTo(1);
          assertThat(decisions(id)).isEqualTo(1);
        });
  }

  private long decisions(String action) {
    var investigation = a.action(action).path("investigationId").asString();
    return a.get("/api/v1/investigations/" + investigation + "/log")
        .expect(200)
        .json()
        .path("items")
        .valueStream()
        .filter(e -> e.path("type").asString().equals("actionDecided"))
        .filter(e -> e.toString().contains(action))
        .count();
  }

  private String isolationOn(Api api, int number) {
    return api.pending(send(api, number), "ISOLATE_DEVICE").path("actionId").asString();
  }

  /** As a source does: the same again until it is accepted. */
  private static String send(Api api, int number) {
    return api.eventually(
            () ->
                tried(
                    () ->
                        api.post(
                            "/api/v1/alerts",
                            Alerts.suspiciousFileOn(number),
                            "Content-Type",
                            "application/octet-stream")),
            r -> r.status() == 202)
        .json()
        .path("alerts")
        .path(0)
        .path("investigationId")
        .asString();
  }

  private static Api.Answer tried(Supplier<Api.Answer> call) {
    try {
      return call.get();
    } catch (UncheckedIOException away) {
      return new Api.Answer(0, HttpHeaders.of(Map.of(), (x, y) -> true), "away");
    }
  }

  private static <T> List<T> together(List<Callable<T>> calls) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<T>();
      for (var answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

package dev.quaestor.tools.bench;

import dev.quaestor.lab.LabTenant;
import dev.quaestor.tools.bench.Shape.Sign;
import dev.quaestor.wire.TaskQueues;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;

/**
 * The calls of the back end that the engine made in the same step, on a device and a file of its
 * own, and one durable row for each call of the ledger. The effect is seen where the engine's is:
 * on the lab's device.
 */
final class BackEndErrands implements Errands, AutoCloseable {
  private final LabTenant lab;
  private final Rows rows;
  private final Arrivals signs;
  private final HttpClient http =
      HttpClient.newBuilder().executor(Executors.newVirtualThreadPerTaskExecutor()).build();
  private final ConcurrentMap<String, FreshAlert> alerts = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, String> runs = new ConcurrentHashMap<>();

  /**
   * @param rows kept open by this and closed with it
   */
  BackEndErrands(LabTenant lab, Rows rows, Arrivals signs) {
    this.lab = lab;
    this.rows = rows;
    this.signs = signs;
  }

  /** To be told of each effect on the lab. */
  void tookEffect(LabTenant.Effect effect) {
    var run = runs.get(effect.machineId() + effect.type());
    if (run != null) {
      signs.arrived(Errands.sign(run, Sign.TAKES_EFFECT));
    }
  }

  @Override
  public void begin(String run, MeasuredPath course) {
    var alert = FreshAlert.of(course);
    lab.knowsAlike(course.file().sha1(), alert.file().sha1(), alert.file().sha256());
    alerts.put(run, alert);
    runs.put(alert.deviceId() + course.onTheLab(), run);
  }

  @Override
  public void end(String run) {
    var alert = alerts.remove(run);
    if (alert != null) {
      runs.values().remove(run);
    }
  }

  @Override
  public void perform(Parcel parcel, Shape.Step step) {
    var alert = alerts.get(parcel.run());
    if (alert == null) {
      throw new IllegalStateException("This run is over: " + parcel.run());
    }
    step.calls().forEach(round -> callAll(round, alert));
    if (step.queue().equals(TaskQueues.ACTION_CENTER)) {
      rows.insert(parcel.run(), step.input());
    }
    if (step.sign() == Sign.SHOWS_PENDING) {
      signs.arrived(Errands.sign(parcel.run(), step.sign()));
    }
  }

  private void callAll(List<BackEndCall> round, FreshAlert alert) {
    var under = round.stream().map(call -> call(call.forAlert(alert))).toList();
    CompletableFuture.allOf(under.toArray(CompletableFuture[]::new)).join();
  }

  private CompletableFuture<Void> call(BackEndCall call) {
    var request = HttpRequest.newBuilder(URI.create(lab.baseUri() + call.uri()));
    call.headers().forEach(request::header);
    var body =
        call.body().isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(call.body());
    return http.sendAsync(
            request.method(call.method(), body).build(), HttpResponse.BodyHandlers.ofByteArray())
        .thenAccept(answer -> refuseAnother(call, answer.statusCode()));
  }

  /** A floor that is refused what the engine was given measures something else. */
  private static void refuseAnother(BackEndCall call, int status) {
    if (status != call.status()) {
      throw new IllegalStateException(
          "%s %s was answered with %d, and to the engine with %d"
              .formatted(call.method(), call.uri(), status, call.status()));
    }
  }

  @Override
  public void close() throws SQLException {
    http.shutdownNow();
    rows.close();
  }
}

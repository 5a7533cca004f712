package dev.quaestor.lab.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The record of one machine action. It moves Pending → InProgress → final only through {@link
 * ActionBook}; the effect on the device happens when it succeeds, not when it is accepted.
 */
public final class LabMachineAction {

  /** Where an action stands, by wire name. */
  public enum Status {
    PENDING("Pending"),
    IN_PROGRESS("InProgress"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed"),
    CANCELLED("Cancelled");

    private final String wireName;

    Status(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /** What a caller asks for. {@code failing}: the lab was told to let it fail. */
  public record Order(
      MachineActionType type,
      @Nullable String scope,
      String requestor,
      String comment,
      @Nullable String sha1,
      List<LiveCommand> commands,
      boolean failing) {}

  /** Who cancelled it, and why. */
  public record Cancellation(String requestor, String comment, Instant at) {}

  private final String id = UUID.randomUUID().toString();
  private final Order order;
  private final LabDevice device;
  private final Instant created;
  private Status status = Status.PENDING;
  private Instant lastUpdate;
  private @Nullable Instant started;
  private boolean hung;
  private @Nullable Cancellation cancellation;
  private @Nullable String trouble;

  LabMachineAction(Order order, LabDevice device, Instant created, boolean hung) {
    this.order = order;
    this.device = device;
    this.created = created;
    this.lastUpdate = created;
    this.hung = hung;
  }

  public String id() {
    return id;
  }

  public Order order() {
    return order;
  }

  public MachineActionType type() {
    return order.type();
  }

  public LabDevice device() {
    return device;
  }

  public Instant created() {
    return created;
  }

  public Status status() {
    return status;
  }

  public Instant lastUpdate() {
    return lastUpdate;
  }

  public @Nullable Cancellation cancellation() {
    return cancellation;
  }

  public @Nullable String trouble() {
    return trouble;
  }

  public boolean open() {
    return status == Status.PENDING || status == Status.IN_PROGRESS;
  }

  boolean hung() {
    return hung;
  }

  void unhang() {
    hung = false;
  }

  void start(Instant at) {
    if (started == null) {
      started = at;
    }
  }

  /** The device went away: what ran starts again when it is back. */
  void interrupt(Instant at) {
    if (open() && started != null) {
      started = null;
      status = Status.PENDING;
      lastUpdate = at;
    }
  }

  @Nullable Instant dueAt(Duration duration) {
    return started == null ? null : started.plus(duration);
  }

  void progress(Instant now, Duration duration) {
    Instant half = started == null ? null : started.plus(duration.dividedBy(2));
    if (status == Status.PENDING && half != null && !now.isBefore(half)) {
      status = Status.IN_PROGRESS;
      lastUpdate = half;
    }
  }

  void succeed(Instant at) {
    status = Status.SUCCEEDED;
    lastUpdate = at;
  }

  void fail(Instant at, String why) {
    status = Status.FAILED;
    lastUpdate = at;
    trouble = why;
  }

  void cancel(Cancellation by) {
    status = Status.CANCELLED;
    lastUpdate = by.at();
    cancellation = by;
  }
}

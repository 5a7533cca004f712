package dev.quaestor.tools.bench;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Does nothing. */
@ActivityInterface
public interface BareActivities {
  String CARRY = "BenchCarry";

  /** Returns at once, as many bytes as what it stands in for. */
  @ActivityMethod(name = CARRY)
  Parcel carry(Parcel parcel);
}

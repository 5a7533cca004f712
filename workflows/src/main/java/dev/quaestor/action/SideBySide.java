package dev.quaestor.action;

import java.util.Set;

/**
 * Which actions may run on one thing at the same time. Those that do not hinder each other, and of
 * which neither needs what the other changes: locking away one file does nothing to a scan of the
 * whole device. All others take turns:
 *
 * <ul>
 *   <li>two of one type, because Defender has one action of a kind under way for a device;
 *   <li>what runs through live response, which has one session for a device;
 *   <li>what cuts a device off, lets it go or takes it out, which decides whether others reach it;
 *   <li>a package of what is running, which is to show it as it was before anything was stopped.
 * </ul>
 */
public final class SideBySide {
  private static final Set<ActionType> WITH_A_SCAN =
      Set.of(ActionType.STOP_AND_QUARANTINE_FILE, ActionType.COLLECT_INVESTIGATION_PACKAGE);

  private SideBySide() {}

  /** The order of the two does not matter. */
  public static boolean mayRun(ActionType one, ActionType other) {
    return isBesideScan(one, other) || isBesideScan(other, one);
  }

  private static boolean isBesideScan(ActionType scan, ActionType other) {
    return scan == ActionType.RUN_ANTIVIRUS_SCAN && WITH_A_SCAN.contains(other);
  }
}

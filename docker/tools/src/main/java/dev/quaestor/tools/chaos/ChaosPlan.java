package dev.quaestor.tools.chaos;

import java.time.Duration;
import java.util.List;

/**
 * @param time for how long new cases begin and faults happen; longer where each fault has not
 *     happened yet
 * @param perSecond cases that begin
 * @param faults in their order, again and again
 */
record ChaosPlan(Duration time, double perSecond, List<Fault> faults) {}

package dev.quaestor.investigation;

/**
 * The answer to {@code addAlert}.
 *
 * @param joined whether the investigation was there before this alert, or knew the alert already
 * @param version the number of what the alert says now
 */
public record AlertReceipt(String investigationId, String alertId, boolean joined, int version) {}

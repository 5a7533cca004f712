package dev.quaestor.alert;

import dev.quaestor.entity.EntityKey;
import dev.quaestor.text.Sha256;

/**
 * What makes two alerts one investigation: the device they are on, the message they are about, or
 * the alert itself. Opaque, and never a person's data; workflow ids are made of it.
 */
public final class CorrelationKey {
  private static final int DIGITS = 20;
  private static final String DEVICE = "dev-";
  private static final String MESSAGE = "mail-";
  private static final String ALERT = "alert-";

  private CorrelationKey() {}

  /** Of what is on a device, by one of the names that it has. */
  public static String ofDevice(EntityKey device) {
    return DEVICE + digits(device.value());
  }

  /** Of what is about a message, by its Message-ID or the back end's own. */
  public static String ofMessage(String id) {
    return MESSAGE + digits(id);
  }

  /** Of what has nothing in common with any other alert. */
  public static String ofAlert(String alertId) {
    return ALERT + digits(alertId);
  }

  public static boolean isOfDevice(String key) {
    return key.startsWith(DEVICE);
  }

  /** Whether other alerts may have it too. */
  public static boolean isShared(String key) {
    return !key.startsWith(ALERT);
  }

  private static String digits(String text) {
    return Sha256.of(text).substring(0, DIGITS);
  }
}

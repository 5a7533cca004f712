package dev.quaestor.action;

/** Where an action came from; the Action center's source values. */
public enum ActionSource {
  AUTOMATED_DEVICE_ACTION,
  AUTOMATED_EMAIL_ACTION,
  MANUAL_DEVICE_ACTION,
  MANUAL_EMAIL_ACTION,
  ADVANCED_HUNTING_ACTION,
  EXPLORER_ACTION,
  MANUAL_LIVE_RESPONSE_ACTION,
  LIVE_RESPONSE_ACTION_API
}

package dev.quaestor.action;

/** Which approvers an action belongs to, and which row of the matrix it falls under. */
public enum Area {
  DEVICE,
  EMAIL,
  IDENTITY;

  static Area of(Class<? extends RemediationAction> action) {
    if (EmailAction.class.isAssignableFrom(action)) {
      return EMAIL;
    }
    return IdentityAction.class.isAssignableFrom(action) ? IDENTITY : DEVICE;
  }
}

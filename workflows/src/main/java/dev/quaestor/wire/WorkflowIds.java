package dev.quaestor.wire;

/** Workflow ids are how the same request twice is one: each is made from what it is about. */
public final class WorkflowIds {
  private WorkflowIds() {}

  /**
   * @param correlationKey see {@code Alert}; opaque
   */
  public static String investigation(String correlationKey) {
    return "investigation/" + correlationKey;
  }

  /** The key of which {@link #investigation} made that id. */
  public static String correlationKey(String investigation) {
    return investigation.substring("investigation/".length());
  }

  public static String remediation(String actionId) {
    return "remediation/" + actionId;
  }

  /**
   * @param lookupId of one question; the same id again is the same question
   */
  public static String lookup(String lookupId) {
    return "lookup/" + lookupId;
  }

  /**
   * @param source as the starter's configuration calls it; one round at a time reads it
   */
  public static String alertFeed(String source) {
    return "alert-feed/" + source;
  }

  public static String undo(String actionId) {
    return "undo/" + actionId;
  }
}

package dev.quaestor.action;

/**
 * The MITRE D3FEND techniques that actions are, with label and tactic as in the ontology of 2025-08
 * (d3fend.mitre.org, {@code d3fend.owl}).
 */
public enum D3fend {
  NETWORK_ISOLATION("D3-NI", "Network Isolation", Tactic.ISOLATE),
  OUTBOUND_TRAFFIC_FILTERING("D3-OTF", "Outbound Traffic Filtering", Tactic.ISOLATE),
  EXECUTABLE_ALLOWLISTING("D3-EAL", "Executable Allowlisting", Tactic.ISOLATE),
  CONTENT_QUARANTINE("D3-CQ", "Content Quarantine", Tactic.ISOLATE),
  PROCESS_TERMINATION("D3-PT", "Process Termination", Tactic.EVICT),
  SESSION_TERMINATION("D3-ST", "Session Termination", Tactic.EVICT),
  ACCOUNT_LOCKING("D3-AL", "Account Locking", Tactic.EVICT),
  EMAIL_REMOVAL("D3-ER", "Email Removal", Tactic.EVICT),
  FILE_EVICTION("D3-FEV", "File Eviction", Tactic.EVICT),
  REGISTRY_KEY_DELETION("D3-RKD", "Registry Key Deletion", Tactic.EVICT),
  OBJECT_EVICTION("D3-OE", "Object Eviction", Tactic.EVICT),
  PASSWORD_ROTATION("D3-PR", "Password Rotation", Tactic.HARDEN),
  FILE_ANALYSIS("D3-FA", "File Analysis", Tactic.DETECT),
  RESTORE_CONFIGURATION("D3-RC", "Restore Configuration", Tactic.RESTORE),
  RESTORE_EMAIL("D3-RE", "Restore Email", Tactic.RESTORE),
  RESTORE_FILE("D3-RF", "Restore File", Tactic.RESTORE),
  RESTORE_NETWORK_ACCESS("D3-RNA", "Restore Network Access", Tactic.RESTORE),
  UNLOCK_ACCOUNT("D3-ULA", "Unlock Account", Tactic.RESTORE);

  /** What a technique is for. */
  public enum Tactic {
    HARDEN("Harden"),
    DETECT("Detect"),
    ISOLATE("Isolate"),
    EVICT("Evict"),
    RESTORE("Restore");

    private final String label;

    Tactic(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  private final String id;
  private final String label;
  private final Tactic tactic;

  D3fend(String id, String label, Tactic tactic) {
    this.id = id;
    this.label = label;
    this.tactic = tactic;
  }

  public String id() {
    return id;
  }

  public String label() {
    return label;
  }

  public Tactic tactic() {
    return tactic;
  }
}

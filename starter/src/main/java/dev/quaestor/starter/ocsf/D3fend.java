package dev.quaestor.starter.ocsf;

import dev.quaestor.action.ActionType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The MITRE D3FEND techniques that the catalogue of actions names, with label and tactic as in the
 * ontology of 2025-08 (d3fend.mitre.org, {@code d3fend.owl}).
 */
enum D3fend {
  NETWORK_ISOLATION("D3-NI", "Network Isolation", Tactic.ISOLATE),
  OUTBOUND_TRAFFIC_FILTERING("D3-OTF", "Outbound Traffic Filtering", Tactic.ISOLATE),
  INBOUND_TRAFFIC_FILTERING("D3-ITF", "Inbound Traffic Filtering", Tactic.ISOLATE),
  DNS_DENYLISTING("D3-DNSDL", "DNS Denylisting", Tactic.ISOLATE),
  EXECUTABLE_ALLOWLISTING("D3-EAL", "Executable Allowlisting", Tactic.ISOLATE),
  EXECUTABLE_DENYLISTING("D3-EDL", "Executable Denylisting", Tactic.ISOLATE),
  CONTENT_QUARANTINE("D3-CQ", "Content Quarantine", Tactic.ISOLATE),
  PROCESS_TERMINATION("D3-PT", "Process Termination", Tactic.EVICT),
  SESSION_TERMINATION("D3-ST", "Session Termination", Tactic.EVICT),
  ACCOUNT_LOCKING("D3-AL", "Account Locking", Tactic.EVICT),
  CREDENTIAL_REVOCATION("D3-CR", "Credential Revocation", Tactic.EVICT),
  EMAIL_REMOVAL("D3-ER", "Email Removal", Tactic.EVICT),
  FILE_EVICTION("D3-FEV", "File Eviction", Tactic.EVICT),
  REGISTRY_KEY_DELETION("D3-RKD", "Registry Key Deletion", Tactic.EVICT),
  OBJECT_EVICTION("D3-OE", "Object Eviction", Tactic.EVICT),
  PASSWORD_ROTATION("D3-PR", "Password Rotation", Tactic.HARDEN),
  CREDENTIAL_ROTATION("D3-CRO", "Credential Rotation", Tactic.HARDEN),
  FILE_ANALYSIS("D3-FA", "File Analysis", Tactic.DETECT),
  RESTORE_CONFIGURATION("D3-RC", "Restore Configuration", Tactic.RESTORE),
  RESTORE_EMAIL("D3-RE", "Restore Email", Tactic.RESTORE),
  RESTORE_FILE("D3-RF", "Restore File", Tactic.RESTORE),
  RESTORE_NETWORK_ACCESS("D3-RNA", "Restore Network Access", Tactic.RESTORE),
  RESTORE_USER_ACCOUNT_ACCESS("D3-RUAA", "Restore User Account Access", Tactic.RESTORE),
  UNLOCK_ACCOUNT("D3-ULA", "Unlock Account", Tactic.RESTORE);

  /** What a technique is for. */
  enum Tactic {
    HARDEN("Harden"),
    DETECT("Detect"),
    ISOLATE("Isolate"),
    EVICT("Evict"),
    RESTORE("Restore");

    private final String label;

    Tactic(String label) {
      this.label = label;
    }

    private Attributes object() {
      return new Attributes()
          .put("name", label)
          .put("uid", "d3f:" + label)
          .put("src_url", "https://d3fend.mitre.org/tactic/d3f:" + label + "/");
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

  /** The {@code countermeasures} of an action; one of them for each technique it is. */
  static List<Attributes> countermeasures(ActionType type) {
    var found = new ArrayList<Attributes>();
    for (var technique : type.d3fend()) {
      found.add(
          Arrays.stream(values())
              .filter(t -> t.id.equals(technique))
              .findFirst()
              .map(D3fend::object)
              .orElseGet(() -> unnamed(technique)));
    }
    return List.copyOf(found);
  }

  /** Of an undo whose inverse left no trace: what it is for is known, how it was done is not. */
  static List<Attributes> restoring() {
    return List.of(new Attributes().put("d3f_tactic", Tactic.RESTORE.object()));
  }

  private Attributes object() {
    return new Attributes()
        .put("d3f_tactic", tactic.object())
        .put(
            "d3f_technique",
            new Attributes()
                .put("uid", id)
                .put("name", label)
                .put(
                    "src_url",
                    "https://d3fend.mitre.org/technique/d3f:" + label.replace(" ", "") + "/"));
  }

  /** A technique that was added to the catalogue and not here; a test keeps that from shipping. */
  private static Attributes unnamed(String technique) {
    return new Attributes().put("d3f_technique", new Attributes().put("uid", technique));
  }
}

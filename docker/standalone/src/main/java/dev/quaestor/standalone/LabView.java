package dev.quaestor.standalone;

import dev.quaestor.lab.LabTenant;
import java.util.Map;
import java.util.TreeMap;

/** What the demo's alerts are about, as the lab tenant's own state shows it. */
final class LabView {
  private static final String LAPTOP = "ws-jdoe.contoso.example";
  private static final String SERVER = "srv-files-01.contoso.example";
  private static final String MALICIOUS_FILE = "invoice-2026-11.exe";
  private static final String CAMPAIGN_SENDER = "@woodgrove-support.example";
  private static final String REPORTER = "megan@contoso.example";
  private static final String RECOVERABLE = "recoverableitemsdeletions";

  private final LabTenant lab;

  LabView(LabTenant lab) {
    this.lab = lab;
  }

  boolean maliciousFileIsQuarantined() {
    return lab.device(LAPTOP).stream()
        .flatMap(d -> d.path("files").valueStream())
        .anyMatch(
            f ->
                f.path("fileName").asString().equals(MALICIOUS_FILE)
                    && f.path("state").asString().equals("quarantined"));
  }

  boolean laptopWasScanned() {
    return lab.device(LAPTOP).filter(d -> !d.path("scans").isEmpty()).isPresent();
  }

  boolean serverIsIsolated() {
    return lab.device(SERVER).filter(d -> d.path("isolated").asBoolean()).isPresent();
  }

  boolean urlIsBlocked() {
    return lab.state()
        .path("indicators")
        .valueStream()
        .anyMatch(
            i ->
                i.path("action").asString().startsWith("Block")
                    && i.path("indicatorType").asString().equals("Url"));
  }

  boolean forwardsOutside() {
    return forwardsTo("evil.example");
  }

  boolean forwardsInside() {
    return forwardsTo("kim@contoso.example");
  }

  private boolean forwardsTo(String address) {
    return lab.mailbox(REPORTER).stream()
        .flatMap(m -> m.path("rules").valueStream())
        .anyMatch(
            r ->
                r.path("isEnabled").asBoolean()
                    && r.path("actions").path("forwardTo").toString().contains(address));
  }

  /** Each message by mailbox and Message-ID, with the folder it is in. */
  Map<String, String> mailFolders() {
    return folders(false);
  }

  private Map<String, String> folders(boolean campaignOnly) {
    var folders = new TreeMap<String, String>();
    for (var mailbox : lab.state().path("mailboxes")) {
      for (var folder : mailbox.path("folders").properties()) {
        for (var message : folder.getValue()) {
          if (!campaignOnly || message.path("from").asString().endsWith(CAMPAIGN_SENDER)) {
            folders.put(
                mailbox.path("address").asString()
                    + " "
                    + message.path("internetMessageId").asString(),
                folder.getKey());
          }
        }
      }
    }
    return folders;
  }

  boolean campaignIsSoftDeleted() {
    var campaign = folders(true);
    return campaign.size() > 1 && campaign.values().stream().allMatch(RECOVERABLE::equals);
  }

  boolean othersAreWhereTheyWere(Map<String, String> before) {
    var others = new TreeMap<>(before);
    others.keySet().removeAll(folders(true).keySet());
    return mailFolders().entrySet().containsAll(others.entrySet());
  }
}

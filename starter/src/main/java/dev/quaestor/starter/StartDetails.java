package dev.quaestor.starter;

import dev.quaestor.alert.Alert;
import dev.quaestor.approval.PendingDetails;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Unseen;
import dev.quaestor.wire.PayloadEncryption;
import dev.quaestor.wire.SearchKeys;
import io.temporal.common.SearchAttributes;
import java.util.List;

/** What the Temporal Web UI shows of a workflow before it has said anything itself. */
final class StartDetails {
  /** The server's limits: beyond them the start is refused. They are of what is sent. */
  private static final int SUMMARY_BYTES = 400 - PayloadEncryption.OVERHEAD;

  private static final int DETAILS_BYTES = 20_000 - PayloadEncryption.OVERHEAD;

  private static final int DETAILS_EVIDENCE = 50;

  /** A list of keywords is one value to the server, of 2 KiB at most. */
  private static final int KEYWORDS = 20;

  private static final int KEYWORD_BYTES = 80;

  private StartDetails() {}

  /** One line; the Web UI reads Markdown and HTML here too. */
  static String summary(String text) {
    // Two bytes are the span's own.
    return code(Excerpt.ofBytes(oneLine(text), SUMMARY_BYTES - 2));
  }

  /**
   * Markdown; what others wrote stands in code spans: an address is made a link even where all its
   * signs are escaped.
   */
  static String details(Alert alert, String startedBy) {
    var text = new StringBuilder();
    text.append("**").append(code(oneLine(alert.title()))).append("**\n\n");
    line(text, "Severity", alert.severity().name());
    line(text, "Alert", alert.alertId());
    line(text, "Source", alert.source().name());
    line(text, "Started by", startedBy);
    if (!alert.techniques().isEmpty()) {
      line(text, "ATT&CK", String.join(", ", alert.techniques()));
    }
    if (alert.description() != null) {
      text.append('\n')
          .append(code(Excerpt.ofBytes(oneLine(alert.description()), 2_000)))
          .append('\n');
    }
    text.append("\nEvidence named by the alert:\n\n");
    alert.evidence().stream()
        .limit(DETAILS_EVIDENCE)
        .map(Evidence::entity)
        .forEach(e -> line(text, e.kind().name(), Excerpt.ofBytes(oneLine(e.label()), 200)));
    return Excerpt.ofBytes(text.toString(), DETAILS_BYTES);
  }

  /**
   * The values that are known at the start; the workflow keeps them true from then on.
   *
   * @param namesHidden whether they may name neither devices nor mailboxes
   */
  static SearchAttributes searchAttributes(Alert alert, boolean namesHidden) {
    var attributes =
        SearchAttributes.newBuilder()
            .set(SearchKeys.STATE, InvestigationStatus.QUEUED.name())
            .set(SearchKeys.SEVERITY, alert.severity().name())
            .set(SearchKeys.VERDICT, Verdict.UNKNOWN.name())
            .set(SearchKeys.PENDING_ACTIONS, 0L);
    var devices =
        keywords(
            alert.evidence().stream()
                .map(Evidence::entity)
                .filter(Device.class::isInstance)
                .map(e -> oneLine(e.label()))
                .toList());
    if (!devices.isEmpty() && !namesHidden) {
      attributes.set(SearchKeys.DEVICES, devices);
    }
    // Values are never encrypted: a mailbox is a person's address, so it goes as its hash.
    var mailboxes =
        keywords(
            alert.evidence().stream()
                .map(Evidence::entity)
                .filter(Mailbox.class::isInstance)
                .map(e -> PlanHash.shortId(e.key().value()))
                .toList());
    if (!mailboxes.isEmpty() && !namesHidden) {
      attributes.set(SearchKeys.MAILBOXES, mailboxes);
    }
    var techniques = keywords(alert.techniques());
    if (!techniques.isEmpty()) {
      attributes.set(SearchKeys.TECHNIQUES, techniques);
    }
    return attributes.build();
  }

  private static List<String> keywords(List<String> values) {
    return values.stream()
        .map(v -> Excerpt.ofBytes(v, KEYWORD_BYTES))
        .distinct()
        .limit(KEYWORDS)
        .toList();
  }

  /** Markdown of an order by hand. */
  static String details(ManualOrder order) {
    var text = new StringBuilder();
    text.append("**").append(code(oneLine(order.action().summary()))).append("**\n\n");
    line(text, order.proposed() ? "proposed by" : "ordered by", oneLine(order.by().name()));
    line(text, "source", order.source().name());
    if (order.comment() != null) {
      line(text, "comment", oneLine(order.comment()));
    }
    if (order.undoes() != null) {
      line(text, "undoes", order.undoes());
    }
    return Excerpt.ofBytes(text.toString(), DETAILS_BYTES);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("- ").append(name).append(": ").append(code(oneLine(value))).append('\n');
  }

  private static String oneLine(String text) {
    return Unseen.replaced(text, " ").strip();
  }

  private static String code(String text) {
    return PendingDetails.code(text, Integer.MAX_VALUE);
  }
}

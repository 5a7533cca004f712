package dev.quaestor.analyzer;

import dev.quaestor.connector.capability.FileReputation.Determination;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailMessage.Attachment;
import dev.quaestor.entity.MailMessage.Link;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.execution.Analyzers;
import java.util.List;
import java.util.Map;

/** Contoso, its bank, and what arrives there. */
public final class Fixtures {
  public static final String SHA256 = "ab".repeat(32);

  private Fixtures() {}

  public static AnalysisSettings contoso() {
    return new AnalysisSettings(
        List.of("contoso.example"),
        List.of("mx.contoso.example"),
        List.of(new AnalysisSettings.Brand("Woodgrove Bank", List.of("woodgrovebank.example"))));
  }

  public static Evidence named(Entity entity) {
    return Evidence.named(entity, "alert", null);
  }

  public static Evidence reported(Entity entity, Verdict verdict, String detectionStatus) {
    return Evidence.named(entity, "alert", new ReportedVerdict("vendor", verdict, detectionStatus));
  }

  public static FileArtifact file(String name) {
    return new FileArtifact(
        "device-1", name, "C:\\Users\\j\\Downloads", SHA256, null, null, null, null);
  }

  public static KnownFile known(Determination determination, Long prevalence, Boolean signerValid) {
    return new KnownFile(
        null, SHA256, null, determination, "Family", prevalence, 10L, "Contoso", signerValid);
  }

  public static Context knowing(EntityKey key, Lookup<KnownFile> lookup) {
    return new Context(
        new Context.Answers<>(Map.of(key, lookup)),
        Context.Answers.none(),
        Context.Answers.none(),
        Context.Answers.none(),
        List.of(),
        Map.of());
  }

  /** What the standing list of analyzers says of a piece of evidence, nothing looked up. */
  public static List<Finding> findings(Evidence evidence, Context context) {
    return Analyzers.all(contoso()).stream()
        .filter(a -> a.kinds().contains(evidence.entity().kind()))
        .flatMap(a -> a.analyze(evidence, context).stream())
        .toList();
  }

  public static Verdict verdict(Evidence evidence, Context context) {
    return VerdictRules.conclude(findings(evidence, context));
  }

  public static MailMessage mail(
      String sender,
      String senderName,
      List<Link> links,
      List<Attachment> attachments,
      String... authentication) {
    return new MailMessage(
        null,
        "<1@mail.example>",
        "megan@contoso.example",
        sender,
        senderName,
        null,
        null,
        "203.0.113.77",
        "Hello",
        null,
        links,
        attachments,
        List.of(authentication),
        List.of());
  }

  /** The demo's mail, as intake reads it. */
  public static MailMessage reportedPhish() {
    return new MailMessage(
        "7f3b1c52-8d0e-4a51-9a3e-08de2a6f1101",
        "<20261123073100.lab1101@woodgrove-support.example>",
        "megan@contoso.example",
        "alerts@woodgrove-support.example",
        "Woodgrove Bank service@woodgrovebank.example",
        "bounce@woodgrove-support.example",
        "collect@evil.example",
        "203.0.113.77",
        "Urgent: confirm your account within 24 hours",
        null,
        List.of(
            new Link(
                "https://www.woodgrovebank.example/login",
                "http://www.woodgrovebank.example@198.51.100.23/login/confirm"),
            new Link("our secure page", "https://xn--woodgrve-bank-urj.example/verify")),
        List.of(new Attachment("invoice.pdf.html", "text/html", "text/html", SHA256, 150L)),
        List.of(
            "mx.contoso.example;\r\n\tspf=fail (sender IP is 203.0.113.77)"
                + " smtp.mailfrom=bounce@woodgrove-support.example;\r\n\tdkim=none (message not"
                + " signed) header.d=none;\r\n\tdmarc=fail action=none"
                + " header.from=woodgrove-support.example",
            "mail.woodgrove-support.example; spf=pass; dkim=pass; dmarc=pass"),
        List.of());
  }
}

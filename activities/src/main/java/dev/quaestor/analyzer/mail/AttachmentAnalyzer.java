package dev.quaestor.analyzer.mail;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.file.FileNames;
import dev.quaestor.connector.capability.FileReputation.Determination;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailMessage.Attachment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A mail by the worst of what it carries.
 *
 * <table>
 *   <caption>Weights</caption>
 *   <tr><td>known malware</td><td>100</td><td>the mail carries it</td></tr>
 *   <tr><td>a program under a document's name</td><td>70</td><td>told by its first bytes</td></tr>
 *   <tr><td>a page under a document's name</td><td>50</td><td>the same, opened in a browser</td></tr>
 *   <tr><td>unwanted software</td><td>50</td><td>Suspicious</td></tr>
 *   <tr><td>a program or disk image</td><td>45</td><td>nobody sends them by mail who could send a
 *       link: worth a person's look</td></tr>
 *   <tr><td>encrypted, macros</td><td>25</td><td>some offices live on them</td></tr>
 *   <tr><td>a page</td><td>20</td><td>some banks and clinics send them</td></tr>
 * </table>
 */
public final class AttachmentAnalyzer implements Analyzer {
  private static final String SOURCE = "mailAttachments";
  private static final int MALWARE = 100;
  private static final int PROGRAM_AS_DOCUMENT = 70;
  private static final int PAGE_AS_DOCUMENT = 50;
  private static final int UNWANTED = 50;
  private static final int RUNNABLE = 45;
  private static final int ENCRYPTED = 25;
  private static final int MACROS = 25;
  private static final int PAGE = 20;

  private static final int ATTACHMENTS_READ = 500;

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.MAIL_MESSAGE);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    if (!(evidence.entity() instanceof MailMessage mail)) {
      return List.of();
    }
    var worst =
        mail.attachments().stream()
            .limit(ATTACHMENTS_READ)
            .map(attachment -> judge(attachment, context))
            .max(Comparator.comparingInt(AttachmentAnalyzer::sum))
            .orElse(List.of());
    if (mail.attachments().size() <= ATTACHMENTS_READ) {
      return worst;
    }
    var findings = new ArrayList<>(worst);
    findings.add(
        Finding.blind(
            SOURCE,
            "MORE_ATTACHMENTS_THAN_READ",
            "Only %2$d of its %1$d attachments were examined."
                .formatted(mail.attachments().size(), ATTACHMENTS_READ)));
    return findings;
  }

  /** An attachment as the file that it is; empty when it has neither name nor hash. */
  public static Optional<FileArtifact> file(Attachment attachment) {
    return attachment.name() == null && attachment.sha256() == null
        ? Optional.empty()
        : Optional.of(
            new FileArtifact(
                null,
                attachment.name(),
                null,
                attachment.sha256(),
                null,
                null,
                attachment.size(),
                null));
  }

  private static List<Finding> judge(Attachment attachment, Context context) {
    var findings = new ArrayList<Finding>();
    reputation(attachment, context, findings);
    if (attachment.name() != null) {
      findings.addAll(FileNames.judge(SOURCE, attachment.name()));
    }
    content(attachment, findings);
    return findings;
  }

  private static void reputation(Attachment attachment, Context context, List<Finding> findings) {
    var words =
        file(attachment).stream()
            .flatMap(file -> context.known(file).stream())
            .map(KnownFile::determination)
            .collect(Collectors.toSet());
    if (words.contains(Determination.MALWARE)) {
      add(findings, "ATTACHMENT_MALWARE", MALWARE, "It carries a file that is known malware.");
    } else if (words.contains(Determination.PUA)) {
      add(
          findings,
          "ATTACHMENT_UNWANTED",
          UNWANTED,
          "It carries a file that is known as potentially unwanted.");
    }
  }

  private static void content(Attachment attachment, List<Finding> findings) {
    var nature = FileNames.nature(attachment.name());
    var detected = type(attachment.detectedType());
    var declared = type(attachment.declaredType());
    if (nature == FileNames.Nature.DOCUMENT && isProgram(detected)) {
      add(
          findings,
          "ATTACHMENT_PROGRAM_AS_DOCUMENT",
          PROGRAM_AS_DOCUMENT,
          "It carries a program named like a document.");
    } else if (nature == FileNames.Nature.DOCUMENT
        && isPage(detected)
        // A mail kept as text is an honest attachment that begins like a page.
        && !declared.startsWith("text/plain")
        && !declared.startsWith("message/")) {
      add(
          findings,
          "ATTACHMENT_PAGE_AS_DOCUMENT",
          PAGE_AS_DOCUMENT,
          "It carries a web page named like a document.");
    } else if (nature == FileNames.Nature.RUNNABLE || isProgram(detected) || isProgram(declared)) {
      add(findings, "ATTACHMENT_RUNS", RUNNABLE, "It carries a program, script or disk image.");
    } else if (nature == FileNames.Nature.PAGE || isPage(detected)) {
      add(findings, "ATTACHMENT_PAGE", PAGE, "It carries a web page as a file.");
    } else if (nature == FileNames.Nature.WITH_MACROS || detected.contains("macroenabled")) {
      add(findings, "ATTACHMENT_MACROS", MACROS, "It carries a document that can hold macros.");
    }
    if (detected.contains("encrypted") || declared.contains("encrypted-archive")) {
      add(
          findings,
          "ATTACHMENT_ENCRYPTED",
          ENCRYPTED,
          "It carries an encrypted file, which no scanner can read.");
    }
  }

  private static boolean isProgram(String type) {
    return type.contains("msdownload")
        || type.contains("dosexec")
        || type.contains("x-executable")
        || type.contains("portable-executable")
        || type.contains("x-elf")
        || type.contains("x-sharedlib")
        || type.contains("mach-binary")
        || type.contains("x-ms-shortcut")
        || type.contains("x-sh")
        || type.contains("hta");
  }

  private static boolean isPage(String type) {
    return type.contains("html") || type.contains("svg");
  }

  private static String type(@Nullable String value) {
    return value == null
        ? ""
        : value.substring(0, Math.min(value.length(), 200)).toLowerCase(Locale.ROOT);
  }

  private static int sum(List<Finding> findings) {
    return findings.stream().mapToInt(Finding::weight).sum();
  }

  private static void add(List<Finding> findings, String code, int weight, String sentence) {
    findings.add(Finding.weighs(SOURCE, code, weight, sentence));
  }
}

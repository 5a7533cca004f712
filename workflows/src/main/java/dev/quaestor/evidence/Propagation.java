package dev.quaestor.evidence;

import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one verdict says about another piece: a mail is as bad as the link or file it carries, a
 * process as its image, a cluster as what it grew from. Pure; applying it again changes nothing.
 */
public final class Propagation {
  static final String SOURCE = "quaestor";

  private Propagation() {}

  /** The same evidence in the same order, with derived findings and verdicts brought up to date. */
  public static List<Assessment> apply(List<Assessment> evidence) {
    SequencedMap<EntityKey, Assessment> byKey = new LinkedHashMap<>();
    evidence.forEach(a -> byKey.put(a.key(), a));
    Map<String, Assessment> filesByHash = new LinkedHashMap<>();
    for (var a : evidence) {
      if (a.evidence().entity() instanceof FileArtifact file && file.sha256() != null) {
        filesByHash.merge(file.sha256().toLowerCase(Locale.ROOT), a, Propagation::worse);
      }
    }
    // Messages must be settled before the clusters that grew from them.
    for (var a : evidence) {
      switch (a.evidence().entity()) {
        case ProcessArtifact p -> derive(byKey, a, fromImage(p, byKey));
        case MailMessage m -> derive(byKey, a, fromContent(m, byKey, filesByHash));
        default -> {}
      }
    }
    for (var a : evidence) {
      if (a.evidence().entity() instanceof MailCluster c) {
        derive(byKey, a, fromRoot(c, byKey));
      }
    }
    return List.copyOf(byKey.values());
  }

  private static Assessment worse(Assessment one, Assessment other) {
    return one.verdict().compareTo(other.verdict()) >= 0 ? one : other;
  }

  private static List<Finding> fromImage(
      ProcessArtifact process, Map<EntityKey, Assessment> byKey) {
    var image = process.image() == null ? null : byKey.get(process.image().key());
    return listOf(carried("IMAGE", "Its program file", image));
  }

  private static List<Finding> fromContent(
      MailMessage mail, Map<EntityKey, Assessment> byKey, Map<String, Assessment> filesByHash) {
    @Nullable Finding worst = null;
    for (var link : mail.links()) {
      if (!link.target().isBlank()) {
        worst =
            heavier(
                worst, carried("LINK", "A link in it", byKey.get(new Url(link.target()).key())));
      }
    }
    for (var attachment : mail.attachments()) {
      if (attachment.sha256() != null) {
        worst =
            heavier(
                worst,
                carried(
                    "ATTACHMENT",
                    "Its attachment",
                    filesByHash.get(attachment.sha256().toLowerCase(Locale.ROOT))));
      }
    }
    return listOf(worst);
  }

  private static List<Finding> fromRoot(MailCluster cluster, Map<EntityKey, Assessment> byKey) {
    var root = byKey.get(cluster.rootMessage());
    var isMail = root != null && root.evidence().entity() instanceof MailMessage;
    return listOf(carried("ROOT", isMail ? "The message it grew from" : "What it grew from", root));
  }

  private static List<Finding> listOf(@Nullable Finding finding) {
    return finding == null ? List.of() : List.of(finding);
  }

  private static @Nullable Finding heavier(@Nullable Finding one, @Nullable Finding other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.weight() >= other.weight() ? one : other;
  }

  private static @Nullable Finding carried(String what, String subject, @Nullable Assessment from) {
    if (from == null) {
      return null;
    }
    var label = Excerpt.of(from.evidence().entity().label(), 200);
    return switch (from.verdict()) {
      case MALICIOUS ->
          Finding.weighs(
              SOURCE, what + "_MALICIOUS", 100, "%s is malicious: %s".formatted(subject, label));
      case SUSPICIOUS ->
          Finding.weighs(
              SOURCE, what + "_SUSPICIOUS", 50, "%s is suspicious: %s".formatted(subject, label));
      case UNKNOWN, NO_THREATS_FOUND -> null;
    };
  }

  private static void derive(
      Map<EntityKey, Assessment> byKey, Assessment assessment, List<Finding> derived) {
    if (!assessment.answered()) {
      return;
    }
    var reasons = new ArrayList<Finding>();
    assessment.reasons().stream().filter(f -> !isDerived(f)).forEach(reasons::add);
    // Two suspicions of one thing are often one and the same: they are not added up to a certainty.
    var suspectedAnyway = VerdictRules.conclude(reasons).isThreat();
    derived.stream()
        .filter(f -> !suspectedAnyway || f.weight() >= VerdictRules.MALICIOUS_FROM)
        .forEach(reasons::add);
    if (!Objects.equals(reasons, assessment.reasons())) {
      byKey.put(assessment.key(), assessment.judgedBy(reasons));
    }
  }

  private static boolean isDerived(Finding finding) {
    return finding.source().equals(SOURCE)
        && (finding.code().endsWith("_MALICIOUS") || finding.code().endsWith("_SUSPICIOUS"));
  }
}

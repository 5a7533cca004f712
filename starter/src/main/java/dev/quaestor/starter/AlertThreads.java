package dev.quaestor.starter;

import com.google.re2j.Pattern;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.CorrelationKey;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.ledger.Ledger;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an alert names that others may name too, by which they meet in one case while that is open:
 * a file that is called bad, and what the mails of one campaign share. A link or a program that
 * half of all mails or devices have brings nothing together, so that only those count of which the
 * alert speaks ill.
 */
final class AlertThreads {
  /** An alert that names more brings its first ones together. */
  private static final int MOST = 30;

  private static final Pattern ANSWERED =
      Pattern.compile("^(?:\\s*(?:re|aw|fw|fwd|wg)\\s*:)+", Pattern.CASE_INSENSITIVE);

  private AlertThreads() {}

  /**
   * The strongest first, which is what its own key is made of; none of a case that a person starts
   * by hand, and of an alert that shares nothing with any other.
   */
  static List<String> of(Alert alert) {
    if (alert.source() == AlertSource.MANUAL) {
      return List.of();
    }
    var shared =
        Stream.concat(
                files(alert.evidence()).map(hash -> "file\n" + hash),
                names(alert, MailMessage.class) ? ofMail(alert.evidence()) : Stream.empty())
            .distinct()
            .limit(MOST)
            .toList();
    return shared.isEmpty() && !CorrelationKey.isShared(alert.correlationKey())
        ? List.of()
        : Stream.concat(Stream.of(Ledger.thread(alert.correlationKey())), shared.stream()).toList();
  }

  private static boolean names(Alert alert, Class<? extends Entity> kind) {
    return alert.evidence().stream().map(Evidence::entity).anyMatch(kind::isInstance);
  }

  /** By their strongest hash. The only file of an alert that is about no process is its subject. */
  private static Stream<String> files(List<Evidence> evidence) {
    var files = evidence.stream().filter(e -> e.entity() instanceof FileArtifact).toList();
    boolean isSubject =
        files.stream().map(e -> hash((FileArtifact) e.entity())).distinct().count() == 1
            && evidence.stream().noneMatch(e -> e.entity() instanceof ProcessArtifact)
            && evidence.stream().noneMatch(e -> e.entity() instanceof MailMessage);
    return files.stream()
        .filter(e -> isBad(e.reported()) || (isSubject && !isHarmless(e.reported())))
        .map(e -> hash((FileArtifact) e.entity()))
        .filter(Objects::nonNull);
  }

  private static boolean isBad(@Nullable ReportedVerdict reported) {
    return reported != null && reported.verdict() != null && reported.verdict().isThreat();
  }

  private static boolean isHarmless(@Nullable ReportedVerdict reported) {
    return reported != null && reported.verdict() == Verdict.NO_THREATS_FOUND;
  }

  private static @Nullable String hash(FileArtifact file) {
    var hash =
        file.sha256() != null ? file.sha256() : file.sha1() != null ? file.sha1() : file.md5();
    return hash == null ? null : folded(hash);
  }

  private static Stream<String> ofMail(List<Evidence> evidence) {
    return Stream.of(
            evidence.stream()
                .flatMap(e -> e.entity() instanceof MailMessage m ? attachments(m) : Stream.empty())
                .map(hash -> "file\n" + hash),
            evidence.stream()
                .filter(e -> isBad(e.reported()))
                .flatMap(e -> e.entity() instanceof Url url ? Stream.of(url) : Stream.empty())
                .map(url -> url.key().value()),
            evidence.stream()
                .flatMap(e -> e.entity() instanceof MailMessage m ? Stream.of(m) : Stream.empty())
                .map(AlertThreads::letter)
                .filter(Objects::nonNull))
        .flatMap(threads -> threads);
  }

  /** A picture is a logo, more often than not. */
  private static Stream<String> attachments(MailMessage mail) {
    return mail.attachments().stream()
        .filter(a -> !isPicture(a))
        .map(MailMessage.Attachment::sha256)
        .filter(Objects::nonNull)
        .map(AlertThreads::folded);
  }

  private static boolean isPicture(MailMessage.Attachment part) {
    var types =
        Stream.of(part.declaredType(), part.detectedType()).flatMap(Stream::ofNullable).toList();
    return !types.isEmpty() && types.stream().allMatch(t -> folded(t).startsWith("image/"));
  }

  private static @Nullable String letter(MailMessage mail) {
    if (mail.sender() == null || mail.subject() == null) {
      return null;
    }
    var subject = folded(ANSWERED.matcher(mail.subject()).replaceFirst("")).replaceAll("\\s+", " ");
    return subject.isEmpty() ? null : "letter\n" + folded(mail.sender()) + "\n" + subject;
  }

  private static String folded(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}

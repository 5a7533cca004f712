package dev.quaestor.policy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters of mail may go without a person where the policy opts in: those that share a file
 * or URL which this case found Malicious, no larger than the policy says, and only while every
 * message that is known of lies in a mailbox. All that they share must be what mail can be searched
 * by.
 */
final class AutomaticClusters {
  /** Folders of a mailbox in the words of Defender's delivery location and of Exchange. */
  private static final Set<String> MAILBOX_FOLDERS =
      Set.of("inbox", "junk", "junkemail", "deleted", "deleteditems", "archive");

  private final Policy.@Nullable AutomaticMail optIn;
  private final Set<EntityKey> urls = new HashSet<>();
  private final Set<String> hashes = new HashSet<>();

  AutomaticClusters(Policy.@Nullable AutomaticMail optIn, List<Assessment> assessments) {
    this.optIn = optIn;
    // Without the policy's word nothing is admitted, and a case may hold many thousands.
    for (var a : optIn == null ? List.<Assessment>of() : assessments) {
      if (a.verdict() == Verdict.MALICIOUS) {
        if (a.evidence().entity() instanceof Url url) {
          urls.add(url.key());
        } else if (a.evidence().entity() instanceof FileArtifact file) {
          Stream.of(file.sha256(), file.sha1(), file.md5())
              .filter(Objects::nonNull)
              .map(AutomaticClusters::folded)
              .forEach(hashes::add);
        }
      }
    }
  }

  /** Whether the opt-in speaks of this action; single messages and other actions on mail wait. */
  boolean admits(RemediationAction action) {
    return optIn != null
        && action.type() == ActionType.SOFT_DELETE_EMAIL
        && action.target() instanceof MailCluster cluster
        && cluster.count() <= optIn.upToMessages()
        && cluster.messages().size() <= optIn.upToMessages()
        && !cluster.messages().isEmpty()
        && cluster.messages().stream().allMatch(m -> isInMailbox(m.location()))
        // What nobody can look for nobody can have found: the list would be its teller's word.
        && cluster.unsearchable().isEmpty()
        && cluster.criteria().stream().anyMatch(this::isMalicious);
  }

  private boolean isMalicious(MailCluster.Criterion criterion) {
    return switch (folded(criterion.field())) {
      case "url" -> !criterion.value().isBlank() && urls.contains(new Url(criterion.value()).key());
      case "filehash" -> hashes.contains(folded(criterion.value()));
      default -> false;
    };
  }

  private static boolean isInMailbox(@Nullable String location) {
    if (location == null) {
      return false;
    }
    var word = folded(location).replaceAll("[ _/-]", "");
    return MAILBOX_FOLDERS.contains(
        word.endsWith("folder") ? word.substring(0, word.length() - "folder".length()) : word);
  }

  private static String folded(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}

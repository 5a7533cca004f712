package dev.quaestor.evidence;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one verdict says about another piece: a mail is as bad as the link or file it carries, a
 * process as its image, what starts a program as that program, a cluster as what it grew from; and
 * what a threat has reached is not clean, whatever its directory says of it. Pure; applying it
 * again changes nothing.
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
    var programs = new Programs(evidence);
    // Messages must be settled before the clusters that grew from them.
    for (var a : evidence) {
      switch (a.evidence().entity()) {
        case ProcessArtifact p ->
            derive(byKey, a, fromImage(p.image() == null ? null : byKey.get(p.image().key())));
        case RegistryEntry r -> derive(byKey, a, programs.startedBy(r));
        case ScheduledTask t -> derive(byKey, a, programs.startedBy(t));
        case SystemService x -> derive(byKey, a, programs.startedBy(x));
        case MailMessage m ->
            derive(
                byKey,
                a,
                fromContent(
                    m,
                    link -> byKey.get(new Url(link).key()),
                    hash -> filesByHash.get(hash.toLowerCase(Locale.ROOT))));
        default -> {}
      }
    }
    for (var a : evidence) {
      if (a.evidence().entity() instanceof MailCluster c) {
        derive(byKey, a, fromRoot(byKey.get(c.rootMessage())));
      }
    }
    var threats = new Threats(byKey.keySet());
    byKey.sequencedValues().forEach(threats::add);
    for (var a : List.copyOf(byKey.sequencedValues())) {
      if (Subjects.isAsset(a.evidence().entity())) {
        derive(byKey, a, threats.on(a.evidence()));
      }
    }
    return List.copyOf(byKey.values());
  }

  /**
   * What was found bad or stayed unknown, by what it speaks against: where it is, what led to it.
   */
  private static final class Threats {
    private final Map<EntityKey, Assessment> byPlace = new LinkedHashMap<>();
    private final Map<EntityKey, Assessment> byKey = new LinkedHashMap<>();
    private final Map<String, List<Assessment>> byAlert = new LinkedHashMap<>();
    private final Map<EntityKey, Assessment> byOrigin = new LinkedHashMap<>();
    private final Map<EntityKey, SequencedSet<Assessment>> openThere = new LinkedHashMap<>();
    private final Map<String, List<Assessment>> openByAlert = new LinkedHashMap<>();
    private final Set<EntityKey> board;

    /**
     * @param board all that the case has: a place that it does not have may be one under another
     *     name
     */
    Threats(Set<EntityKey> board) {
      this.board = board;
    }

    void add(Assessment piece) {
      var evidence = piece.evidence();
      var entity = evidence.entity();
      var from = evidence.foundFrom();
      var isAsset = Subjects.isAsset(entity);
      if (piece.answered() && piece.verdict() == Verdict.UNKNOWN && !piece.leftAlone()) {
        Stream.concat(Stream.ofNullable(from), isAsset ? Stream.of() : places(entity).stream())
            .forEach(p -> openThere.computeIfAbsent(p, k -> new LinkedHashSet<>()).add(piece));
        if (entity instanceof OnDevice && !isAsset) {
          evidence
              .alertIds()
              .forEach(a -> openByAlert.computeIfAbsent(a, k -> new ArrayList<>()).add(piece));
        }
      }
      if (!piece.verdict().isThreat() || isAsset) {
        return;
      }
      byKey.put(piece.key(), piece);
      if (from != null) {
        byOrigin.putIfAbsent(from, piece);
      }
      evidence
          .alertIds()
          .forEach(a -> byAlert.computeIfAbsent(a, k -> new ArrayList<>()).add(piece));
      places(entity).forEach(place -> byPlace.putIfAbsent(place, piece));
    }

    List<Finding> on(Evidence asset) {
      var from = asset.foundFrom();
      return Stream.concat(
              Stream.of(
                  byPlace.get(asset.key()),
                  from == null ? null : byKey.get(from),
                  byOrigin.get(asset.key())),
              beside(asset, byAlert))
          .filter(Objects::nonNull)
          .findFirst()
          .map(Propagation::reached)
          .or(() -> openOn(asset))
          .stream()
          .toList();
    }

    private Stream<Assessment> beside(Evidence asset, Map<String, List<Assessment>> named) {
      return asset.alertIds().stream()
          .flatMap(alert -> named.getOrDefault(alert, List.of()).stream())
          .filter(piece -> canReach(piece.evidence().entity(), asset.entity()));
    }

    /**
     * Whether what an alert only names beside it can have reached it: mail lies in mailboxes and
     * never on a server, and what is on one device is not on another.
     */
    private boolean canReach(Entity piece, Entity asset) {
      var places = places(piece).stream().filter(board::contains).toList();
      return switch (piece.kind()) {
        case MAIL_MESSAGE, MAIL_CLUSTER, MAILBOX_RULE ->
            switch (asset) {
              case Mailbox mailbox -> places.isEmpty() || places.contains(mailbox.key());
              case UserAccount user ->
                  places.isEmpty()
                      || user.userPrincipalName() == null
                      || places.contains(mailboxKey(user.userPrincipalName()));
              default -> false;
            };
        case FILE, PROCESS, REGISTRY_ENTRY, SCHEDULED_TASK, SERVICE, DRIVER ->
            !(asset instanceof Device) || places.isEmpty() || places.contains(asset.key());
        case DEVICE, USER, MAILBOX, IP, URL, OTHER -> true;
      };
    }

    /** Who is as clean as what is there, of which nobody knows. */
    private Optional<Finding> openOn(Evidence asset) {
      var there =
          Stream.concat(
                  openThere.getOrDefault(asset.key(), new LinkedHashSet<>()).stream(),
                  beside(asset, openByAlert))
              .distinct()
              .toList();
      return there.isEmpty()
          ? Optional.empty()
          : Optional.of(foundThere(there.size(), there.getFirst()));
    }
  }

  /** What it is on or in, which it speaks against wherever that is named. */
  static List<EntityKey> places(Entity entity) {
    return switch (entity) {
      case MailMessage mail ->
          Stream.ofNullable(mail.recipient()).map(Propagation::mailboxKey).toList();
      case MailCluster cluster ->
          cluster.messages().stream()
              .map(MailCluster.Member::mailbox)
              .distinct()
              .map(Propagation::mailboxKey)
              .toList();
      case MailboxRule rule -> List.of(mailboxKey(rule.mailbox()));
      default -> entity instanceof OnDevice thing ? thing.deviceKey().stream().toList() : List.of();
    };
  }

  static EntityKey mailboxKey(String address) {
    return new Mailbox(address, null).key();
  }

  /** That so many things are there of which nobody knows, this one the first. */
  static Finding foundThere(int count, Assessment first) {
    return open(
        "FOUND_THERE_UNKNOWN",
        "Of what was found there, %s not known to be good or bad: %s%s"
            .formatted(
                Counted.of(count, "thing is", "things are"),
                label(first),
                count == 1 ? "" : " and others"));
  }

  /** That this threat has reached it. */
  static Finding reached(Assessment threat) {
    return open(
        "REACHED_BY_THREAT",
        "%s reached it, and it is not known whether that did harm: %s"
            .formatted(
                threat.verdict() == Verdict.MALICIOUS
                    ? "Something malicious"
                    : "Something suspicious",
                label(threat)));
  }

  /** Files by where they lie, because what starts a program names its path alone. */
  private static final class Programs {
    private final Map<String, Assessment> byPlace = new LinkedHashMap<>();

    Programs(List<Assessment> evidence) {
      for (var a : evidence) {
        if (a.evidence().entity() instanceof FileArtifact file) {
          place(file).ifPresent(there -> byPlace.merge(there, a, Propagation::worse));
        }
      }
    }

    List<Finding> startedBy(OnDevice item) {
      return Propagation.startedBy(place(item).map(byPlace::get).orElse(null));
    }
  }

  /** Where its program lies; empty where that is not known. */
  static Optional<String> place(OnDevice thing) {
    return thing
        .deviceKey()
        .flatMap(d -> thing.imagePath().map(path -> d + "\n" + path.toLowerCase(Locale.ROOT)));
  }

  static List<Finding> startedBy(@Nullable Assessment program) {
    return listOf(carried("PROGRAM", "The program that it starts", program));
  }

  private static Assessment worse(Assessment one, Assessment other) {
    return one.verdict().compareTo(other.verdict()) >= 0 ? one : other;
  }

  static List<Finding> fromImage(@Nullable Assessment image) {
    return listOf(carried("IMAGE", "Its program file", image));
  }

  /**
   * @param byLink what is known of a link
   * @param byHash what is known of a file of that hash
   */
  static List<Finding> fromContent(
      MailMessage mail,
      Function<String, @Nullable Assessment> byLink,
      Function<String, @Nullable Assessment> byHash) {
    @Nullable Finding worst = null;
    for (var link : mail.links()) {
      if (!link.target().isBlank()) {
        worst = heavier(worst, carried("LINK", "A link in it", byLink.apply(link.target())));
      }
    }
    for (var attachment : mail.attachments()) {
      if (attachment.sha256() != null) {
        worst =
            heavier(
                worst, carried("ATTACHMENT", "Its attachment", byHash.apply(attachment.sha256())));
      }
    }
    return listOf(worst);
  }

  static List<Finding> fromRoot(@Nullable Assessment root) {
    if (root == null || root.verdict() == Verdict.UNKNOWN) {
      return List.of(
          open("ROOT_UNKNOWN", "The message that it resembles is not known to be good or bad."));
    }
    return listOf(
        carried(
            "ROOT",
            root.evidence().entity() instanceof MailMessage
                ? "The message that the cluster grew from"
                : "What the cluster grew from",
            root));
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
    var label = label(from);
    return switch (from.verdict()) {
      case MALICIOUS ->
          derived(what + "_MALICIOUS", 100, "%s is malicious: %s".formatted(subject, label));
      case SUSPICIOUS ->
          derived(what + "_SUSPICIOUS", 50, "%s is suspicious: %s".formatted(subject, label));
      case UNKNOWN, NO_THREATS_FOUND -> null;
    };
  }

  private static Finding derived(String code, int weight, String sentence) {
    return Finding.weighs(SOURCE, code, weight, sentence).from(Finding.Origin.DERIVED);
  }

  private static Finding open(String code, String sentence) {
    return Finding.inconclusive(SOURCE, code, sentence).from(Finding.Origin.DERIVED);
  }

  private static String label(Assessment of) {
    return Excerpt.of(of.evidence().entity().label(), 200);
  }

  private static void derive(
      Map<EntityKey, Assessment> byKey, Assessment assessment, List<Finding> findings) {
    byKey.put(assessment.key(), derived(assessment, findings));
  }

  /** With these findings and no other derived ones; itself where that is what it has. */
  static Assessment derived(Assessment assessment, List<Finding> derived) {
    if (!assessment.answered()) {
      return assessment;
    }
    var reasons = new ArrayList<Finding>();
    assessment.reasons().stream()
        .filter(f -> f.origin() != Finding.Origin.DERIVED)
        .forEach(reasons::add);
    // Two suspicions of one thing are often one and the same: they are not added up to a certainty.
    var suspectedAnyway = VerdictRules.conclude(reasons).isThreat();
    derived.stream()
        .filter(f -> !suspectedAnyway || f.weight() >= VerdictRules.MALICIOUS_FROM)
        .forEach(reasons::add);
    return reasons.equals(assessment.reasons()) ? assessment : assessment.judgedBy(reasons);
  }
}

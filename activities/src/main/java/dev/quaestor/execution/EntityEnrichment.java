package dev.quaestor.execution;

import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.MailSearch.Similar;
import dev.quaestor.connector.capability.MailboxRules.KnownRule;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.UserAccount;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The same thing with what the back ends know added. */
final class EntityEnrichment {
  private final BatchFacts gathered;

  EntityEnrichment(BatchFacts gathered) {
    this.gathered = gathered;
  }

  /** Its key never changes: a refinement that would make it another thing is not made. */
  Entity of(Entity entity) {
    var refined = refine(entity);
    return refined.key().equals(entity.key()) ? refined : entity;
  }

  private Entity refine(Entity entity) {
    return switch (entity) {
      case Device device ->
          known(gathered.context().devices().about(device.key()))
              .<Entity>map(found -> refine(device, found.device()))
              .orElse(device);
      case FileArtifact file -> refine(file);
      case ProcessArtifact process ->
          process.image() == null
              ? process
              : new ProcessArtifact(
                  process.deviceId(),
                  process.processId(),
                  process.startedAt(),
                  process.commandLine(),
                  refine(process.image()),
                  process.account());
      case UserAccount user ->
          known(gathered.context().users().about(user.key()))
              .<Entity>map(found -> refine(user, found.account()))
              .orElse(user);
      case MailMessage mail ->
          known(gathered.similar(mail.key()).together())
              .<Entity>map(similar -> refine(mail, similar))
              .orElse(mail);
      case MailCluster cluster -> searched(cluster, gathered.similar(cluster.key()));
      case MailboxRule rule -> refine(rule);
      default -> entity;
    };
  }

  /** The directory knows better than an alert that may be days old. */
  private static Device refine(Device device, Device found) {
    var name = device.name();
    return new Device(
        // What it is known by stays: the whole name would be another key than its first label.
        device.deviceId() == null && found.name() != null && !found.name().equalsIgnoreCase(name)
            ? name
            : device.deviceId(),
        or(found.name(), device.name()),
        or(found.osPlatform(), device.osPlatform()),
        or(found.group(), device.group()),
        found.tags().isEmpty() ? device.tags() : found.tags(),
        found.ipAddresses().isEmpty() ? device.ipAddresses() : found.ipAddresses());
  }

  private FileArtifact refine(FileArtifact file) {
    return known(gathered.context().files().about(file.key()))
        .map(found -> refine(file, found))
        .orElse(file);
  }

  /**
   * The strongest hash is its name. Of what else was told, the back end's word counts: a weaker
   * hash may be another file's, and a connector may act by that one.
   */
  private static FileArtifact refine(FileArtifact file, KnownFile found) {
    return new FileArtifact(
        file.deviceId(),
        file.name(),
        file.directory(),
        file.sha256(),
        file.sha256() == null ? file.sha1() : or(found.sha1(), file.sha1()),
        file.sha256() == null && file.sha1() == null ? file.md5() : or(found.md5(), file.md5()),
        found.size() != null ? found.size() : file.size(),
        or(found.signer(), file.signer()));
  }

  private static UserAccount refine(UserAccount user, UserAccount found) {
    return new UserAccount(
        user.userId(),
        user.userId() == null
            ? user.userPrincipalName()
            : or(found.userPrincipalName(), user.userPrincipalName()),
        or(found.sid(), user.sid()),
        or(user.accountName(), found.accountName()),
        or(user.domain(), found.domain()));
  }

  private static MailMessage refine(MailMessage mail, Similar similar) {
    if (mail.networkMessageId() != null) {
      return mail;
    }
    return similar.messages().stream()
        .filter(member -> member.is(mail) && member.networkMessageId() != null)
        .findFirst()
        .map(
            member ->
                new MailMessage(
                    member.networkMessageId(),
                    mail.internetMessageId(),
                    mail.recipient(),
                    mail.sender(),
                    mail.senderName(),
                    mail.returnPath(),
                    mail.replyTo(),
                    mail.senderIp(),
                    mail.subject(),
                    mail.receivedAt(),
                    mail.links(),
                    mail.attachments(),
                    mail.authenticationResults(),
                    mail.threats(),
                    mail.content(),
                    mail.otherAuthors(),
                    mail.hops()))
        .orElse(mail);
  }

  private static MailCluster searched(MailCluster cluster, Heard<Similar> similar) {
    return switch (similar.together()) {
      case Lookup.Known<Similar> found ->
          refine(
              cluster,
              similar.unheard() == null ? found.value() : withNamed(found.value(), cluster));
      case Lookup.NotThere<Similar> none ->
          new MailCluster(cluster.rootMessage(), cluster.criteria(), List.of(), 0);
      case Lookup.CouldNotLook<Similar> unanswered -> cluster;
      case Lookup.NobodyToAsk<Similar> unasked -> cluster;
    };
  }

  /** What it was named with may lie in the mail that could not be searched. */
  private static Similar withNamed(Similar found, MailCluster cluster) {
    var named = new Similar(cluster.messages(), cluster.messages().size());
    return MailSimilarity.both(found, named, Integer.MAX_VALUE);
  }

  private static MailCluster refine(MailCluster cluster, Similar similar) {
    if (!cluster.unsearchable().isEmpty()) {
      return confirmed(cluster, similar);
    }
    return new MailCluster(
        cluster.rootMessage(),
        cluster.criteria(),
        similar.messages(),
        // Where none is like that, those that were told are others.
        similar.count() == 0 ? 0 : Math.max(cluster.count(), similar.count()));
  }

  /** Of those that were told the ones that share all that mail can be searched by. */
  private static MailCluster confirmed(MailCluster cluster, Similar similar) {
    var told = cluster.messages().stream().map(MailCluster.Member::key).collect(Collectors.toSet());
    var both = similar.messages().stream().filter(m -> told.contains(m.key())).toList();
    return new MailCluster(cluster.rootMessage(), cluster.criteria(), both, both.size());
  }

  private MailboxRule refine(MailboxRule rule) {
    return known(gathered.context().rules().about(new Mailbox(rule.mailbox(), null).key()))
        .flatMap(rules -> sameIn(rules, rule))
        .map(KnownRule::rule)
        .orElse(rule);
  }

  private static Optional<KnownRule> sameIn(List<KnownRule> rules, MailboxRule rule) {
    return rules.stream().filter(r -> r.rule().key().equals(rule.key())).findFirst();
  }

  static <V> Optional<V> known(Lookup<V> lookup) {
    return lookup instanceof Lookup.Known<V> known ? Optional.of(known.value()) : Optional.empty();
  }

  private static @Nullable String or(@Nullable String first, @Nullable String second) {
    return first != null ? first : second;
  }
}

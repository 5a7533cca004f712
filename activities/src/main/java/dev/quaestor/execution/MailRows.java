package dev.quaestor.execution;

import com.google.re2j.Pattern;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.connector.capability.AttachmentQuarantine;
import dev.quaestor.connector.capability.MailForwarding;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.MailRemediation.Aim;
import dev.quaestor.connector.capability.MailRemediation.Destination;
import dev.quaestor.connector.capability.UrlBlocking;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.IpLiteral;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.Url;
import java.util.Optional;

/** Actions on mail and on what it links to. */
final class MailRows {
  private static final String NO_MAILBOX = "It is not known which of our mailboxes it is in";

  private static final Pattern HOST = Pattern.compile("[^.*%\\s]+(?:[.][^.*%\\s]+)*");

  private MailRows() {}

  static ActionExecution blockUrl() {
    return ActionExecution.of(
        UrlBlocking.class,
        EmailAction.BlockUrl.class,
        Url.class,
        (c, url, known) ->
            c.knows(url) ? hitsOthers(url).or(() -> c.obstacle(url)) : notKnown(false),
        (c, a, run) -> new BlockEffect(c, a.target()));
  }

  /** What one back end refuses for the sake of others is not done by the next one. */
  private static Optional<String> hitsOthers(Url url) {
    return url.wholeSite()
        .filter(site -> IpLiteral.ofHost(site).isEmpty())
        .flatMap(
            site ->
                !HOST.matches(site)
                    ? Optional.of("It names no host that could be blocked: " + site)
                    : Domains.isShared(site)
                        ? Optional.of(
                            "It names a whole host, %s, that many share: all of them would be blocked"
                                .formatted(site))
                        : Optional.empty());
  }

  static ActionExecution unblockUrl() {
    return ActionExecution.of(
            UrlBlocking.class,
            EmailAction.UnblockUrl.class,
            Url.class,
            (c, url, known) -> c.knows(url) ? c.obstacle(url) : notKnown(false),
            (c, a, run) -> new UnblockEffect(c, a.target(), a.before()))
        .onlyIfUnchanged((c, a, left, m) -> c.changedSince(a.target(), left));
  }

  static ActionExecution hardDeleteEmail() {
    return mail(
        EmailAction.HardDeleteEmail.class,
        (c, a, run) ->
            new MailEffect(c, a.target(), Aim.PURGED, c::purge, run.patience(), "purged"));
  }

  static ActionExecution quarantineAttachment() {
    return ActionExecution.of(
        AttachmentQuarantine.class,
        EmailAction.QuarantineAttachment.class,
        MailMessage.class,
        (c, message, known) -> c.knows(message) ? Optional.empty() : Optional.of(NO_MAILBOX),
        (c, a, run) -> new AttachmentEffect(c, a.target(), a.sha256(), run.patience()));
  }

  static ActionExecution restoreEmail() {
    return mail(
        EmailAction.RestoreEmail.class,
        (c, a, run) -> new RestoreMailEffect(c, a.moved(), run.patience()));
  }

  static ActionExecution turnOffExternalForwarding() {
    return ActionExecution.of(
        MailForwarding.class,
        EmailAction.TurnOffExternalForwarding.class,
        MailboxRule.class,
        (c, rule, known) -> notKnown(c.knows(rule)),
        (c, a, run) -> new ForwardingEffect(c, a.target()));
  }

  static ActionExecution restoreForwarding() {
    return ActionExecution.of(
            MailForwarding.class,
            EmailAction.RestoreForwarding.class,
            MailboxRule.class,
            (c, rule, known) -> notKnown(c.knows(rule)),
            (c, a, run) -> new OneWayEffect(null, m -> c.restore(a.target(), a.before(), m)))
        .onlyIfUnchanged(
            (c, a, left, m) ->
                left.receipt() instanceof Receipt.Rule rule
                    ? c.changedSince(a.target(), rule)
                    : Optional.empty());
  }

  static <A extends EmailAction.OnMessages> ActionExecution move(
      Class<A> action, Destination destination) {
    return mail(
        action,
        (c, a, run) ->
            new MailEffect(
                c,
                a.target(),
                destination.aim(),
                (messages, mandate) -> c.move(messages, destination, mandate),
                run.patience(),
                "moved"));
  }

  private static <A extends RemediationAction> ActionExecution mail(
      Class<A> action, ActionExecution.Binding<MailRemediation, A> binding) {
    return ActionExecution.of(
        MailRemediation.class,
        action,
        Entity.class,
        (c, entity, known) -> c.knows(entity) ? tooMany(entity) : noMailbox(entity),
        binding);
  }

  private static Optional<String> tooMany(Entity entity) {
    return entity instanceof MailCluster cluster && cluster.count() > MailRemediation.LIMIT
        ? Optional.of(
            "There are %d messages, and one action takes at most %d; act on parts of the cluster"
                .formatted(cluster.count(), MailRemediation.LIMIT))
        : Optional.empty();
  }

  /** Of what is no mail at all there is nothing to say to people. */
  private static Optional<String> noMailbox(Entity entity) {
    return Optional.of(
        entity instanceof MailMessage || entity instanceof MailCluster ? NO_MAILBOX : "");
  }

  /** A target that a connector has no use for; there is nothing to say of it to people. */
  private static Optional<String> notKnown(boolean knows) {
    return knows ? Optional.empty() : Optional.of("");
  }
}

package dev.quaestor.action;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.Url;
import dev.quaestor.text.Listed;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Actions on mail: messages, clusters of them, links in them, the rules that forward them. */
public sealed interface EmailAction extends RemediationAction {

  /** What acts on a message or a cluster of messages. */
  sealed interface OnMessages extends EmailAction {
    /** Binds a decision to the very messages that were shown. */
    @Override
    default String parameters() {
      return target() instanceof MailCluster cluster
          ? cluster.count()
              + ":"
              + cluster.messages().stream()
                  .map(m -> m.mailbox() + "/" + m.internetMessageId())
                  .sorted()
                  .collect(Collectors.joining(","))
          : "";
    }

    /** Clusters of the same messages are the same, whatever the messages were found by. */
    @Override
    default String subject() {
      return target() instanceof MailCluster cluster && cluster.listsAll()
          ? cluster.messages().stream()
              .map(MailCluster.Member::key)
              .map(EntityKey::value)
              .sorted()
              .distinct()
              .collect(Collectors.joining("\n", type().name() + "\n", "\n"))
          : EmailAction.super.subject();
    }

    /** What they were found by is looked for again when it runs, and so may bring others. */
    @Override
    default String question() {
      return target() instanceof MailCluster cluster
          ? cluster.criteria().stream()
              .map(c -> c.field().toLowerCase(Locale.ROOT) + "=" + c.value().strip())
              .sorted()
              .distinct()
              .collect(Collectors.joining("\n", subject() + "\n", ""))
          : subject();
    }

    /** Which messages it is about only their mailboxes can tell, whether or not they come back. */
    @Override
    default Optional<Receipt> receiptUnseen() {
      return Optional.empty();
    }

    @Override
    default Optional<RemediationAction> inverse(Receipt receipt) {
      return type().undoable() && receipt instanceof Receipt.Messages messages && messages.changed()
          ? Optional.of(new RestoreEmail(target(), messages.moved()))
          : Optional.empty();
    }
  }

  /** What refuses clicks, or lets them through again; two that refuse know nothing of another. */
  sealed interface OnClicks extends EmailAction {
    @Override
    Url target();

    /** By whom; null where nobody has said that there are several. */
    @Nullable Enforcer at();

    @Override
    default @Nullable String connector() {
      var enforcer = at();
      return enforcer == null ? null : enforcer.connector();
    }

    @Override
    default List<String> together() {
      var enforcer = at();
      return enforcer == null || enforcer.among().size() < 2 ? List.of() : enforcer.among();
    }

    /** What is done to what, by whomever. */
    private String said() {
      return target()
          .wholeSite()
          .map(host -> "%s: all of %s".formatted(type().title(), host))
          .orElseGet(EmailAction.super::summary);
    }

    @Override
    default String summary() {
      return connector() == null ? said() : said() + " by " + connector();
    }

    @Override
    default String asked() {
      return together().isEmpty() ? summary() : said() + " by " + Listed.of(together());
    }

    /** One that is away holds up none of the others. */
    @Override
    default EntityKey lane() {
      var enforcer = at();
      return enforcer == null
          ? EmailAction.super.lane()
          : new EntityKey(target().key().value() + "\n" + enforcer.connector());
    }

    @Override
    default String parameters() {
      var enforcer = at();
      return enforcer == null ? "" : enforcer.connector() + "\n" + enforcer.question();
    }

    @Override
    default String part() {
      var enforcer = at();
      return enforcer == null ? "" : enforcer.connector();
    }

    @Override
    default Map<String, String> choices() {
      var enforcer = at();
      return enforcer == null ? Map.of() : Map.of(Choice.THROUGH.name(), enforcer.connector());
    }

    @Override
    default String subject() {
      var enforcer = at();
      return enforcer == null
          ? EmailAction.super.subject()
          : String.join("\n", type().name(), target().key().value(), enforcer.connector());
    }

    /** One question for all of them. */
    @Override
    default String question() {
      var enforcer = at();
      return enforcer == null
          ? subject()
          : String.join("\n", type().name(), target().key().value(), "", enforcer.question());
    }
  }

  /**
   * Refuses clicks on a URL.
   *
   * @param at the one of several that refuses them; null where there is no other
   */
  record BlockUrl(Url target, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Enforcer at)
      implements OnClicks {
    public BlockUrl(Url target) {
      this(target, null);
    }

    @Override
    public List<RemediationAction> at(List<String> connectors) {
      return at != null || connectors.size() < 2
          ? List.of(this)
          : Enforcer.each(connectors).stream()
              .<RemediationAction>map(each -> new BlockUrl(target, each))
              .toList();
    }

    @Override
    public RemediationAction on(Entity refined) {
      return refined instanceof Url url && url.key().equals(target.key())
          ? new BlockUrl(url, at)
          : this;
    }

    @Override
    public Optional<RemediationAction> inverse(Receipt receipt) {
      return receipt instanceof Receipt.BlockEntry entry && entry.changed()
          ? Optional.of(new UnblockUrl(target, entry.before(), at))
          : Optional.empty();
    }
  }

  /**
   * Takes a block away.
   *
   * @param before the entry that stood there before the block, in the back end's own form, put
   *     back; null when there was none
   * @param at as {@link BlockUrl#at}
   */
  record UnblockUrl(
      Url target,
      @Nullable String before,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Enforcer at)
      implements OnClicks {
    public UnblockUrl(Url target, @Nullable String before) {
      this(target, before, null);
    }

    /** It names the block that was set, as it was set. */
    @Override
    public RemediationAction on(Entity refined) {
      return this;
    }
  }

  /** Moves messages where the user no longer sees them but can be given them back. */
  record SoftDeleteEmail(Entity target) implements OnMessages {
    public SoftDeleteEmail {
      requireMail(target);
    }
  }

  /** Purges messages for good. */
  record HardDeleteEmail(Entity target) implements OnMessages {
    public HardDeleteEmail {
      requireMail(target);
    }
  }

  /** Moves messages to junk. */
  record MoveEmailToJunk(Entity target) implements OnMessages {
    public MoveEmailToJunk {
      requireMail(target);
    }
  }

  /** Moves messages to Deleted Items, where the user still sees them. */
  record MoveEmailToDeletedItems(Entity target) implements OnMessages {
    public MoveEmailToDeletedItems {
      requireMail(target);
    }
  }

  /** Moves messages to the inbox. */
  record MoveEmailToInbox(Entity target) implements OnMessages {
    public MoveEmailToInbox {
      requireMail(target);
    }
  }

  /** Locks messages away from their users. */
  record QuarantineEmail(Entity target) implements OnMessages {
    public QuarantineEmail {
      requireMail(target);
    }
  }

  /** Takes one attachment out of a message. */
  record QuarantineAttachment(MailMessage target, String sha256) implements OnMessages {
    @Override
    public Map<String, String> choices() {
      return Map.of(Choice.ATTACHMENT.name(), sha256);
    }

    @Override
    public String parameters() {
      return sha256;
    }

    @Override
    public String part() {
      return sha256;
    }
  }

  /** Moves back exactly those messages that were moved. */
  record RestoreEmail(Entity target, List<Receipt.MovedMessage> moved) implements EmailAction {
    public RestoreEmail {
      requireMail(target);
      moved = List.copyOf(moved);
    }
  }

  /** Stops a mailbox rule from sending mail outside. */
  record TurnOffExternalForwarding(MailboxRule target) implements EmailAction {
    @Override
    public EntityKey lane() {
      return new Mailbox(target.mailbox(), null).key();
    }

    @Override
    public Optional<RemediationAction> inverse(Receipt receipt) {
      return receipt instanceof Receipt.Rule rule && rule.changed()
          ? Optional.of(new RestoreForwarding(target, rule.before()))
          : Optional.empty();
    }
  }

  /**
   * Puts a forwarding rule back.
   *
   * @param before the rule as it stood, in the back end's own form
   */
  record RestoreForwarding(MailboxRule target, String before) implements EmailAction {
    @Override
    public EntityKey lane() {
      return new Mailbox(target.mailbox(), null).key();
    }
  }

  private static void requireMail(Entity target) {
    if (!(target instanceof MailMessage) && !(target instanceof MailCluster)) {
      throw new IllegalArgumentException("target must be a mailMessage or a mailCluster");
    }
  }
}

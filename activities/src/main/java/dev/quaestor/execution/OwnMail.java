package dev.quaestor.execution;

import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.MailCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What one connector does to mail, in its own mailboxes. The others' messages come out FAILED. */
record OwnMail(MailRemediation port, String connector, MailboxClaims claims)
    implements MailRemediation {

  @Override
  public boolean knows(Entity target) {
    return port.knows(target);
  }

  @Override
  public List<MovedMessage> locate(Entity target, Aim aim) {
    if (!(target instanceof MailCluster cluster)) {
      return port.locate(target, aim);
    }
    var own = cluster.messages().stream().filter(m -> isOwn(m.mailbox())).toList();
    var others = cluster.messages().stream().filter(m -> !isOwn(m.mailbox())).toList();
    var found =
        port.locate(
            new MailCluster(
                cluster.rootMessage(),
                cluster.criteria(),
                own,
                Math.max(own.size(), cluster.count() - others.size())),
            aim);
    return Stream.concat(
            found.stream().filter(m -> isOwn(m.mailbox())),
            others.stream()
                .map(
                    m ->
                        new MovedMessage(
                            m.mailbox(),
                            m.internetMessageId(),
                            m.networkMessageId(),
                            null,
                            null,
                            null,
                            null,
                            null,
                            MessageResult.FAILED,
                            "The mailbox %s is none of %s".formatted(m.mailbox(), connector))))
        .toList();
  }

  @Override
  public Results move(List<MovedMessage> messages, Destination destination, Mandate mandate) {
    return ofOwn(messages, own -> port.move(own, destination, mandate));
  }

  @Override
  public Results purge(List<MovedMessage> messages, Mandate mandate) {
    return ofOwn(messages, own -> port.purge(own, mandate));
  }

  @Override
  public Results restore(List<MovedMessage> moved, Mandate mandate) {
    return ofOwn(moved, own -> port.restore(own, mandate));
  }

  /** In the order in which they were given. */
  private Results ofOwn(List<MovedMessage> messages, Function<List<MovedMessage>, Results> act) {
    var own = messages.stream().filter(m -> isOwn(m.mailbox())).toList();
    if (own.size() == messages.size()) {
      return act.apply(messages);
    }
    var results = act.apply(own);
    var done = results.messages().iterator();
    var all = new ArrayList<MovedMessage>();
    messages.forEach(m -> all.add(isOwn(m.mailbox()) ? done.next() : m));
    return new Results(all, results.broke());
  }

  private boolean isOwn(String mailbox) {
    return claims.allows(connector, mailbox);
  }
}

package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.Mandate;

/** What back ends answer at once: there is no ticket to come back with. */
sealed interface ImmediateEffect extends Effect
    permits MailEffect,
        RestoreMailEffect,
        AttachmentEffect,
        ForwardingEffect,
        BlockEffect,
        UnblockEffect {

  @Override
  default Outcome poll(String ticket, Receipt receipt) {
    throw new ConnectorException(Kind.NOT_FOUND, "this action returns no ticket");
  }

  @Override
  default void cancel(String ticket, Mandate mandate) {
    // Nothing is ever under way.
  }
}

package dev.quaestor.execution;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.remediation.Outcome;
import dev.quaestor.remediation.Receipt;

/** What back ends answer at once: there is no ticket to come back with. */
interface ImmediateEffect extends Effect {
  @Override
  default Outcome poll(String ticket, Receipt receipt) {
    throw new ConnectorException(Kind.NOT_FOUND, "this action leaves no ticket");
  }

  @Override
  default void cancel(String ticket, Mandate mandate) {
    // Nothing is ever under way.
  }
}

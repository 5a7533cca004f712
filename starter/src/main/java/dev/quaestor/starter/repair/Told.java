package dev.quaestor.starter.repair;

import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LettingGo;
import dev.quaestor.policy.PolicySnapshot;
import java.time.Instant;
import java.util.List;

/** Something that a workflow told the ledger, as its history holds it. */
sealed interface Told {

  /** By the server's clock, when the ledger had answered; where it never did, when it was asked. */
  Instant at();

  /** A case was opened under a policy. */
  record Opened(Instant at, CaseOpening opening, PolicySnapshot under) implements Told {}

  /** Events of one stream, which may open a case, and states that were claimed along with them. */
  record Recorded(Instant at, LedgerBatch batch, List<Claim> claims) implements Told {
    public Recorded {
      claims = List.copyOf(claims);
    }

    /** 0 where there are none. */
    long lastSeq() {
      return batch.entries().isEmpty() ? 0 : batch.entries().getLast().seq();
    }
  }

  /** A state was claimed by itself. */
  record Claimed(Instant at, Claim claim) implements Told {}

  /** An action was allowed to let go of what it wanted. */
  record LetGone(Instant at, LettingGo wish) implements Told {}

  /** What an alert says was fetched, whose SHA-256 is the content. */
  record Fetched(Instant at, String content, byte[] body) implements Told {}
}

package dev.quaestor.starter.ledger;

import dev.quaestor.ledger.LedgerEvent;
import java.time.Instant;

/** The latest word that a person said of an alert or a piece of evidence. */
public record ClassificationRow(LedgerEvent.Classified word, Instant saidAt) {}

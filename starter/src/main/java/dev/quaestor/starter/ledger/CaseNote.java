package dev.quaestor.starter.ledger;

import java.time.Instant;

/** What a person wrote into a case's file. */
public record CaseNote(String text, String by, Instant at) {}

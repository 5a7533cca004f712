package dev.quaestor.starter.api;

import dev.quaestor.starter.LedgerLag;
import dev.quaestor.starter.Submissions;
import dev.quaestor.starter.ledger.CaseReport;
import dev.quaestor.starter.ledger.CaseRow;
import dev.quaestor.starter.ledger.Ledger;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The case that a path names, or the problem that there is none. Whoever was just handed an id must
 * not be told that it does not exist: a case that was started a moment ago is waited for.
 */
record Cases(Submissions submissions, Ledger ledger) {

  /** Everything of it. */
  CaseReport report(String id) {
    return require(id, () -> ledger.report(id));
  }

  /** What the list shows of it. */
  CaseRow row(String id) {
    return require(id, () -> ledger.caseRow(id));
  }

  private <T> T require(String id, Supplier<Optional<T>> query) {
    return (submissions.isRecent(id) ? LedgerLag.bridged(query) : query.get())
        .orElseThrow(() -> new ProblemException(missing(ledger, id)));
  }

  /** Why there is no case of that id: there was one, or there never was. */
  static ApiProblem missing(Ledger ledger, String id) {
    return ledger
        .removedCase(id)
        .map(ApiProblem::removed)
        .orElseGet(() -> ApiProblem.notFound("investigation", id));
  }
}

package dev.quaestor.starter.api;

/** Ends a call with a problem document. It never leaves this room. */
final class ProblemException extends RuntimeException {
  private final transient Problem problem;

  ProblemException(Problem problem) {
    // A refusal is an answer and not a defect: it has no stack.
    super(problem.title(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}

package dev.quaestor.starter.api;

/** Ends a call with a problem document. It never leaves this room. */
final class ProblemException extends RuntimeException {
  private final transient ApiProblem problem;

  ProblemException(ApiProblem problem) {
    // A refusal is an answer and not a defect: it has no stack.
    super(problem.title(), null, false, false);
    this.problem = problem;
  }

  ApiProblem problem() {
    return problem;
  }
}

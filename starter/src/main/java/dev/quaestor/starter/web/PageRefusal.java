package dev.quaestor.starter.web;

import org.springframework.http.HttpStatus;

/** Ends a request with a page that says in words why. It never leaves this room. */
final class PageRefusal extends RuntimeException {
  private final HttpStatus status;
  private final String then;

  private PageRefusal(HttpStatus status, String strong, String then) {
    // A refusal is an answer and not a defect: it has no stack.
    super(strong, null, false, false);
    this.status = status;
    this.then = then;
  }

  static PageRefusal notFound(String thing) {
    return new PageRefusal(
        HttpStatus.NOT_FOUND,
        "There is no such %s, or it is not for you to see.".formatted(thing),
        "The link may be old, or meant for somebody with other rights.");
  }

  static PageRefusal badRequest(String strong) {
    return new PageRefusal(
        HttpStatus.BAD_REQUEST, strong, "Nothing was changed. Correct the address, or go back.");
  }

  static PageRefusal of(HttpStatus status, String strong, String then) {
    return new PageRefusal(status, strong, then);
  }

  HttpStatus status() {
    return status;
  }

  String strong() {
    return String.valueOf(getMessage());
  }

  String then() {
    return then;
  }
}

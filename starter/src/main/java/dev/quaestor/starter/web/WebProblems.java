package dev.quaestor.starter.web;

import dev.quaestor.starter.TemporalException;
import dev.quaestor.starter.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Turns whatever ends a page early into a page. */
@ControllerAdvice(basePackageClasses = WebProblems.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class WebProblems {
  private final Pages pages;

  WebProblems(Pages pages) {
    this.pages = pages;
  }

  /** Whoever listened has closed the page: there is nobody to answer, and nothing is wrong. */
  @ExceptionHandler
  void gone(AsyncRequestNotUsableException closed, HttpServletResponse response) {}

  @ExceptionHandler
  String refused(
      PageRefusal refusal,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    return page(
        refusal.status(), refusal.strong(), refusal.then(), request, response, caller, model);
  }

  @ExceptionHandler
  String temporal(
      TemporalException failure,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    return switch (failure.kind()) {
      case UNREACHABLE, CLOSING ->
          page(
              HttpStatus.SERVICE_UNAVAILABLE,
              "Temporal cannot be reached.",
              "Go back and look at how it stands, then send it again: the same again does nothing twice.",
              request,
              response,
              caller,
              model);
      case NO_ANSWER ->
          page(
              HttpStatus.GATEWAY_TIMEOUT,
              "It is not known whether this was recorded.",
              "No worker answered in time. Look again before you send anything.",
              request,
              response,
              caller,
              model);
      case NOT_BELIEVED ->
          page(
              HttpStatus.SERVICE_UNAVAILABLE,
              "A worker did not believe what this server signed: nothing was done.",
              failure.getMessage() + ". An operator finds more in the health of this server.",
              request,
              response,
              caller,
              model);
      case REFUSED ->
          page(
              HttpStatus.INTERNAL_SERVER_ERROR,
              "Temporal refused the request.",
              "This is not your fault; an operator finds the reason in the server's log.",
              request,
              response,
              caller,
              model);
    };
  }

  private String page(
      HttpStatus status,
      String strong,
      String then,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    response.setStatus(status.value());
    model.addAttribute("notice", Notice.warn(strong, then));
    if (Pages.isPart(request)) {
      return "parts :: problem";
    }
    pages.frame(model, request, caller, "");
    return "problem";
  }
}

package dev.quaestor.starter.api;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Problem documents for what was refused before a controller was reached: 401, 403, bad paths. */
@Hidden
@RestController
class ErrorDispatch implements ErrorController {

  @RequestMapping("${server.error.path:/error}")
  ResponseEntity<ApiProblem> error(HttpServletRequest request) {
    var status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? Optional.ofNullable(HttpStatus.resolve(code)).orElse(HttpStatus.BAD_REQUEST)
            : HttpStatus.NOT_FOUND;
    var path =
        request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
            ? uri
            : request.getRequestURI();
    var problem =
        request.getAttribute(QueryReading.REFUSAL) instanceof ApiProblem refusal
            ? refusal
            : status == HttpStatus.FORBIDDEN
                ? ApiProblem.forbidden(sentence(status, request))
                : ApiProblem.of(status, sentence(status, request));
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem.on(path));
  }

  /** Only the door's own words are passed on; another's message may tell too much. */
  private static String sentence(HttpStatus status, HttpServletRequest request) {
    return (status == HttpStatus.UNAUTHORIZED || status == HttpStatus.FORBIDDEN)
            && request.getAttribute(RequestDispatcher.ERROR_MESSAGE) instanceof String message
            && !message.isBlank()
        ? message
        : status.getReasonPhrase();
  }
}

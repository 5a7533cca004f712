package dev.quaestor.starter.api;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Problem documents for what was refused before a controller was reached: 401, 403, bad paths. */
@Hidden
@Controller
class ErrorDispatch implements ErrorController {
  private static final Set<HttpStatus> OF_THE_DOOR =
      Set.of(HttpStatus.UNAUTHORIZED, HttpStatus.FORBIDDEN, HttpStatus.SERVICE_UNAVAILABLE);

  @RequestMapping("${server.error.path:/error}")
  Object error(HttpServletRequest request, HttpServletResponse response) {
    var status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? Optional.ofNullable(HttpStatus.resolve(code)).orElse(HttpStatus.BAD_REQUEST)
            : HttpStatus.NOT_FOUND;
    var path =
        request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
            ? uri
            : request.getRequestURI();
    if (!isCall(path)) {
      response.setStatus(status.value());
      return new ModelAndView("refused", Map.of("sentence", said(status, request)));
    }
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

  /** A call is answered with a problem document; whoever asks for a page gets a page. */
  static boolean isCall(String path) {
    return path.startsWith("/api/") || path.startsWith("/actuator") || path.startsWith("/v3/");
  }

  private static String said(HttpStatus status, HttpServletRequest request) {
    return request.getAttribute(QueryReading.REFUSAL) instanceof ApiProblem refusal
        ? String.valueOf(refusal.detail())
        : sentence(status, request);
  }

  /** Only the door's own words are passed on; another's message may tell too much. */
  private static String sentence(HttpStatus status, HttpServletRequest request) {
    return OF_THE_DOOR.contains(status)
            && request.getAttribute(RequestDispatcher.ERROR_MESSAGE) instanceof String message
            && !message.isBlank()
        ? message
        : status.getReasonPhrase();
  }
}

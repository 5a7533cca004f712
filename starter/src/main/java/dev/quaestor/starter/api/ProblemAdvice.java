package dev.quaestor.starter.api;

import dev.quaestor.starter.TemporalException;
import dev.quaestor.starter.access.Refusals;
import dev.quaestor.starter.intake.json.Unknown;
import dev.quaestor.starter.ledger.RemovedCaseException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Turns whatever ends a call early into a problem document, and what ends a page before its
 * controller into a page.
 */
@RestControllerAdvice
class ProblemAdvice {
  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  private static final String AGAIN = "5";

  /** The firewall before us reads names and values only when somebody asks for them. */
  @ExceptionHandler
  Object rejected(RequestRejectedException failure, HttpServletRequest request) {
    return answer(
        ApiProblem.of(
            HttpStatus.BAD_REQUEST,
            "bad-request",
            "The request cannot be read",
            "A parameter or header has a character that no name or value may have."),
        request,
        new HttpHeaders());
  }

  @ExceptionHandler
  Object refused(ProblemException refusal, HttpServletRequest request) {
    var headers = new HttpHeaders();
    if (refusal.problem().status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
      headers.set(HttpHeaders.RETRY_AFTER, AGAIN);
    }
    return answer(refusal.problem(), request, headers);
  }

  @ExceptionHandler
  Object temporal(TemporalException failure, HttpServletRequest request) {
    var problem =
        switch (failure.kind()) {
          case UNREACHABLE ->
              ApiProblem.of(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "temporal-unreachable",
                  "Temporal is not reachable",
                  "Send the same call again later: what Temporal had taken before it went away is"
                      + " not done twice.");
          case NO_ANSWER ->
              ApiProblem.of(
                  HttpStatus.GATEWAY_TIMEOUT,
                  "no-answer",
                  "No worker answered in time",
                  "The call may still take effect. Check first; sending it again does "
                      + "nothing twice. If the problem persists, check whether a worker is "
                      + "running.");
          case CLOSING ->
              ApiProblem.of(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "closing",
                  "The investigation is just ending",
                  "Send the same call again; it will start a new investigation.");
          case NOT_BELIEVED ->
              ApiProblem.of(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "not-believed",
                  "A worker did not believe what this starter signed",
                  failure.getMessage()
                      + ". Nothing was done. Send the same call again: another starter may be "
                      + "believed, and this one when an operator has mended it.");
          case REFUSED ->
              ApiProblem.of(
                  HttpStatus.INTERNAL_SERVER_ERROR,
                  "temporal-refused",
                  "Temporal refused the request",
                  "This is not the caller's fault. " + reference(failure));
        };
    var headers = new HttpHeaders();
    if (failure.kind() != TemporalException.Kind.REFUSED) {
      log.warn("{} {}: {}", request.getMethod(), request.getRequestURI(), failure.getMessage());
      headers.set(HttpHeaders.RETRY_AFTER, AGAIN);
    }
    return answer(problem, request, headers);
  }

  @ExceptionHandler
  Object tooLarge(BodyTooLarge failure, HttpServletRequest request) {
    return answer(tooLarge(failure), request, new HttpHeaders());
  }

  @ExceptionHandler
  Object unreadable(HttpMessageNotReadableException failure, HttpServletRequest request) {
    return answer(unreadable(failure), request, new HttpHeaders());
  }

  @ExceptionHandler
  Object wrongParameter(MethodArgumentTypeMismatchException failure, HttpServletRequest request) {
    var given = failure.getParameter();
    var type =
        List.class.isAssignableFrom(given.getParameterType())
            ? given.nested().getNestedParameterType()
            : failure.getRequiredType();
    var expected = "must be a whole number";
    if (type == Boolean.class) {
      expected = "must be true or false";
    } else if (type != null && type.isEnum()) {
      expected =
          ApiTexts.mustBe(Arrays.stream(type.getEnumConstants()).map(Object::toString).toList());
    }
    return answer(ApiProblem.badField(failure.getName(), expected), request, new HttpHeaders());
  }

  /** Each in its own words, as a database says that goes away in the middle of something. */
  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessResourceException.class,
    RecoverableDataAccessException.class,
    QueryTimeoutException.class,
    TransactionException.class
  })
  Object database(NestedRuntimeException failure, HttpServletRequest request) {
    var headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, AGAIN);
    return answer(
        ApiProblem.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "ledger-unreachable",
            "The ledger's database is not reachable",
            "Send the same call again later. " + reference(failure)),
        request,
        headers);
  }

  /** It went between the look and the word. */
  @ExceptionHandler
  Object removed(RemovedCaseException failure, HttpServletRequest request) {
    return answer(ApiProblem.removed(failure.getMessage() + "."), request, new HttpHeaders());
  }

  /** Others wrote the same at the same moment, again and again. */
  @ExceptionHandler({ConcurrencyFailureException.class, DuplicateKeyException.class})
  Object overtaken(DataAccessException failure, HttpServletRequest request) {
    var headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, AGAIN);
    return answer(
        ApiProblem.of(
            HttpStatus.CONFLICT,
            "changed-at-once",
            "Somebody else was changing the same",
            "Nothing of this call was done. Look at what stands now, and send it again if it is still "
                + "wanted. "
                + reference(failure)),
        request,
        headers);
  }

  /** Nobody is there any longer to be answered. */
  @ExceptionHandler
  void gone(AsyncRequestNotUsableException failure) {
    log.debug("a caller disconnected: {}", failure.getMessage());
  }

  @ExceptionHandler
  Object anythingElse(Exception failure, HttpServletRequest request) {
    // What Spring refuses by itself (404, 405, 406, 415, a missing parameter) says so in words.
    if (failure instanceof ErrorResponse spring) {
      var status =
          Optional.ofNullable(HttpStatus.resolve(spring.getStatusCode().value()))
              .orElse(HttpStatus.BAD_REQUEST);
      var said = spring.getBody().getDetail();
      return answer(
          ApiProblem.of(
              status,
              (said == null ? status.getReasonPhrase() : ApiTexts.shown(said)) + allowed(failure)),
          request,
          spring.getHeaders());
    }
    return answer(
        ApiProblem.of(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "defect",
            "Something went wrong on the server",
            "This is not the caller's fault. " + reference(failure)),
        request,
        new HttpHeaders());
  }

  /** What would have been right, as a sentence. */
  private static String allowed(Exception failure) {
    var right =
        switch (failure) {
          case HttpRequestMethodNotSupportedException method ->
              Optional.ofNullable(method.getSupportedMethods()).map(List::of).orElse(List.of());
          case HttpMediaTypeNotSupportedException type ->
              type.getSupportedMediaTypes().stream().map(MediaType::toString).toList();
          default -> List.<String>of();
        };
    return right.isEmpty() ? "" : " Here it is " + String.join(", ", right) + ".";
  }

  private static ApiProblem tooLarge(BodyTooLarge failure) {
    return ApiProblem.of(
        HttpStatus.CONTENT_TOO_LARGE,
        "body-too-large",
        "The body is too large",
        "At most %d bytes are accepted; nothing of it was started.".formatted(failure.limit()));
  }

  private static ApiProblem unreadable(HttpMessageNotReadableException failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof BodyTooLarge large) {
        return tooLarge(large);
      }
      if (at instanceof JacksonException json) {
        return unreadable(json);
      }
    }
    return ApiProblem.of(
        HttpStatus.BAD_REQUEST, "no-body", "The body cannot be read", "A JSON body is required.");
  }

  private static ApiProblem unreadable(JacksonException failure) {
    var field =
        failure.getPath().stream()
            .map(
                step ->
                    step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getPropertyName())
            .collect(Collectors.joining());
    field = field.startsWith(".") ? field.substring(1) : field;
    var place = failure.getLocation();
    var detail =
        field.isEmpty()
            ? "The body is not the expected JSON"
            : ApiTexts.shown(field) + ": " + whatIsWrong(failure);
    return ApiProblem.of(HttpStatus.BAD_REQUEST, "bad-body", "The body cannot be read", detail)
        .at(field.isEmpty() ? null : ApiTexts.shown(field), line(place), column(place));
  }

  private static String whatIsWrong(JacksonException failure) {
    if (failure instanceof UnrecognizedPropertyException unknown) {
      var known = unknown.getKnownPropertyIds();
      return Unknown.field(
          unknown.getPropertyName(),
          known == null ? List.of() : known.stream().map(Object::toString).sorted().toList());
    }
    var target = failure instanceof MismatchedInputException wrong ? wrong.getTargetType() : null;
    if (target == null) {
      return "the value is not of the expected type";
    }
    if (target.isEnum()) {
      return ApiTexts.mustBe(
          Arrays.stream(target.getEnumConstants()).map(Object::toString).toList());
    }
    return "must be " + kind(target);
  }

  private static String kind(Class<?> type) {
    if (type == Instant.class) {
      return "a time such as 2026-01-31T12:00:00Z, in the years 1970 to 9999";
    }
    return CharSequence.class.isAssignableFrom(type)
        ? "text"
        : Collection.class.isAssignableFrom(type)
            ? "a list"
            : type == Boolean.class || type == boolean.class
                ? "true or false"
                : Number.class.isAssignableFrom(type) || type.isPrimitive()
                    ? "a number"
                    : "an object";
  }

  private static @Nullable Integer line(@Nullable TokenStreamLocation place) {
    return place == null || place.getLineNr() < 1 ? null : place.getLineNr();
  }

  private static @Nullable Integer column(@Nullable TokenStreamLocation place) {
    return place == null || place.getColumnNr() < 1 ? null : place.getColumnNr();
  }

  /** What joins the answer to the log without showing the one in the other. */
  private static String reference(Exception failure) {
    var reference = UUID.randomUUID().toString().substring(0, 8);
    log.error("a call failed, reference {}", reference, failure);
    return "The server logged it under the reference " + reference + ".";
  }

  private static Object answer(
      ApiProblem problem, HttpServletRequest request, HttpHeaders headers) {
    if (problem.status() == HttpStatus.FORBIDDEN.value()) {
      Refusals.because(
          request,
          problem.type().substring(problem.type().lastIndexOf(':') + 1),
          String.valueOf(problem.detail()));
    }
    if (!ErrorDispatch.isCall(request.getRequestURI())) {
      return new ModelAndView(
          "refused",
          Map.of("sentence", String.valueOf(problem.detail())),
          HttpStatus.valueOf(problem.status()));
    }
    return ResponseEntity.status(problem.status())
        .headers(headers)
        // Set, not negotiated: somebody who asked for CSV gets the problem all the same.
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem.on(request.getRequestURI()));
  }
}

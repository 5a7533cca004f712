package dev.quaestor.starter.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.quaestor.starter.ledger.RemovedCase;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.starter.view.InvestigationRowView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A problem document, RFC 9457.
 *
 * @param type {@code about:blank}, or a URN that names this kind of problem for machines
 * @param instance the path that was called
 * @param field the field or parameter that is wrong, as {@code [2].evidence[0].sha1}
 * @param line where, 1-based, in a body that is text to people
 * @param problems each of them, when there are more than one
 * @param action the action as it stands, where a decision on it did not count
 * @param investigation the investigation as it stands, where it could not be changed
 * @param investigations those of which one must be named
 */
@Schema(name = "Problem", description = "Why a call was refused (RFC 9457)")
@JsonPropertyOrder({"type", "title", "status", "detail", "instance"})
record ApiProblem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    @Nullable String instance,
    @Nullable String field,
    @Nullable Integer line,
    @Nullable Integer column,
    @Nullable List<Item> problems,
    @Nullable ActionView action,
    @Nullable InvestigationRowView investigation,
    @Nullable List<InvestigationRowView> investigations) {

  /** One of several things that are wrong. */
  record Item(
      @Nullable String field, @Nullable Integer line, @Nullable Integer column, String message) {

    /** The field as a JSON Pointer (RFC 6901) in the fragment form that RFC 9457 shows. */
    @JsonProperty("pointer")
    @Nullable String pointer() {
      return field == null ? null : pointerTo(field);
    }
  }

  private static final String URN = "urn:quaestor:problem:";

  /** As the items', for a field of the body; parameters and headers have none. */
  @JsonProperty("pointer")
  @Nullable String pointer() {
    var isOfBody = type.startsWith(URN + "bad-") && !type.equals(URN + "bad-field");
    return field == null || !isOfBody ? null : pointerTo(field);
  }

  private static String pointerTo(String field) {
    var pointer = new StringBuilder("#");
    for (var part : field.split("[.\\[\\]]+")) {
      if (!part.isEmpty()) {
        pointer.append('/').append(part.replace("~", "~0").replace("/", "~1"));
      }
    }
    return pointer.toString();
  }

  /** What HTTP itself has a word for. */
  static ApiProblem of(HttpStatus status, String detail) {
    return plain("about:blank", status.getReasonPhrase(), status, detail);
  }

  /** A kind of our own. */
  static ApiProblem of(HttpStatus status, String kind, String title, String detail) {
    return plain(URN + kind, title, status, detail);
  }

  private static ApiProblem plain(String type, String title, HttpStatus status, String detail) {
    return new ApiProblem(
        type, title, status.value(), detail, null, null, null, null, null, null, null, null);
  }

  /** The caller is known and may not do this. */
  static ApiProblem forbidden(String detail) {
    return of(HttpStatus.FORBIDDEN, "forbidden", "This is not allowed", detail);
  }

  static ApiProblem badField(String field, String message) {
    return of(HttpStatus.BAD_REQUEST, "bad-field", "A field is not valid", field + ": " + message)
        .at(field, null, null);
  }

  /** What was here is past its time. */
  static ApiProblem removed(RemovedCase gone) {
    return removed(
        "It ended at %s and was removed at %s, by %s%s."
            .formatted(
                gone.endedAt().truncatedTo(ChronoUnit.SECONDS),
                gone.removedAt().truncatedTo(ChronoUnit.SECONDS),
                gone.rule(),
                gone.archive() == null ? "" : "; its archive is " + gone.archive()));
  }

  static ApiProblem removed(String detail) {
    return of(HttpStatus.GONE, "removed-investigation", "This investigation was removed", detail);
  }

  static ApiProblem notFound(String what, String id) {
    return notFound(what, what, id);
  }

  /**
   * @param words what people call it
   */
  static ApiProblem notFound(String what, String words, String id) {
    return of(
        HttpStatus.NOT_FOUND,
        "unknown-" + what,
        "There is no such " + words,
        "There is no %s \"%s\"".formatted(words, ApiTexts.shown(id)));
  }

  ApiProblem at(@Nullable String field, @Nullable Integer line, @Nullable Integer column) {
    return copy(instance, field, line, column, problems, action, investigation, investigations);
  }

  ApiProblem with(List<Item> all) {
    var several = all.size() > 1 ? List.copyOf(all) : null;
    return copy(instance, field, line, column, several, action, investigation, investigations);
  }

  ApiProblem with(ActionView standing) {
    return copy(instance, field, line, column, problems, standing, investigation, investigations);
  }

  ApiProblem with(InvestigationRowView standing) {
    return copy(instance, field, line, column, problems, action, standing, investigations);
  }

  ApiProblem withAll(List<InvestigationRowView> candidates) {
    return copy(instance, field, line, column, problems, action, investigation, candidates);
  }

  ApiProblem on(String path) {
    return copy(path, field, line, column, problems, action, investigation, investigations);
  }

  private ApiProblem copy(
      @Nullable String called,
      @Nullable String wrong,
      @Nullable Integer inLine,
      @Nullable Integer inColumn,
      @Nullable List<Item> all,
      @Nullable ActionView standing,
      @Nullable InvestigationRowView concerned,
      @Nullable List<InvestigationRowView> candidates) {
    return new ApiProblem(
        type,
        title,
        status,
        detail,
        called,
        wrong,
        inLine,
        inColumn,
        all,
        standing,
        concerned,
        candidates);
  }
}

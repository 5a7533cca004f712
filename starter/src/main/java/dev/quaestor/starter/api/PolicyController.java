package dev.quaestor.starter.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.starter.Policies;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.PolicyRevision;
import dev.quaestor.starter.ledger.PolicyStore;
import dev.quaestor.starter.policy.PolicyDiff;
import dev.quaestor.starter.policy.PolicyFile;
import dev.quaestor.starter.policy.PolicyProblem;
import dev.quaestor.starter.policy.PolicyReading;
import dev.quaestor.starter.policy.TextDiff;
import dev.quaestor.starter.view.PageView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Policy", description = "What may run automatically, and what requires approval")
@RestController
@RequestMapping("/api/v1/policy")
class PolicyController {
  static final String REVISION_HEADER = "Quaestor-Policy-Revision";

  private static final MediaType YAML =
      new MediaType("application", "yaml", StandardCharsets.UTF_8);
  private static final MediaType SCHEMA =
      new MediaType("application", "schema+json", StandardCharsets.UTF_8);

  private final PolicyStore store;
  private final Policies policies;

  PolicyController(PolicyStore store, Policies policies) {
    this.store = store;
    this.policies = policies;
  }

  /**
   * A revision of the policy; the text is as it was put, comments and all.
   *
   * @param unchanged of a put alone: whether this very text was in force before, so that no
   *     revision was made
   */
  @Schema(name = "PolicyRevision")
  record RevisionView(
      int revision,
      String name,
      String author,
      @Nullable String comment,
      Instant at,
      String yaml,
      List<Warning> warnings,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean unchanged) {
    static RevisionView of(PolicyRevision revision) {
      return of(
          revision,
          PolicyFile.read(revision.yaml()) instanceof PolicyReading.Read read
              ? read.warnings()
              : List.of(),
          null);
    }

    static RevisionView of(Policies.Answer.InForce put) {
      return of(put.revision(), put.warnings(), put.unchanged());
    }

    private static RevisionView of(
        PolicyRevision revision, List<PolicyProblem> warnings, @Nullable Boolean unchanged) {
      return new RevisionView(
          revision.number(),
          revision.policy().name(),
          revision.author(),
          revision.comment(),
          revision.at(),
          revision.yaml(),
          warnings.stream().map(Warning::of).toList(),
          unchanged);
    }
  }

  /** What the author of a policy hardly meant. */
  @Schema(name = "PolicyWarning")
  record Warning(String code, @Nullable String field, int line, int column, String message) {
    static Warning of(PolicyProblem problem) {
      return new Warning(
          problem.code().name(),
          problem.path().isEmpty() ? null : problem.path(),
          problem.line(),
          problem.column(),
          problem.message());
    }
  }

  /** A revision without its text. */
  @Schema(name = "PolicyRevisionRow")
  record RevisionRow(
      int revision, String name, String author, @Nullable String comment, Instant at) {
    static RevisionRow of(PolicyRevision revision) {
      return new RevisionRow(
          revision.number(),
          revision.policy().name(),
          revision.author(),
          revision.comment(),
          revision.at());
    }
  }

  /**
   * What differs between two revisions.
   *
   * @param changes in what they say
   * @param text in how they are written, as a unified diff; empty when they are the same
   */
  @Schema(name = "PolicyDiff")
  record DiffView(int from, int to, List<ChangeView> changes, String text) {}

  /** One difference in what two revisions say. */
  @Schema(name = "PolicyChange")
  record ChangeView(String kind, String path, @Nullable String from, @Nullable String to) {
    static ChangeView of(PolicyDiff.Change change) {
      return new ChangeView(change.kind().name(), change.path(), change.from(), change.to());
    }
  }

  @Operation(
      summary = "The policy in force",
      description =
          "As YAML, exactly as it was submitted; with Accept: application/json, "
              + "together with who submitted it and when.",
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The policy in force",
              content = {
                @Content(mediaType = "application/yaml", schema = @Schema(type = "object")),
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = RevisionView.class))
              }))
  @GetMapping
  @Allowed(AccessRole.VIEWER)
  ResponseEntity<?> policy(
      @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false)
          @Nullable String accept) {
    return answer(current(), accept);
  }

  @Operation(
      summary = "List the revisions of the policy, newest first",
      description = "Who submitted each, when, and with which comment; without the text.")
  @GetMapping("/revisions")
  @Allowed(AccessRole.VIEWER)
  PageView<RevisionRow> revisions(
      @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "50") int size) {
    return PageView.of(store.history(Filters.page(page), Filters.size(size)), RevisionRow::of);
  }

  @Operation(
      summary = "One revision of the policy",
      description =
          "As YAML, exactly as it was submitted; with Accept: application/json, "
              + "together with who submitted it and when.",
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The revision",
              content = {
                @Content(mediaType = "application/yaml", schema = @Schema(type = "object")),
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = RevisionView.class))
              }))
  @GetMapping("/revisions/{number}")
  @Allowed(AccessRole.VIEWER)
  ResponseEntity<?> revision(
      @PathVariable int number,
      @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false)
          @Nullable String accept) {
    return answer(known(number), accept);
  }

  @Operation(
      summary = "The differences between two revisions",
      description = "In content, part by part, and in text.")
  @GetMapping("/diff")
  @Allowed(AccessRole.VIEWER)
  DiffView diff(
      @RequestParam int from,
      @Parameter(description = "By default, the revision in force") @RequestParam(required = false)
          @Nullable Integer to) {
    var before = known(from);
    var after = to == null ? current() : known(to);
    return new DiffView(
        before.number(),
        after.number(),
        PolicyDiff.between(before.policy(), after.policy()).stream().map(ChangeView::of).toList(),
        TextDiff.unified(
            "revision " + before.number(),
            "revision " + after.number(),
            before.yaml(),
            after.yaml()));
  }

  @Operation(
      summary = "The JSON Schema of policies, for editors",
      description =
          "JSON Schema 2020-12. It knows the vocabulary; some rules are checked "
              + "only when a policy is submitted.",
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The schema",
              content =
                  @Content(
                      mediaType = "application/schema+json",
                      schema = @Schema(type = "object"))))
  @GetMapping("/schema")
  @Allowed(AccessRole.VIEWER)
  ResponseEntity<byte[]> schema() {
    return ResponseEntity.ok()
        .contentType(SCHEMA)
        .body(PolicyFile.schema().getBytes(StandardCharsets.UTF_8));
  }

  @Operation(
      summary = "Submit a new revision of the policy",
      description =
          "It applies to investigations that open from now on. A policy with errors is "
              + "refused with 422, naming each line, and changes nothing; likely mistakes are "
              + "returned as warnings. Submitting the text that is already in force does not "
              + "create a revision; unchanged is then true.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(mediaType = "application/yaml", schema = @Schema(type = "object"))))
  @PutMapping
  @Allowed(value = AccessRole.OPERATOR, everything = true)
  RevisionView put(
      HttpServletRequest request,
      @RequestParam(required = false) @Nullable String comment,
      @Parameter(hidden = true) Caller caller)
      throws IOException {
    var why = ApiTexts.bounded("comment", comment, Policies.LONGEST_COMMENT);
    return switch (policies.put(Readings.policyText(request), null, caller, why)) {
      case Policies.Answer.InForce put -> RevisionView.of(put);
      case Policies.Answer.Refused refused ->
          throw new ProblemException(Readings.policyRefusal(refused.problems()));
      case Policies.Answer.Overtaken overtaken ->
          throw new IllegalStateException("it was put over whichever is in force");
    };
  }

  /** Not negotiated: for who takes anything, as curl, Spring's choice would be JSON. */
  private static ResponseEntity<?> answer(PolicyRevision revision, @Nullable String accept) {
    if (prefersJson(accept)) {
      return ResponseEntity.ok()
          .contentType(MediaType.APPLICATION_JSON)
          .body(RevisionView.of(revision));
    }
    return ResponseEntity.ok()
        .contentType(YAML)
        .header(REVISION_HEADER, Integer.toString(revision.number()))
        .body(revision.yaml().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean prefersJson(@Nullable String accept) {
    return mediaTypes(accept).stream()
        .filter(t -> t.equalsTypeAndSubtype(MediaType.APPLICATION_JSON) || t.includes(YAML))
        .max(Comparator.comparingDouble(MediaType::getQualityValue))
        .filter(t -> t.equalsTypeAndSubtype(MediaType.APPLICATION_JSON))
        .isPresent();
  }

  private static List<MediaType> mediaTypes(@Nullable String accept) {
    try {
      return MediaType.parseMediaTypes(accept);
    } catch (InvalidMediaTypeException unreadable) {
      return List.of();
    }
  }

  private PolicyRevision current() {
    return store
        .current()
        .orElseThrow(
            () ->
                new ProblemException(
                    ApiProblem.of(HttpStatus.NOT_FOUND, "There is no policy yet.")));
  }

  private PolicyRevision known(int number) {
    return store
        .revision(number)
        .orElseThrow(
            () ->
                new ProblemException(
                    ApiProblem.notFound(
                        "policy-revision", "revision of the policy", Integer.toString(number))));
  }
}

package dev.quaestor.starter.api;

import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.access.Role;
import dev.quaestor.starter.ledger.PolicyRevision;
import dev.quaestor.starter.ledger.PolicyStore;
import dev.quaestor.starter.policy.PolicyFile;
import dev.quaestor.starter.policy.PolicyReading;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Policy", description = "What may run by itself, and what waits")
@RestController
@RequestMapping("/api/v1/policy")
class PolicyController {
  static final String REVISION_HEADER = "Quaestor-Policy-Revision";

  private static final int LONGEST_COMMENT = 1_000;

  private final PolicyStore policies;

  PolicyController(PolicyStore policies) {
    this.policies = policies;
  }

  /** A revision of the policy; the text is as it was put, comments and all. */
  @Schema(name = "PolicyRevision")
  record RevisionView(
      int revision, String name, String author, @Nullable String comment, Instant at, String yaml) {
    static RevisionView of(PolicyRevision revision) {
      return new RevisionView(
          revision.number(),
          revision.policy().name(),
          revision.author(),
          revision.comment(),
          revision.at(),
          revision.yaml());
    }
  }

  @Operation(
      summary = "The policy in force",
      description = "As YAML, as it was put; with Accept: application/json with who put it when.",
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The policy in force",
              content = {
                @Content(mediaType = "application/yaml", schema = @Schema(type = "string")),
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = RevisionView.class))
              }))
  @GetMapping
  @Allowed(Role.VIEWER)
  ResponseEntity<?> policy(
      @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false)
          @Nullable String accept) {
    var current = current();
    // Not negotiated: for who takes anything, as curl, Spring's choice would be JSON.
    if (accept != null && accept.contains("json")) {
      return ResponseEntity.ok()
          .contentType(MediaType.APPLICATION_JSON)
          .body(RevisionView.of(current));
    }
    return ResponseEntity.ok()
        .contentType(new MediaType("application", "yaml", StandardCharsets.UTF_8))
        .header(REVISION_HEADER, Integer.toString(current.number()))
        .body(current.yaml().getBytes(StandardCharsets.UTF_8));
  }

  @Operation(
      summary = "Put a new revision of the policy",
      description =
          "In force for investigations that open from now on. One with an error is refused with"
              + " 422, naming each line, and changes nothing.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(mediaType = "application/yaml", schema = @Schema(type = "string"))))
  @PutMapping
  @Allowed(Role.OPERATOR)
  RevisionView put(
      HttpServletRequest request,
      @RequestParam(required = false) @Nullable String comment,
      @Parameter(hidden = true) Caller caller)
      throws IOException {
    var why = Texts.bounded("comment", comment, LONGEST_COMMENT);
    var yaml = text(request.getInputStream().readAllBytes());
    return switch (PolicyFile.read(yaml)) {
      case PolicyReading.Refused refused ->
          throw new ProblemException(Readings.policyRefusal(refused.problems()));
      case PolicyReading.Read read ->
          RevisionView.of(policies.put(yaml, read.policy(), caller.name(), why));
    };
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(
          Problem.of(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "bad-policy",
              "The policy is not valid",
              "The text is not UTF-8; the policy in force is unchanged."));
    }
  }

  private PolicyRevision current() {
    return policies
        .current()
        .orElseThrow(
            () ->
                new ProblemException(Problem.of(HttpStatus.NOT_FOUND, "There is no policy yet.")));
  }
}

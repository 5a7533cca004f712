package dev.quaestor.starter.api;

import dev.quaestor.action.ActionType;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.StoredArtifact;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Actions")
@RestController
@RequestMapping("/api/v1/actions")
class ArtifactsController {
  private static final Logger log = LoggerFactory.getLogger(ArtifactsController.class);

  private final Ledger ledger;
  private final VaultFolder vault;

  ArtifactsController(Ledger ledger, VaultFolder vault) {
    this.ledger = ledger;
    this.vault = vault;
  }

  @Operation(
      summary = "Download what an action collected",
      description =
          "The investigation package, the sample or the script output, as stored in the "
              + "vault. A sample may be malware, so downloading it requires the role of a device "
              + "approver.",
      responses = {
        @ApiResponse(
            responseCode = "200",
            description = "The content; its hash is checked before the first byte is sent",
            content =
                @Content(
                    mediaType = "application/octet-stream",
                    schema = @Schema(type = "string", format = "binary"))),
        @ApiResponse(
            responseCode = "404",
            description = "There is no such action, or it stored nothing"),
        @ApiResponse(responseCode = "410", description = "It is no longer in the vault"),
        @ApiResponse(responseCode = "501", description = "This server has no access to the vault")
      })
  @GetMapping("/{id}/artifact")
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER})
  void artifact(
      @PathVariable String id,
      @Parameter(hidden = true) Caller caller,
      HttpServletResponse response)
      throws IOException {
    var row =
        ledger
            .action(id)
            .orElseThrow(() -> new ProblemException(ApiProblem.notFound("action", id)));
    requireMayRead(row, caller);
    var stored =
        ledger
            .artifact(id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ApiProblem.of(
                            HttpStatus.NOT_FOUND,
                            "nothing-stored",
                            "The action stored nothing",
                            "It has not ended, it failed, or it is of a type that "
                                + "collects nothing.")));
    send(stored, body(stored), response);
    log.info(
        "{} downloaded what action {} collected, SHA-256 {}", caller.name(), id, stored.sha256());
  }

  private static void requireMayRead(ActionRow row, Caller caller) {
    if (row.type() == ActionType.REQUEST_SAMPLE && !caller.holdsAny(AccessRole.DEVICE_APPROVER)) {
      throw new ProblemException(
          ApiProblem.forbidden(
              "A sample may be malware: downloading it requires the role of a device approver"));
    }
  }

  private VaultFolder.Body body(StoredArtifact stored) throws IOException {
    if (!vault.isConfigured()) {
      throw new ProblemException(
          ApiProblem.of(
              HttpStatus.NOT_IMPLEMENTED,
              "no-vault",
              "This server has no access to the vault",
              "Set quaestor.vault.directory to the worker's vault directory, readable by "
                  + "this server."));
    }
    return vault
        .find(stored.sha256())
        .orElseThrow(
            () ->
                new ProblemException(
                    ApiProblem.of(
                        HttpStatus.GONE,
                        "gone",
                        "It is no longer in the vault",
                        "Its SHA-256 was %s; the vault has no content with this hash."
                            .formatted(stored.sha256()))));
  }

  private static void send(
      StoredArtifact stored, VaultFolder.Body body, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/octet-stream");
    response.setContentLengthLong(body.size());
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment()
            .filename(stored.name(), StandardCharsets.UTF_8)
            .build()
            .toString());
    Files.copy(body.file(), response.getOutputStream());
  }
}

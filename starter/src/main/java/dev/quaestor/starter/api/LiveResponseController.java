package dev.quaestor.starter.api;

import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.starter.Lookups;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(
    name = "Live response",
    description = "What RUN_SCRIPT can run; the commands themselves are actions")
@RestController
@RequestMapping("/api/v1/live-response")
class LiveResponseController {
  private final Lookups lookups;

  LiveResponseController(Lookups lookups) {
    this.lookups = lookups;
  }

  /** One script; what the back end did not say is absent. */
  @Schema(name = "LibraryScript")
  record ScriptView(
      String name,
      @Nullable String description,
      @Nullable String sha256,
      boolean hasParameters,
      @Nullable String parametersDescription,
      @Nullable Instant lastUpdatedAt) {}

  /** The library. */
  @Schema(name = "ScriptLibrary")
  record LibraryView(List<ScriptView> scripts) {}

  @Operation(
      summary = "List the scripts in the library",
      description = "The scripts that the action RUN_SCRIPT can name.")
  @GetMapping("/scripts")
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  LibraryView scripts(@Parameter(hidden = true) Caller caller) {
    var answer = lookups.ask(new LookupRequest.Scripts(), "Script library for " + caller.name());
    if (answer instanceof LookupAnswer.ScriptList list) {
      return new LibraryView(
          list.scripts().stream()
              .map(
                  s ->
                      new ScriptView(
                          s.name(),
                          s.description(),
                          s.sha256(),
                          s.hasParameters(),
                          s.parametersDescription(),
                          s.lastUpdatedAt()))
              .toList());
    }
    throw LookupProblems.of(answer);
  }
}

package dev.quaestor.starter.api;

import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.ledger.EventFeed;
import dev.quaestor.starter.ocsf.OcsfClass;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Export", description = "Everything that was recorded, in other formats such as OCSF")
@RestController
@RequestMapping("/api/v1/export")
class ExportController {
  private final EventFeed feed;

  ExportController(EventFeed feed) {
    this.feed = feed;
  }

  /** How the events are written. */
  enum Format {
    NDJSON,
    JSON
  }

  @Operation(
      summary = "Export as OCSF",
      description =
          "The ledger as OCSF 1.3.0 events, oldest first: Incident Finding (2005) for "
              + "investigations, Remediation Activity (7001 to 7004) for actions and their undos. "
              + "It is streamed as one event per line or, with format=json, as "
              + "{\"events\":[…],\"after\":N}. To continue later, or after a broken connection, "
              + "send the metadata.sequence of the last event received as after; the same event "
              + "always has the same text, and its metadata.uid never changes.",
      responses =
          @ApiResponse(
              responseCode = "200",
              content = {
                @Content(
                    mediaType = "application/x-ndjson",
                    schema = @Schema(type = "string", description = "One OCSF event per line")),
                @Content(mediaType = "application/json", schema = @Schema(type = "object"))
              }))
  @GetMapping("/ocsf")
  @Allowed(value = AccessRole.VIEWER, everything = true)
  void ocsf(
      @Parameter(
              description = "Events at or after this time, ISO 8601 in UTC",
              schema = @Schema(type = "string", format = "date-time"))
          @RequestParam(required = false)
          @Nullable String since,
      @Parameter(
              description = "Events before this time",
              schema = @Schema(type = "string", format = "date-time"))
          @RequestParam(required = false)
          @Nullable String until,
      @Parameter(description = "Only events of this investigation") @RequestParam(required = false)
          @Nullable String investigation,
      @Parameter(
              name = "class",
              description = "Only events of these classes: numbers, separated by commas",
              example = "7001,7002")
          @RequestParam(name = "class", required = false)
          @Nullable String classes,
      @Parameter(schema = @Schema(allowableValues = {"ndjson", "json"}))
          @RequestParam(defaultValue = "ndjson")
          Format format,
      @Parameter(description = "The metadata.sequence of the last event received")
          @RequestParam(defaultValue = "0")
          long after,
      HttpServletResponse response)
      throws IOException {
    var export =
        new OcsfExport(
            feed,
            new OcsfExport.Selection(
                Filters.instant("since", since),
                Filters.instant("until", until),
                Filters.text(investigation),
                classes(classes),
                Filters.number("after", after, 0, Long.MAX_VALUE)));
    // The first page is read before the first byte goes out, so that a failure is still a problem.
    var first = export.firstPage();
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    switch (format) {
      case NDJSON -> {
        response.setContentType("application/x-ndjson;charset=UTF-8");
        export.lines(first, response.getOutputStream());
      }
      case JSON -> {
        response.setContentType("application/json;charset=UTF-8");
        export.document(first, response.getOutputStream());
      }
    }
  }

  private static Set<OcsfClass> classes(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return EnumSet.allOf(OcsfClass.class);
    }
    return Arrays.stream(text.split(","))
        .map(ExportController::schemaClass)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(OcsfClass.class)));
  }

  private static OcsfClass schemaClass(String number) {
    return Arrays.stream(OcsfClass.values())
        .filter(c -> String.valueOf(c.uid()).equals(number.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ApiProblem.badField(
                        "class",
                        ApiTexts.mustBe(
                            Arrays.stream(OcsfClass.values())
                                .map(c -> String.valueOf(c.uid()))
                                .toList()))));
  }
}

package dev.quaestor.starter.api;

import dev.quaestor.lookup.HuntingLanguage;
import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.setup.ConnectorName;
import dev.quaestor.starter.Lookups;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.intake.order.ActionReading;
import dev.quaestor.starter.intake.order.HuntingActionReader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Hunting", description = "Querying the back ends' tables, and acting on the results")
@RestController
@RequestMapping("/api/v1/hunting")
class HuntingController {
  private static final int LONGEST_QUERY = 100_000;
  private static final Duration LONGEST_SPAN = Duration.ofDays(366);

  private final Lookups lookups;
  private final Ordering ordering;
  private final HuntingActionReader reader = new HuntingActionReader();

  HuntingController(Lookups lookups, Ordering ordering) {
    this.lookups = lookups;
    this.ordering = ordering;
  }

  /**
   * A query.
   *
   * @param query passed on as it stands
   * @param backEnd the name of a connector that can be hunted in, as defender, graph or wazuh;
   *     absent for the preferred one that knows the language
   * @param timespan how far back, ISO 8601 as P7D
   * @param language what the query is written in, kql or lucene; absent for that of the named
   *     connector, and for kql where none is named
   */
  @Schema(name = "HuntingQuery")
  record QueryBody(
      @Nullable String query,
      @Nullable String backEnd,
      @Nullable String timespan,
      @Nullable String language) {}

  /** A column, its type in the vendor's words. */
  @Schema(name = "HuntingColumn")
  record ColumnView(String name, String type) {}

  /**
   * What it brought.
   *
   * @param truncated whether rows were left out for size
   */
  @Schema(name = "HuntingResult")
  record ResultView(
      List<ColumnView> schema,
      @Schema(type = "array", description = "One object per row, by column")
          List<Map<String, Object>> rows,
      boolean truncated) {}

  @Operation(
      summary = "Run a hunting query",
      description =
          "Waits for the answer, which may take minutes. If the back end refuses the query, "
              + "the answer is 422 with the back end's own message. A query in a language that the "
              + "back end does not know is not sent: 400, with the field language.")
  @PostMapping("/run")
  @Allowed(
      value = {AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER},
      everything = true)
  ResultView run(@RequestBody QueryBody body, @Parameter(hidden = true) Caller caller) {
    var query = ApiTexts.bounded("query", body.query(), LONGEST_QUERY);
    if (query == null) {
      throw new ProblemException(ApiProblem.badField("query", "is missing"));
    }
    var backEnd = ApiTexts.bounded("backEnd", body.backEnd(), 100);
    if (backEnd != null && !ConnectorName.is(backEnd)) {
      throw new ProblemException(
          ApiProblem.badField("backEnd", "must be the name of a connector, as defender or graph"));
    }
    var request =
        new LookupRequest.Hunt(
            query, backEnd, timespan(body.timespan()), language(body.language()));
    var answer = lookups.ask(request, "Hunt by " + caller.name());
    if (answer instanceof LookupAnswer.Rows rows) {
      return new ResultView(
          rows.columns().stream().map(c -> new ColumnView(c.name(), c.type())).toList(),
          rows.rows(),
          rows.truncated());
    }
    throw LookupProblems.of(answer);
  }

  private static @Nullable HuntingLanguage language(@Nullable String text) {
    var word = ApiTexts.bounded("language", text, 20);
    return word == null
        ? null
        : HuntingLanguage.of(word)
            .orElseThrow(
                () ->
                    new ProblemException(ApiProblem.badField("language", "must be kql or lucene")));
  }

  private static @Nullable Duration timespan(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      var span = Duration.parse(text.strip());
      if (span.isNegative() || span.isZero() || span.compareTo(LONGEST_SPAN) > 0) {
        throw new ProblemException(ApiProblem.badField("timespan", "must be up to P366D"));
      }
      return span;
    } catch (DateTimeException e) {
      throw new ProblemException(
          ApiProblem.badField("timespan", "must be an ISO 8601 duration such as P7D or PT12H"));
    }
  }

  @Operation(
      summary = "Act on the rows of a hunt",
      description =
          "Orders one group of actions, one for each thing that the rows name. Devices need "
              + "DeviceId; files need DeviceId with SHA1, SHA256 or the initiating process's hash; "
              + "mail needs NetworkMessageId and RecipientEmailAddress; users need "
              + "AccountObjectId, AccountUpn or AccountSid. The required roles are those of POST "
              + "/actions. groupId is the approval id.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema =
                          @Schema(
                              type = "object",
                              requiredProperties = {"type", "rows"},
                              example =
                                  """
                                  {"type":"ISOLATE_DEVICE","rows":[{"DeviceId":"1e5b…"}],\
                                  "name":"Beacons","comment":"C2 of case 7"}"""))))
  @PostMapping("/actions")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Allowed(
      value = {AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER},
      everything = true)
  Ordering.OrderedGroup act(
      HttpServletRequest request,
      @RequestHeader(name = Requests.IDEMPOTENCY_KEY, required = false) @Nullable String key,
      @Parameter(hidden = true) Caller caller)
      throws IOException {
    var body = request.getInputStream().readAllBytes();
    return switch (reader.read(body)) {
      case ActionReading.Refused refused ->
          throw new ProblemException(Readings.refusal("action", refused.problems()));
      case ActionReading.Read read -> ordering.group(read, key, caller, body);
    };
  }
}

package dev.quaestor.starter.api;

import dev.quaestor.action.Area;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.starter.Lookups;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.intake.order.MailActionReader;
import dev.quaestor.starter.intake.order.MailCriteria;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Mail", description = "Finding messages in all mailboxes, and acting on them")
@RestController
@RequestMapping("/api/v1/mail")
class MailController {
  private static final Duration USUAL_SPAN = Duration.ofDays(30);
  private static final int USUAL_LIMIT = 100;

  private final Lookups lookups;
  private final Ordering ordering;
  private final MailActionReader reader = new MailActionReader();

  MailController(Lookups lookups, Ordering ordering) {
    this.lookups = lookups;
    this.ordering = ordering;
  }

  /** One message in one mailbox. */
  @Schema(name = "FoundMessage")
  record MessageView(
      String mailbox,
      String internetMessageId,
      @Nullable String networkMessageId,
      @Nullable String location) {
    static MessageView of(MailCluster.Member member) {
      return new MessageView(
          member.mailbox(),
          member.internetMessageId(),
          member.networkMessageId(),
          member.location());
    }
  }

  /**
   * What a search found.
   *
   * @param count how many there are in all
   */
  @Schema(name = "MailSearchResult")
  record FoundView(List<MessageView> messages, int count) {}

  @Operation(
      summary = "Find messages",
      description =
          "In all mailboxes, by any of subject, subjectContains, sender, senderDomain, "
              + "senderIp, url, fileHash, internetMessageId, networkMessageId and recipient; all "
              + "given criteria must match. since defaults to 30 days ago. limit defaults to 100 "
              + "and is at most 1000; count counts all matches.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema =
                          @Schema(
                              type = "object",
                              example =
                                  """
                                  {"senderDomain":"evil.example","subject":"Your invoice",\
                                  "since":"2026-11-01T00:00:00Z","limit":100}"""))))
  @PostMapping("/search")
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  FoundView search(HttpServletRequest request, @Parameter(hidden = true) Caller caller)
      throws IOException {
    return switch (MailCriteria.read(request.getInputStream().readAllBytes())) {
      case MailCriteria.Reading.Refused refused ->
          throw new ProblemException(Readings.refusal("search", refused.problems()));
      case MailCriteria.Reading.Read read -> {
        var found = find(read.search(), USUAL_LIMIT, caller);
        yield new FoundView(found.messages().stream().map(MessageView::of).toList(), found.count());
      }
    };
  }

  private LookupAnswer.Mail find(MailCriteria search, int usualLimit, Caller caller) {
    if (!caller.scope().has(Area.EMAIL)) {
      throw new ProblemException(ApiProblem.forbidden("Mail is not for you to see"));
    }
    var request =
        new LookupRequest.FindMail(
            search.criteria(),
            Objects.requireNonNullElseGet(search.since(), () -> Instant.now().minus(USUAL_SPAN)),
            Objects.requireNonNullElse(search.limit(), usualLimit));
    var answer = lookups.ask(request, "Mail search by " + caller.name());
    if (answer instanceof LookupAnswer.Mail mail) {
      return mail;
    }
    throw LookupProblems.of(answer);
  }

  @Operation(
      summary = "Act on messages that a search found",
      description =
          "\"messages\" are acted on one by one, as one group; \"all\" with the criteria of "
              + "a search is one action on everything that matches them, counted now and again "
              + "when it runs; where it lies in the mailboxes of several connectors, one for each. "
              + "The required roles are those of POST /actions.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema =
                          @Schema(
                              type = "object",
                              requiredProperties = {"type"},
                              example =
                                  """
                                  {"type":"SOFT_DELETE_EMAIL","all":{"senderDomain":"evil.example"},\
                                  "comment":"Wave of Monday"}"""))))
  @PostMapping("/actions")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  Ordering.OrderedGroup act(
      HttpServletRequest request,
      @RequestHeader(name = Requests.IDEMPOTENCY_KEY, required = false) @Nullable String key,
      @Parameter(hidden = true) Caller caller)
      throws IOException {
    var body = request.getInputStream().readAllBytes();
    return switch (reader.read(body)) {
      case MailActionReader.Reading.Refused refused ->
          throw new ProblemException(Readings.refusal("action", refused.problems()));
      case MailActionReader.Reading.Messages messages ->
          ordering.group(messages.order(), key, caller, body);
      case MailActionReader.Reading.All all ->
          ordering.group(all.on(clusters(all.criteria(), caller)), key, caller, body);
    };
  }

  /**
   * One, or one for each connector in whose mailboxes they are. Its key is made of the criteria, so
   * that one search is one thing to act on.
   */
  private List<MailCluster> clusters(MailCriteria search, Caller caller) {
    var found = find(search, MailCriteria.MOST_LISTED, caller);
    if (found.count() == 0) {
      throw new ProblemException(
          ApiProblem.of(
                  HttpStatus.UNPROCESSABLE_CONTENT,
                  "nothing-found",
                  "Nothing matches the criteria",
                  "No message was found, so there is nothing to act on.")
              .at("all", null, null));
    }
    var words =
        search.criteria().stream()
            .map(c -> c.field() + "\n" + c.value())
            .collect(Collectors.joining("\n"));
    var whole =
        new MailCluster(
            new EntityKey("search:" + PlanHash.shortId(words)),
            search.criteria(),
            found.messages(),
            found.count());
    return found.apart().isEmpty()
        ? List.of(whole)
        : found.apart().stream()
            .map(part -> whole.in(part.estate(), part.messages(), part.count()))
            .toList();
  }
}

package dev.quaestor.starter.api;

import dev.quaestor.action.Area;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.starter.Lookups;
import dev.quaestor.starter.Submissions;
import dev.quaestor.starter.Submissions.Submitted;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.intake.ManualCaseReader;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.starter.intake.order.ActionReading;
import dev.quaestor.starter.intake.order.ActionRequestReader;
import dev.quaestor.starter.intake.order.HuntingActionReader;
import dev.quaestor.starter.intake.order.MailActionReader;
import dev.quaestor.starter.intake.order.MailCriteria;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What people begin by hand on a page: the body that the API would take, read by the same readers
 * and carried out by the same operations. A no is a value here, in words.
 */
public final class ByHand {
  private final AlertIntake intake;
  private final Submissions submissions;
  private final Ordering ordering;
  private final Requests requests;
  private final Lookups lookups;
  private final ManualCaseReader cases = new ManualCaseReader();
  private final ActionRequestReader orders = new ActionRequestReader();
  private final HuntingActionReader rows = new HuntingActionReader();
  private final MailActionReader mail = new MailActionReader();

  ByHand(
      AlertIntake intake,
      Submissions submissions,
      Ordering ordering,
      Requests requests,
      Lookups lookups) {
    this.intake = intake;
    this.submissions = submissions;
    this.ordering = ordering;
    this.requests = requests;
    this.lookups = lookups;
  }

  /** What became of it. */
  public sealed interface Answer<T> {
    record Done<T>(T value) implements Answer<T> {}

    /**
     * @param status as HTTP numbers it
     * @param sentences at least one
     */
    record Refused<T>(int status, List<String> sentences) implements Answer<T> {
      public Refused {
        sentences = List.copyOf(sentences);
      }
    }
  }

  /** Reads alerts or a message, and starts nothing. */
  public Answer<Reading.Read> recognise(byte[] body) {
    return answered(() -> read(intake.read(body, null, null, null), "alert"));
  }

  /** Starts or joins an investigation for each alert, in their order. */
  public Answer<List<Submitted>> submit(byte[] body, Caller caller) {
    return answered(
        () ->
            submissions.submit(
                read(intake.read(body, null, null, null), "alert").alerts(), caller.alertAuthor()));
  }

  /** Starts an investigation of what a person names; the same key is the same one. */
  public Answer<Submitted> investigate(byte[] body, String key, Caller caller) {
    return answered(
        () -> {
          read(cases.read(body, ""), "investigation");
          var caseId = requests.idOf(key, caller, "investigation", body);
          var alert = read(cases.read(body, caseId), "investigation").alerts().getFirst();
          return submissions.submit(alert, caller.author());
        });
  }

  private static Reading.Read read(Reading reading, String what) {
    return switch (reading) {
      case Reading.Refused refused ->
          throw new ProblemException(Readings.refusal(what, refused.problems()));
      case Reading.Read read -> read;
    };
  }

  /**
   * What would become of an order.
   *
   * @param actions at least one
   * @param sentence whether they run or for whom they wait
   */
  public record Foreseen(List<RemediationAction> actions, boolean runsNow, String sentence) {
    public Foreseen {
      actions = List.copyOf(actions);
    }
  }

  /** Reads an order, and orders nothing. */
  public Answer<Foreseen> preview(byte[] body, Caller caller) {
    return answered(() -> foreseen(order(orders.read(body)), caller));
  }

  /** Reads an order on rows of a hunt, and orders nothing. */
  public Answer<Foreseen> previewOnRows(byte[] body, Caller caller) {
    return answered(() -> foreseen(order(rows.read(body)), caller));
  }

  /** Reads an order on messages, and orders nothing. */
  public Answer<Foreseen> previewOnMessages(byte[] body, Caller caller) {
    return answered(() -> foreseen(messages(body), caller));
  }

  private Foreseen foreseen(ActionReading.Read read, Caller caller) {
    var preview = ordering.preview(read, caller);
    return new Foreseen(
        read.actions(), preview.course() == Ordering.Course.RUNS_NOW, preview.sentence());
  }

  /**
   * Orders one action, or proposes it where the caller may not run it.
   *
   * @return its id
   */
  public Answer<String> order(byte[] body, String key, Caller caller) {
    return answered(() -> ordering.one(order(orders.read(body)), key, caller, body).actionId());
  }

  /**
   * Orders a group of actions on rows of a hunt.
   *
   * @return their ids
   */
  public Answer<List<String>> orderOnRows(byte[] body, String key, Caller caller) {
    return answered(() -> ids(ordering.group(order(rows.read(body)), key, caller, body)));
  }

  /** Orders a group of actions on messages. */
  public Answer<List<String>> orderOnMessages(byte[] body, String key, Caller caller) {
    return answered(() -> ids(ordering.group(messages(body), key, caller, body)));
  }

  private ActionReading.Read messages(byte[] body) {
    return switch (mail.read(body)) {
      case MailActionReader.Reading.Refused refused ->
          throw new ProblemException(Readings.refusal("action", refused.problems()));
      case MailActionReader.Reading.Messages messages -> messages.order();
      case MailActionReader.Reading.All all ->
          throw new IllegalStateException("a page names each message");
    };
  }

  private static List<String> ids(Ordering.OrderedGroup group) {
    return group.actions().stream().map(Ordering.Item::actionId).toList();
  }

  private static ActionReading.Read order(ActionReading reading) {
    return switch (reading) {
      case ActionReading.Refused refused ->
          throw new ProblemException(Readings.refusal("action", refused.problems()));
      case ActionReading.Read read -> read;
    };
  }

  /** Runs a query on the back ends' tables. */
  public Answer<LookupAnswer.Rows> hunt(LookupRequest.Hunt query, Caller caller) {
    return answered(
        () -> {
          var answer = lookups.ask(query, "Hunt by " + caller.name());
          if (answer instanceof LookupAnswer.Rows found) {
            return found;
          }
          throw LookupProblems.of(answer);
        });
  }

  /** Reads what messages are looked for by. */
  public Answer<MailCriteria> readCriteria(byte[] body) {
    return answered(
        () ->
            switch (MailCriteria.read(body)) {
              case MailCriteria.Reading.Refused refused ->
                  throw new ProblemException(Readings.refusal("search", refused.problems()));
              case MailCriteria.Reading.Read read -> read.search();
            });
  }

  /** Looks for messages in all mailboxes. */
  public Answer<LookupAnswer.Mail> findMail(LookupRequest.FindMail search, Caller caller) {
    return answered(
        () -> {
          if (!caller.scope().has(Area.EMAIL)) {
            throw new ProblemException(ApiProblem.forbidden("Mail is not for you to see"));
          }
          var answer = lookups.ask(search, "Mail search by " + caller.name());
          if (answer instanceof LookupAnswer.Mail found) {
            return found;
          }
          throw LookupProblems.of(answer);
        });
  }

  private static <T> Answer<T> answered(Supplier<T> work) {
    try {
      return new Answer.Done<>(work.get());
    } catch (ProblemException e) {
      return new Answer.Refused<>(e.problem().status(), sentences(e.problem()));
    }
  }

  private static List<String> sentences(ApiProblem problem) {
    var each = problem.problems();
    return each == null
        ? Stream.of(problem.detail(), problem.title()).filter(Objects::nonNull).limit(1).toList()
        : each.stream()
            .map(i -> i.field() == null ? i.message() : i.field() + ": " + i.message())
            .toList();
  }
}

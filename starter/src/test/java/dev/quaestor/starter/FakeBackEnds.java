package dev.quaestor.starter;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.evidence.EvidenceActivities;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Withheld;
import dev.quaestor.lookup.HuntingLanguage;
import dev.quaestor.lookup.LookupActivities;
import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Back ends that do what they are told, all but offboarding, and answer questions by their words.
 */
public final class FakeBackEnds
    implements EvidenceActivities, RemediationActivities, LookupActivities {
  /** SHA-256 of what collections bring, as {@code target's key} to hash. */
  public static final Map<String, String> COLLECTED = new ConcurrentHashMap<>();

  /** The names of hosts that have several, each list under each of them. */
  public static final Map<String, List<String>> HOSTS = new ConcurrentHashMap<>();

  /** What was asked. */
  public static final Set<LookupRequest> ASKED = ConcurrentHashMap.newKeySet();

  @Override
  public List<Examination> examine(ExaminationRequest request) {
    return request.evidence().stream()
        .map(
            e ->
                new Examination(
                    e.key(),
                    e.entity(),
                    List.of(),
                    List.of(),
                    Arrays.stream(ActionType.values())
                        .filter(t -> t != ActionType.OFFBOARD_DEVICE)
                        .toList(),
                    List.of(new Withheld(ActionType.OFFBOARD_DEVICE, "It is not on Windows.")),
                    e.entity() instanceof dev.quaestor.entity.Device d ? d : null))
        .toList();
  }

  @Override
  public Preparation prepare(Command command) {
    return new Preparation.Ready(new Receipt.State(false));
  }

  @Override
  public Preparation check(Command command) {
    return prepare(command);
  }

  @Override
  public Outcome perform(Command command) {
    if (command.actionId().startsWith("undo-")) {
      aMomentPasses();
    }
    var collected = COLLECTED.get(command.action().target().key().value());
    if (collected != null) {
      return new Outcome.Succeeded(
          new Receipt.Stored(collected, 5, "package \"1\"\r\n.zip"), "It is in the vault.");
    }
    return new Outcome.Succeeded(
        command.action().type().undoable() ? new Receipt.State(false) : new Receipt.None(),
        "Seen on the back end.");
  }

  /** So that an undo is seen to run. */
  private static void aMomentPasses() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Outcome follow(Command command, Outcome.Unfinished known) {
    return perform(command);
  }

  @Override
  public Outcome abandon(Command command, String ticket) {
    return new Outcome.Failed("DEVICE_ACTION_CANCELLED", "It was cancelled");
  }

  @Override
  public LookupAnswer lookUp(LookupRequest request) {
    ASKED.add(request);
    return switch (request) {
      case LookupRequest.Hunt hunt ->
          hunt.language() == HuntingLanguage.LUCENE
              ? new LookupAnswer.Refused(
                  LookupAnswer.LANGUAGE, "must be one that is understood: kql for fake")
              : hunt(hunt.query());
      case LookupRequest.FindMail find ->
          find.criteria().getFirst().value().equals("none.example")
              ? new LookupAnswer.Mail(List.of(), 0)
              : find.criteria().getFirst().value().equals("both.example")
                  ? inBoth()
                  : new LookupAnswer.Mail(
                      List.of(
                          new MailCluster.Member(
                              "a@contoso.example", "net-1", "<1@evil>", "Inbox")),
                      7);
      case LookupRequest.KnownFile known ->
          new LookupAnswer.Files(
              List.of(
                  new LookupAnswer.FileFacts(
                      "fake",
                      null,
                      known.file().sha256(),
                      null,
                      "Malware",
                      "EICAR",
                      3L,
                      68L,
                      null,
                      null)));
      case LookupRequest.Hosts hosts ->
          new LookupAnswer.Hosts(
              hosts.called().stream()
                  .flatMap(name -> Stream.ofNullable(HOSTS.get(name)))
                  .distinct()
                  .toList());
      case LookupRequest.Scripts scripts ->
          new LookupAnswer.ScriptList(
              List.of(new LookupAnswer.Script("triage.ps1", "Looks", null, false, null, null)));
    };
  }

  private static LookupAnswer hunt(String query) {
    return switch (query) {
      case "nonsense |" -> new LookupAnswer.Refused("REJECTED", "Syntax error at line 1");
      case "away" -> new LookupAnswer.Refused("BACK_END_DOWN", "It is down");
      case "slow" -> new LookupAnswer.Refused("NO_ANSWER", "Nobody answered");
      default ->
          new LookupAnswer.Rows(
              List.of(new LookupAnswer.Column("DeviceId", "String")),
              List.of(Map.of("DeviceId", "d1")),
              false);
    };
  }

  private static LookupAnswer inBoth() {
    var ours = new MailCluster.Member("a@contoso.example", "net-1", "<1@evil>", "Inbox");
    var theirs = new MailCluster.Member("b@fabrikam.example", null, "<1@evil>", "INBOX");
    return new LookupAnswer.Mail(
        List.of(ours, theirs),
        5,
        List.of(
            new LookupAnswer.MailOfEstate("graph", List.of(ours), 3),
            new LookupAnswer.MailOfEstate("imap", List.of(theirs), 2)));
  }
}

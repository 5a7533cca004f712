package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.lab.fault.Fault;
import dev.quaestor.lookup.HuntingLanguage;
import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.wire.FailureType;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LookupExecutionTest {
  private static LabBackEnds backEnds;
  private static LookupExecution execution;

  @BeforeAll
  static void start() {
    backEnds = new LabBackEnds();
    execution = new LookupExecution(backEnds.connectors());
  }

  @BeforeEach
  void reset() {
    backEnds.lab.reset();
  }

  @AfterAll
  static void close() {
    backEnds.close();
  }

  private static LookupAnswer hunt(String query, String backEnd) {
    return execution.lookUp(new LookupRequest.Hunt(query, backEnd, Duration.ofDays(7), null));
  }

  private static LookupAnswer.Mail mail(MailCluster.Criterion... criteria) {
    return (LookupAnswer.Mail)
        execution.lookUp(new LookupRequest.FindMail(List.of(criteria), LabBackEnds.lately(), 100));
  }

  @Test
  void aHuntIsAnsweredByTheBackEndThatIsAskedForInTheSameShape() {
    var query = "DeviceInfo | where DeviceName startswith \"ws-jdoe\" | project DeviceId, OSBuild";
    for (var backEnd : new String[] {"defender", "graph", null}) {
      var rows = (LookupAnswer.Rows) hunt(query, backEnd);
      assertThat(rows.columns())
          .extracting(LookupAnswer.Column::name)
          .containsExactly("DeviceId", "OSBuild");
      assertThat(rows.rows()).hasSize(1);
      assertThat(rows.rows().getFirst())
          .containsEntry("DeviceId", LabBackEnds.workstation().deviceId())
          .containsEntry("OSBuild", 26100L);
      assertThat(rows.truncated()).isFalse();
    }
  }

  @Test
  void aQueryThatTheBackEndDoesNotUnderstandIsRefusedInItsOwnWords() {
    var refused = (LookupAnswer.Refused) hunt("Nowhere | take 1", "graph");
    assertThat(refused.code()).isEqualTo("REJECTED");
    assertThat(refused.sentence()).contains("Nowhere");
  }

  @Test
  void aBackEndThatIsNotConfiguredIsUnsupported() {
    assertThat(hunt("DeviceInfo", "elastic"))
        .isEqualTo(
            new LookupAnswer.Refused(
                "UNSUPPORTED",
                "No configured back end of that name supports hunting; available: "
                    + "defender, graph"));
    var nobody = new LookupExecution(new Connectors(List.of()));
    assertThat(
            List.of(
                nobody.lookUp(new LookupRequest.Hunt("DeviceInfo", null, null, null)),
                nobody.lookUp(
                    new LookupRequest.FindMail(
                        List.of(Field.SUBJECT.is("x")), LabBackEnds.lately(), 1)),
                nobody.lookUp(new LookupRequest.KnownFile(LabBackEnds.invoice())),
                nobody.lookUp(new LookupRequest.Scripts())))
        .allMatch(a -> a instanceof LookupAnswer.Refused no && no.code().equals("UNSUPPORTED"));
  }

  @Test
  void aQueryInALanguageThatNobodyKnowsIsSentToNobody() {
    for (var name : new String[] {null, "graph"}) {
      assertThat(execution.lookUp(new LookupRequest.Hunt("*", name, null, HuntingLanguage.LUCENE)))
          .isEqualTo(
              new LookupAnswer.Refused(
                  LookupAnswer.LANGUAGE,
                  name == null
                      ? "must be one that is understood: kql for defender, kql for graph"
                      : "must be one that is understood: kql for graph"));
    }
  }

  /** One that is asked in Lucene's words, configured before those of Kusto's. */
  private record Lucene(List<String> asked) implements Connector, HuntingQuery {
    @Override
    public HuntingLanguage language() {
      return HuntingLanguage.LUCENE;
    }

    @Override
    public Table run(String query, @Nullable Duration timespan) {
      asked.add(query);
      return new Table(List.of(), List.of());
    }

    @Override
    public String name() {
      return "wazuh";
    }

    @Override
    public List<Capability> capabilities() {
      return List.of(this);
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }

  @Test
  void theLanguageOrTheNameSaysWhoIsHuntedIn() {
    var lucene = new Lucene(new ArrayList<>());
    var only = new LookupExecution(new Connectors(List.of(lucene)));
    assertThat(only.lookUp(new LookupRequest.Hunt("DeviceInfo", null, null, null)))
        .isInstanceOfSatisfying(
            LookupAnswer.Refused.class,
            no -> assertThat(no.code()).isEqualTo(LookupAnswer.LANGUAGE));
    assertThat(lucene.asked()).isEmpty();

    assertThat(only.lookUp(new LookupRequest.Hunt("a:b", "wazuh", null, null)))
        .isInstanceOf(LookupAnswer.Rows.class);
    assertThat(only.lookUp(new LookupRequest.Hunt("c:d", null, null, HuntingLanguage.LUCENE)))
        .isInstanceOf(LookupAnswer.Rows.class);
    assertThat(lucene.asked()).containsExactly("a:b", "c:d");
  }

  @Test
  void aBackEndThatIsDownIsWorthAnotherTry() {
    backEnds.lab.fault(Fault.error("POST /v1.0/security/runHuntingQuery", 1, 503));
    assertThatThrownBy(() -> hunt("DeviceInfo", "graph"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(FailureType.BACK_END_DOWN.name());
              assertThat(failure.isNonRetryable()).isFalse();
            });
    assertThat(hunt("DeviceInfo", "graph")).isInstanceOf(LookupAnswer.Rows.class);
  }

  @Test
  void mailIsFoundByEachFieldThatThereIs() {
    var link = "http://www.woodgrovebank.example@198.51.100.23/login/confirm";
    assertThat(mail(Field.SUBJECT_PART.is("CONFIRM your account")).count()).isEqualTo(8);
    assertThat(mail(Field.RECIPIENT.is("Adele@contoso.example")).count()).isEqualTo(4);
    assertThat(
            mail(
                    Field.RECIPIENT.is("adele@contoso.example"),
                    Field.SENDER_DOMAIN.is(LabBackEnds.PHISH_DOMAIN))
                .messages())
        .singleElement()
        .extracting(MailCluster.Member::internetMessageId)
        .isEqualTo(LabBackEnds.PHISH);
    assertThat(mail(Field.SENDER_ADDRESS.is("ALEX@contoso.example")).count()).isEqualTo(1);
    assertThat(mail(Field.URL.is(link)).count()).isEqualTo(7);
    assertThat(mail(Field.INTERNET_MESSAGE_ID.is(LabBackEnds.PHISH)).count()).isEqualTo(4);
    assertThat(mail(Field.CLUSTER_ID.is("1 or 1 == 1")).count()).isZero();
  }

  @Test
  void aMailSearchThatSaysNothingOrTheImpossibleIsRefused() {
    assertThat(execution.lookUp(new LookupRequest.FindMail(List.of(), LabBackEnds.lately(), 10)))
        .isInstanceOf(LookupAnswer.Refused.class);
    var unknown = new MailCluster.Criterion("Subject == 1 or 1", "1");
    assertThat(
            execution.lookUp(
                new LookupRequest.FindMail(List.of(unknown), LabBackEnds.lately(), 10)))
        .isInstanceOfSatisfying(
            LookupAnswer.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo("INVALID_COMMAND"));
  }

  @Test
  void aKnownFileComesWithItsSourceAndAnUnknownOneWithNothing() {
    var known =
        (LookupAnswer.Files) execution.lookUp(new LookupRequest.KnownFile(LabBackEnds.invoice()));
    assertThat(known.files()).hasSize(1);
    assertThat(known.files().getFirst().source()).isEqualTo("defender");
    assertThat(known.files().getFirst().determination()).isEqualTo("MALWARE");
    var never = new FileArtifact(null, null, null, "0".repeat(64), null, null, null, null);
    assertThat(execution.lookUp(new LookupRequest.KnownFile(never)))
        .isEqualTo(new LookupAnswer.Files(List.of()));
  }

  @Test
  void theScriptLibraryIsListed() {
    var scripts = (LookupAnswer.ScriptList) execution.lookUp(new LookupRequest.Scripts());
    assertThat(scripts.scripts())
        .extracting(LookupAnswer.Script::name)
        .contains(LabBackEnds.RELEASE_SCRIPT);
  }

  @Test
  void rowsAreCutToWhatAPayloadTakesAndThatIsSaid() {
    var long_ = "\u0000\"<b>é".repeat(5_000);
    var rows =
        IntStream.range(0, 20_000)
            .<JsonNode>mapToObj(i -> QuaestorJson.mapper().createObjectNode().put("n", i))
            .toList();
    var column = List.of(new HuntingQuery.Column("n", "Int64"));
    var many = BoundedRows.of(new HuntingQuery.Table(column, rows));
    assertThat(many.rows()).hasSize(10_000);
    assertThat(many.truncated()).isTrue();

    var wide =
        IntStream.range(0, 1_000)
            .<JsonNode>mapToObj(
                i -> QuaestorJson.mapper().createObjectNode().put("text", long_).putNull("no"))
            .toList();
    var bounded = BoundedRows.of(new HuntingQuery.Table(column, wide));
    assertThat(bounded.truncated()).isTrue();
    assertThat(bounded.rows()).isNotEmpty().allMatch(row -> !row.containsKey("no"));
    assertThat(QuaestorJson.mapper().writeValueAsBytes(bounded)).hasSizeLessThan(1_100_000);
  }
}

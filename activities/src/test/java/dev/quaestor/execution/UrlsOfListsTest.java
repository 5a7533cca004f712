package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Left;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.UrlBlocking;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Withheld;
import dev.quaestor.wire.QuaestorJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a list cannot say all that a URL says. */
class UrlsOfListsTest {
  private static final Url PAGE = new Url("https://evil.example/login");

  /**
   * @param obstacle null for none
   * @param wholeHost null for none
   */
  private record ListOf(
      String name,
      @Nullable String obstacle,
      @Nullable String wholeHost,
      Progress progress,
      @Nullable Entry listed)
      implements UrlBlocking, Connector {
    ListOf(String name, @Nullable String obstacle, @Nullable String wholeHost, Progress progress) {
      this(name, obstacle, wholeHost, progress, null);
    }

    @Override
    public List<Capability> capabilities() {
      return List.of(this);
    }

    @Override
    public boolean knows(Url url) {
      return true;
    }

    @Override
    public Optional<String> obstacle(Url url) {
      return Optional.ofNullable(obstacle);
    }

    @Override
    public Optional<String> wholeHost(Url url) {
      return Optional.ofNullable(wholeHost);
    }

    @Override
    public Optional<Entry> entry(Url url) {
      return Optional.ofNullable(listed);
    }

    @Override
    public Optional<Duration> lapsesAfter() {
      return Optional.of(Duration.ofDays(7));
    }

    @Override
    public Optional<String> changedSince(Url url, Left left) {
      return Optional.empty();
    }

    @Override
    public Progress block(Url url, Mandate mandate) {
      return progress;
    }

    @Override
    public Progress unblock(Url url, @Nullable String before, Mandate mandate) {
      return progress;
    }

    @Override
    public void close() {}
  }

  private static final Progress DONE = new Progress.Done("refused");
  private static final ListOf SHARED = new ListOf("squid", "Many share that host", null, DONE);
  private static final ListOf WHOLE = new ListOf("unbound", null, "evil.example", DONE);

  private static Optional<String> doer(Connectors connectors) {
    return MailRows.blockUrl()
        .chosen(
            new EmailAction.BlockUrl(PAGE),
            TargetFacts.none(),
            new ActionExecution.Run(new Mandate("a1", ""), null, null, false),
            connectors)
        .map(ActionExecution.Chosen::connector);
  }

  @Test
  void whoCannotBlockItAloneLeavesItToTheNextInBothOrders() {
    assertThat(doer(new Connectors(List.of(SHARED, WHOLE)))).contains("unbound");
    assertThat(doer(new Connectors(List.of(WHOLE, SHARED)))).contains("unbound");
  }

  @Test
  void whereNobodyCanItIsSaidWhy() {
    var alone = new Connectors(List.of(SHARED));

    assertThat(doer(alone)).isEmpty();
    assertThat(
            MailRows.blockUrl().obstacle(new EmailAction.BlockUrl(PAGE), TargetFacts.none(), alone))
        .contains("Many share that host");
    assertThat(LapsingBlock.told(PAGE, alone)).isEmpty();
  }

  @Test
  void whoeverDecidesIsToldThatTheWholeHostGoesAndWhenItComesBack() {
    assertThat(LapsingBlock.told(PAGE, new Connectors(List.of(SHARED, WHOLE))))
        .contains(
            Withheld.unlessTold(
                ActionType.BLOCK_URL,
                "The block is of all pages of evil.example, which cannot be told apart there. The"
                    + " block lapses automatically after 7 days"));
  }

  @Test
  void ofSeveralThatBlockEachIsToldOf() {
    var page = new ListOf("squid", null, null, DONE);
    assertThat(LapsingBlock.told(PAGE, new Connectors(List.of(page, WHOLE))))
        .contains(
            Withheld.unlessTold(
                ActionType.BLOCK_URL,
                "The block by squid lapses automatically after 7 days. The block by unbound is of"
                    + " all pages of evil.example, which cannot be told apart there. The block by"
                    + " unbound lapses automatically after 7 days"));
  }

  private static List<String> doers(ListOf... lists) {
    var connectors = new Connectors(List.of(lists));
    return new OfferedActions(connectors)
            .doers(List.of(ActionType.BLOCK_URL, ActionType.UNBLOCK_URL), PAGE, TargetFacts.none())
            .stream()
            .map(doer -> doer.connector() + " " + doer.actions())
            .toList();
  }

  @Test
  void eachThatCanBlockItIsNamedAndNobodyElse() {
    var page = new ListOf("squid", null, null, DONE);
    var both = List.of(ActionType.BLOCK_URL, ActionType.UNBLOCK_URL);

    assertThat(doers(page, WHOLE)).containsExactly("squid " + both, "unbound " + both);
    assertThat(doers(WHOLE, page)).containsExactly("unbound " + both, "squid " + both);
    assertThat(doers(SHARED, WHOLE)).containsExactly("unbound " + both);
    assertThat(doers(SHARED)).isEmpty();
  }

  /** What one refuses for the sake of others is not done by whoever comes next. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github.com/",
        "https://co.uk/",
        "https://com/",
        "http://localhost/",
        "http://*/",
        "http://%2e%2a/",
        "http://.test/"
      })
  void aHostThatManyShareOrThatIsNoneIsBlockedByNobody(String site) {
    var heedless = new Connectors(List.of(new ListOf("defender", null, null, DONE)));
    var action = new EmailAction.BlockUrl(new Url(site));

    assertThat(MailRows.blockUrl().obstacle(action, TargetFacts.none(), heedless)).isPresent();
    assertThat(
            MailRows.blockUrl()
                .obstacle(
                    new EmailAction.BlockUrl(new Url("https://evil.example/")),
                    TargetFacts.none(),
                    heedless))
        .isEmpty();
  }

  /** It would be in force as soon as the rule that goes first is gone, and nobody would hold it. */
  @Test
  void aBlockThatIsNotInForceIsTakenAwayAllTheSame() {
    var asleep =
        new ListOf("unbound", null, null, DONE, new UrlBlocking.Entry("line", false, true, null));

    assertThat(new UnblockEffect(asleep, PAGE, null).prepare())
        .isInstanceOf(Preparation.Ready.class);
    assertThat(
            new UnblockEffect(asleep, PAGE, null).begin(new Mandate("a1", ""), new Receipt.None()))
        .isInstanceOf(Outcome.Unknown.class);
    assertThat(new BlockEffect(asleep, PAGE).prepare()).isInstanceOf(Preparation.Ready.class);
  }

  /** Else one blocks, the others let the click through, and the outcome is success. */
  @Test
  void anOrderHasToNameOneWhereSeveralCan() {
    var lists = List.of(new ListOf("squid", null, null, DONE), WHOLE);
    var environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(QuaestorJson.dataConverter())
                        .build())
                .build());
    try {
      environment.registerActivitiesImplementations(
          new RemediationExecution(new Connectors(lists), new SimpleMeterRegistry()));
      var acting =
          environment.newActivityStub(
              RemediationActivities.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build());

      assertThat(acting.prepare(Acting.command("a1", new EmailAction.BlockUrl(PAGE))))
          .isEqualTo(
              new Preparation.Refused(
                  new Outcome.Unsupported(
                      "each of squid and unbound does it for itself: name one of them by the"
                          + " parameter through")));
      assertThat(
              acting.prepare(
                  Acting.command(
                      "a2",
                      ActionType.UNBLOCK_URL.on(PAGE, Map.of("through", "unbound")).orElseThrow())))
          .isEqualTo(new Preparation.Refused(new Outcome.AlreadyInState("the URL is not blocked")));
    } finally {
      environment.close();
    }
  }

  @Test
  void whatIsNotSeenToBeRefusedIsNoSuccess() {
    var unseen = new ListOf("squid", null, null, new Progress.Unseen("still let through"));
    var receipt = new Receipt.BlockEntry(null, false);

    assertThat(new BlockEffect(unseen, PAGE).begin(new Mandate("a1", ""), receipt))
        .isEqualTo(new Outcome.Unknown(receipt, "still let through"));
  }
}

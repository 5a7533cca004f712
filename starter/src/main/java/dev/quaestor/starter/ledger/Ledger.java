package dev.quaestor.starter.ledger;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.indicator.IndicatorQuery;
import dev.quaestor.ledger.ActionCenterActivities;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.Claimed;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.LetGo;
import dev.quaestor.ledger.LettingGo;
import dev.quaestor.ledger.OrderTerms;
import dev.quaestor.ledger.StateEnd;
import dev.quaestor.ledger.Undertaking;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.text.Storable;
import dev.quaestor.wire.FailureType;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The ledger as the rest of the starter sees it: what workflows record, and what people ask.
 *
 * <p>Every call is one transaction. A database that cannot be reached is an exception (Spring's
 * {@code DataAccessException}); nothing found is an empty value.
 */
public final class Ledger implements ActionCenterActivities {

  private static final Logger log = LoggerFactory.getLogger(Ledger.class);

  /** The longest part of a log that one call gives. */
  public static final int MAX_LOG_LINES = 1000;

  /**
   * How many groups of calls are written at once. Each more makes the groups smaller, and was
   * measured to make all slower.
   */
  private static final int SIDE_BY_SIDE = 1;

  private static final Duration OVERVIEW_HOLDS = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final Admission admission;
  private final EventStore events;
  private final Holds holds;
  private final OpenRuns openRuns;
  private final CaseThreads threads;
  private final HostNames hosts;
  private final Recorder recorder;
  private final GroupCommit<Writing, Writing.Written> writings;
  private final OverviewQueries overviews;
  private final Map<WeeksAsked, WeeksKnown> weeksKnown = new ConcurrentHashMap<>();
  private final CaseQueries cases;
  private final CaseFiles files;
  private final ActionQueries actions;
  private final KnownOfActions known;
  private final UndoBriefing undos;
  private final PolicyStore policies;
  private final IndicatorStore indicators;
  private final ClassificationQueries classifications;
  private final Capacity capacity;
  private final LedgerMetrics metrics;
  private final RemovedCases removed;

  /**
   * @param dataSource a database with the schema of {@link LedgerSchema}
   */
  public Ledger(DataSource dataSource, PolicyStore policies, MeterRegistry meters) {
    this(
        dataSource,
        policies,
        new IndicatorStore(dataSource, InstantSource.system()),
        meters,
        Capacity.UNBOUNDED);
  }

  /**
   * @param capacity how many investigations run at once; more wait as {@code QUEUED}
   */
  public Ledger(
      DataSource dataSource,
      PolicyStore policies,
      IndicatorStore indicators,
      MeterRegistry meters,
      Capacity capacity) {
    var batches = new JdbcTemplate(dataSource);
    var jdbc = JdbcClient.create(batches);
    this.transactions = new Transactions(dataSource);
    this.admission = new Admission(jdbc, indicators, capacity);
    this.events = new EventStore(jdbc, batches);
    this.holds = new Holds(jdbc);
    this.openRuns = new OpenRuns(jdbc, holds);
    this.threads = new CaseThreads(jdbc, batches);
    this.hosts = new HostNames(jdbc, batches);
    this.recorder = new Recorder(jdbc, batches, admission, events, holds);
    this.writings =
        new GroupCommit<>(
            SIDE_BY_SIDE,
            group -> transactions.write(tries(group), () -> recorder.write(group)),
            Transactions::hitsAll);
    this.overviews = new OverviewQueries(jdbc);
    this.cases = new CaseQueries(jdbc);
    this.files = new CaseFiles(jdbc);
    this.actions = new ActionQueries(jdbc);
    this.known = new KnownOfActions(jdbc, () -> policyNow().map(PolicySnapshot::policy));
    this.undos = new UndoBriefing(jdbc, actions, holds);
    this.policies = policies;
    this.indicators = indicators;
    this.classifications = new ClassificationQueries(jdbc);
    this.capacity = capacity;
    this.metrics = new LedgerMetrics(meters);
    this.removed = new RemovedCases(jdbc);
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.temporal.failure.ApplicationFailure {@code NO_ROOM}, to be asked again soon, while
   *     too many run: the case is there then, as {@code QUEUED}
   */
  @Override
  public PolicySnapshot open(CaseOpening opening) {
    return snapshot(Objects.requireNonNull(write(Writing.of(opening)).pinned()));
  }

  /** Of several one may meet the same again and again; each has tries of its own then. */
  private static int tries(List<Writing> group) {
    return group.size() == 1 ? Transactions.TRIES : 2;
  }

  private PolicySnapshot snapshot(Writing.Pinned pinned) {
    PolicyRevision revision =
        policies
            .revision(pinned.revision())
            .orElseThrow(
                () ->
                    new IllegalStateException("policy revision " + pinned.revision() + " is gone"));
    return new PolicySnapshot(pinned.revision(), revision.policy(), pinned.indicators());
  }

  /**
   * The policy in force, for a case that starts now; empty where places are getting scarce, so that
   * the case itself has to ask for one.
   */
  public Optional<PolicySnapshot> policyForStart() {
    return transactions.alone(admission::hasAmpleRoom)
        ? Optional.of(snapshot(transactions.alone(() -> admission.inForce(null))))
        : Optional.empty();
  }

  /**
   * Opens a case that goes by its policy already, before anything of it is recorded: whoever looks
   * sees it at once. The first record of it does the same, and what is there already stays.
   */
  public void opened(CaseOpening opening) {
    written(Writing.of(opening));
  }

  /**
   * Writes it with what others want written at this moment, and returns once it is durable. Where
   * not all may run at once, a case that finds no place is opened and nothing else of it written.
   *
   * @throws ApplicationFailure {@code NO_ROOM}, as {@link #open(CaseOpening)}
   * @throws OutOfOrderException as {@link #record}
   */
  Writing.Written write(Writing writing) {
    var opening = writing.opening();
    if (opening == null || !capacity.isBounded()) {
      return written(writing);
    }
    var opened = written(Writing.of(opening));
    if (!transactions.write(() -> admission.admits(opening))) {
      throw ApplicationFailure.newBuilder()
          .setMessage("Too many investigations are running; this one is waiting for a place")
          .setType(FailureType.NO_ROOM.name())
          .setNextRetryDelay(capacity.askAgainAfter())
          .build();
    }
    var rest = written(new Writing(null, writing.batches(), writing.claims()));
    return new Writing.Written(opened.pinned(), rest.claimed(), rest.counted());
  }

  /** How many calls wait until others are written. */
  int waitingToBeWritten() {
    return writings.waiting();
  }

  private Writing.Written written(Writing writing) {
    if (writing.isEmpty()) {
      return new Writing.Written(null, List.of(), new BatchCounts());
    }
    try {
      var written = writings.ask(writing);
      // A try that is rolled back must leave no count behind, so each has its own tally.
      metrics.count(written.counted());
      return written;
    } catch (OutOfOrderException gap) {
      metrics.refused();
      tellOf(
          gap,
          writing.batches().stream()
              .filter(batch -> gap.isOn(batch.stream()))
              .findFirst()
              .map(LedgerBatch::investigationId)
              .orElse(null));
      throw gap;
    }
  }

  @Override
  public OrderTerms terms(String actionId) {
    return new OrderTerms(
        policyNow()
            .orElseThrow(() -> new IllegalStateException("no policy has been submitted yet")),
        action(actionId).filter(ActionRow::isTakenUp).isPresent());
  }

  /**
   * {@inheritDoc}
   *
   * @throws OutOfOrderException when events that come before these are missing; nothing is recorded
   *     but that, once, in the case
   * @throws RemovedCaseException when the case is past its time and gone
   */
  @Override
  public void record(LedgerBatch batch) {
    written(Writing.of(batch));
  }

  /** Its workflow tries for ever, and whoever looks at the case must see why it does not go on. */
  private void tellOf(OutOfOrderException gap, @Nullable String investigationId) {
    log.error("{} (case {})", gap.sentence(), investigationId);
    if (investigationId != null) {
      caseRow(investigationId)
          .filter(row -> !row.state().ended())
          .ifPresent(
              row ->
                  say(
                      gap.noteOn(),
                      investigationId,
                      Instant.now(),
                      new LedgerEvent.StatusChanged(row.state(), gap.sentence())));
    }
  }

  /**
   * What began before then and has not ended, by its ids.
   *
   * @param after the id of the last one that was given; empty from the start
   */
  public List<OpenRun> openRuns(OpenRun.Of what, Instant before, String after, int limit) {
    return transactions.alone(() -> openRuns.of(what, before, after, limit));
  }

  /**
   * Records that nothing more comes of it. What was done stays done and can be undone; what waited
   * for a decision waits no longer; of what was under way nobody knows whether it took effect.
   *
   * @param why what became of its workflow, as a clause: "its workflow was terminated"
   * @return whether it was open until now
   */
  public boolean settle(OpenRun run, String why, Instant at) {
    var settled =
        transactions.write(
            () ->
                openRuns
                    .settlement(run, why, at)
                    .map(batch -> recorder.write(List.of(Writing.of(batch)))));
    settled.ifPresent(answers -> answers.forEach(answer -> metrics.count(counted(answer))));
    return settled.isPresent();
  }

  private static BatchCounts counted(GroupCommit.Answer<Writing.Written> answer) {
    return switch (answer) {
      case GroupCommit.Answer.Done<Writing.Written> done -> done.value().counted();
      case GroupCommit.Answer.Refused<Writing.Written> refused -> throw refused.why();
    };
  }

  @Override
  public List<IndicatorMatch> indicators(IndicatorQuery query) {
    return transactions.alone(() -> indicators.matches(query.entities()));
  }

  @Override
  public UndoBrief brief(String actionId) {
    return transactions.read(() -> undos.brief(actionId, callingWorkflow()));
  }

  @Override
  public List<String> undone(String investigationId) {
    return transactions.alone(() -> undos.undone(investigationId));
  }

  @Override
  public Claimed claim(Claim claim) {
    return write(Writing.of(claim)).claimed().getFirst();
  }

  @Override
  public List<Claimed> begin(Undertaking undertaking) {
    var batch = undertaking.batch();
    return written(new Writing(batch.opening(), List.of(batch), undertaking.claims())).claimed();
  }

  @Override
  public List<UndoBrief.Ending> ended(StateEnd end) {
    return transactions.read(() -> undos.ended(end));
  }

  @Override
  public LetGo letGo(LettingGo wish) {
    return transactions.write(() -> undos.letGo(wish));
  }

  private static @Nullable String callingWorkflow() {
    try {
      return Activity.getExecutionContext().getInfo().getWorkflowId();
    } catch (IllegalStateException e) {
      // Not called as an activity, but by the starter itself.
      return null;
    }
  }

  /** Cases that pass the filter, newest first. */
  public Page<CaseRow> cases(CaseFilter filter) {
    return transactions.read(() -> cases.list(filter, Sight.now()));
  }

  /** What the list shows of one case; empty when there is none of that id. */
  public Optional<CaseRow> caseRow(String investigationId) {
    return transactions.alone(() -> cases.find(investigationId, Sight.now()));
  }

  /**
   * What is left of a case that was past its time. Whoever does not see everything is told of none:
   * nobody knows any more which devices it was about.
   */
  public Optional<RemovedCase> removedCase(String investigationId) {
    return Sight.now().isAll()
        ? transactions.alone(() -> removed.find(investigationId))
        : Optional.empty();
  }

  /** The first alerts of a case, so many at most; none when there is no such case. */
  public List<AlertRow> firstAlerts(String investigationId, int most) {
    return transactions.read(
        () ->
            cases
                .find(investigationId, Sight.now())
                .map(found -> cases.alerts(found.investigationId(), most))
                .orElse(List.of()));
  }

  /** Everything of one case; empty when there is none of that id. */
  public Optional<CaseReport> report(String investigationId) {
    return transactions.read(() -> cases.find(investigationId, Sight.now()).map(this::report));
  }

  private CaseReport report(CaseRow found) {
    var evidence = cases.evidence(found.investigationId());
    return new CaseReport(
        found,
        cases.alerts(found.investigationId()),
        evidence,
        actions.ofCase(found.investigationId(), Sight.now()),
        classifications.of(found.investigationId()),
        known.moved(found.investigationId()),
        files.notes(found.investigationId()),
        cases.holders(evidence, Sight.now()));
  }

  /**
   * The events of one case and of the undos of its actions, in the order in which they were
   * recorded; empty when there is no such case.
   *
   * @param after give those with a greater id; 0 from the start
   * @param limit 1 to {@link #MAX_LOG_LINES}; anything else means that
   */
  public List<LogLine> log(String investigationId, long after, int limit) {
    int lines = limit < 1 ? MAX_LOG_LINES : Math.min(limit, MAX_LOG_LINES);
    return Sight.now().isAll() || caseRow(investigationId).isPresent()
        ? transactions.alone(() -> events.log(Storable.of(investigationId), after, lines))
        : List.of();
  }

  /** Actions that pass the filter; pending ones by their urgency, all others newest first. */
  public Page<ActionRow> actions(ActionFilter filter) {
    return transactions.read(() -> actions.list(ordered(filter), Sight.now()));
  }

  private static ActionFilter ordered(ActionFilter filter) {
    return ActionOrder.changesWithTime(filter)
        ? filter.of(filter.listing().seen(Instant.now()))
        : filter;
  }

  /**
   * How many questions wait.
   *
   * @param mine the areas in which whoever asks may decide
   */
  public Waiting waiting(List<Area> mine) {
    return transactions.alone(() -> actions.waiting(mine, Sight.now()));
  }

  /**
   * The groups of the devices that what waits is about, by name: what a list may be narrowed to.
   */
  public List<String> groupsWaiting() {
    return transactions.alone(() -> actions.groupsWaiting(Sight.now()));
  }

  /** What waits, each question once in however many cases; in the order of {@link #actions}. */
  public Page<PendingQuestion> questions(ActionFilter filter) {
    return transactions.read(() -> actions.questions(ordered(filter), Sight.now()));
  }

  /**
   * How the work goes; what is told of weeks may be a minute old.
   *
   * @param weeks how many, this one counted
   */
  public Overview overview(int weeks) {
    var sight = Sight.now();
    var oldest = transactions.read(() -> overviews.oldestWaiting(sight));
    return new Overview(oldest.orElse(null), weeks(weeks, Instant.now(), sight));
  }

  /** Since when the oldest waits that does; empty when nothing waits. */
  public Optional<Instant> oldestWaiting() {
    var sight = Sight.now();
    return transactions.read(() -> overviews.oldestWaiting(sight));
  }

  /**
   * What a SOC reports, of what began in a period.
   *
   * @param until null for now
   */
  public Kpis kpis(Instant since, @Nullable Instant until) {
    var sight = Sight.now();
    return transactions.read(() -> overviews.kpis(since, until, sight));
  }

  private List<Overview.Week> weeks(int weeks, Instant now, Scope sight) {
    weeksKnown.values().removeIf(known -> !now.isBefore(known.at().plus(OVERVIEW_HOLDS)));
    var asked = new WeeksAsked(weeks, sight);
    @Nullable WeeksKnown known = weeksKnown.get(asked);
    if (known == null) {
      known = new WeeksKnown(now, transactions.read(() -> overviews.weeks(weeks, now, sight)));
      weeksKnown.put(asked, known);
    }
    return known.weeks();
  }

  /** Who sees less is told of less, and has figures of their own. */
  private record WeeksAsked(int weeks, Scope sight) {}

  private record WeeksKnown(Instant at, List<Overview.Week> weeks) {}

  /** What waits for a device or a back end, the longest wait first. */
  public List<Overview.Stuck> stuck() {
    return transactions.read(() -> overviews.stuck(Sight.now()));
  }

  /** How many calls wait until others are written. */
  public int queued() {
    return writings.waiting();
  }

  /** One action and in which other cases the same waits; empty when there is none of that id. */
  public Optional<PendingQuestion> question(String actionId) {
    return transactions.read(
        () -> actions.find(actionId, Sight.now()).map(row -> actions.question(row, Sight.now())));
  }

  /** What the undo of an action would come to; empty when there is none of that id. */
  public Optional<UndoOutlook> undoOutlook(String actionId) {
    return transactions.read(() -> undos.outlook(actionId, Sight.now()));
  }

  /** What else there is about the thing that this one is done to. */
  public Around around(ActionRow action) {
    return transactions.read(() -> actions.around(action, Sight.now()));
  }

  /** What else waits for the same answer as this one, oldest first. */
  public List<ActionRow> waitingAlike(ActionRow action, int most) {
    return transactions.read(() -> actions.waitingAlike(action, most, Sight.now()));
  }

  /** One action; empty when there is none of that id. */
  public Optional<ActionRow> action(String actionId) {
    return transactions.alone(() -> actions.find(actionId, Sight.now()));
  }

  /** What people are told of these beside how they stand, by the actions' ids. */
  public Map<String, ActionTold> told(List<ActionRow> rows) {
    return transactions.read(() -> known.told(rows));
  }

  /** Keeps what an alert says under its hash, before it is spoken of; keeping it again is once. */
  public void keepAlert(String content, byte[] body) {
    try {
      transactions.write(
          () -> {
            cases.keepAlert(content, new String(body, StandardCharsets.UTF_8));
            return content;
          });
    } catch (DuplicateKeyException keptMeanwhile) {
      // Somebody sent the same at the same time, and what is kept under a hash is one content.
    }
  }

  @Override
  public byte @Nullable [] alert(String content) {
    return transactions
        .alone(() -> cases.keptAlert(content))
        .map(body -> body.getBytes(StandardCharsets.UTF_8))
        .orElse(null);
  }

  /**
   * The cases that hold an alert of this id, newest first: several where several senders use it, or
   * where it said something new after its case had ended.
   */
  public List<CaseRow> casesOfAlert(String alertId) {
    return transactions.alone(() -> cases.holding(alertId, Sight.now()));
  }

  /**
   * The case that heard this very word on an alert; empty when nobody did.
   *
   * @param identity which alert it is
   * @param content the hash of what it says
   */
  public Optional<KnownAlert> alertSaid(String identity, String content) {
    return transactions.alone(() -> cases.alertSaid(identity, content));
  }

  /** The case that heard the latest word on an alert. */
  public Optional<KnownAlert> latestOfAlert(String identity) {
    return transactions.alone(() -> cases.latestOfAlert(identity));
  }

  /**
   * Where an alert goes that names these: to the open case that one of them leads to, the first
   * first, else its own way. Those that lead nowhere lead there too from then on. An alert on a
   * host names it by all that the directories call it.
   *
   * @param own the key that it has by itself
   * @param named what other alerts may name too, as {@link #thread} or in any other words; never
   *     empty
   */
  public String meet(String own, List<String> named, Instant now) {
    var all = alsoCalled(own, named, now);
    return transactions
        .alone(() -> threads.standing(all, now))
        .orElseGet(() -> transactions.write(() -> threads.meet(own, all, now)));
  }

  /**
   * Says which case came of {@link #meet}; saying it again changes nothing.
   *
   * @param key where the alert went
   */
  public void lead(
      String own, List<String> named, String key, String investigationId, Instant now) {
    var all = alsoCalled(own, named, now);
    transactions.alone(() -> threads.lead(all, key, investigationId));
  }

  private List<String> alsoCalled(String own, List<String> named, Instant now) {
    return Stream.concat(
            named.stream(),
            transactions.alone(() -> hosts.others(own, now)).stream().map(Ledger::thread))
        .distinct()
        .toList();
  }

  /** What alerts name that have that key. */
  public static String thread(String correlationKey) {
    return "key\n" + correlationKey;
  }

  /** Those of these keys of devices that no directory needs to be asked about. */
  public Set<String> knownHosts(Collection<String> correlationKeys, Instant now) {
    return Set.copyOf(transactions.alone(() -> hosts.known(correlationKeys, now)));
  }

  /**
   * Keeps what hosts are called.
   *
   * @param names of one host each, the id that it is known by best first
   */
  public void keepHosts(List<List<String>> names, Instant now) {
    transactions.write(
        () -> {
          hosts.forget(now);
          hosts.keep(names, now);
          return names.size();
        });
  }

  /** How the actions of a group stand; empty when there is no such group. */
  public List<GroupCount> group(String group) {
    return transactions.alone(() -> actions.countsOf(group, Sight.now()));
  }

  /**
   * Where cases saw a file, newest first.
   *
   * @param hash SHA-256, SHA-1 or MD5, lower-case hex
   */
  public List<Sighting> sightings(String hash, int most) {
    return transactions.alone(() -> cases.naming(hash, most, Sight.now()));
  }

  /**
   * Actions that name one of these hashes, newest first.
   *
   * @param hashes lower-case hex
   * @param type null for any
   */
  public List<ActionRow> actionsNaming(List<String> hashes, @Nullable ActionType type, int most) {
    return transactions.read(() -> actions.naming(hashes, type, most, Sight.now()));
  }

  /** What an action put into the vault; empty when it put nothing there or there is none. */
  public Optional<StoredArtifact> artifact(String actionId) {
    return transactions.alone(() -> actions.artifact(actionId, Sight.now()));
  }

  /** The policy as a manual order would be decided under now; empty before there is one. */
  public Optional<PolicySnapshot> policyNow() {
    return policies.current().map(now -> new PolicySnapshot(now.number(), now.policy(), false));
  }

  /** The actions of a case that policy planned, in their order, with what each rests on. */
  public List<PlannedBecause> plannedBecause(String investigationId) {
    return transactions.read(() -> classifications.planned(investigationId));
  }

  /** What became of each rule's actions since then. */
  public List<RuleStatistics> ruleStatistics(Instant since) {
    return transactions.read(() -> classifications.statistics(since, Sight.now()));
  }

  /**
   * Records one word that a person said outside any workflow, as a stream of its own.
   *
   * @param sayingId names the saying: the same one again is recorded once
   */
  public void say(
      String sayingId, @Nullable String investigationId, Instant at, LedgerEvent event) {
    record(new LedgerBatch(sayingId, investigationId, List.of(new LedgerEntry(1, at, event))));
  }
}

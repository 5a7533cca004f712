package dev.quaestor.execution;

import static dev.quaestor.execution.RelatedEvidenceSearch.Led.NOWHERE;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context.Answers;
import dev.quaestor.analyzer.content.ContentAnalyzer;
import dev.quaestor.analyzer.directory.Forwarding;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.MailReading;
import dev.quaestor.connector.capability.MailReading.Copies;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.EvidenceActivities;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.vault.Vault;
import io.temporal.activity.Activity;
import io.temporal.failure.TemporalException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at evidence: everything is looked up in batches, every analyzer judges every piece of its
 * kind, and what is bad is followed. What will most likely be asked then is asked beside the
 * look-ups. One instance serves a whole worker.
 */
public final class EvidenceExecution implements EvidenceActivities {
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceExecution.class);

  /**
   * Calls to back ends at one time in this worker. A guard against floods; what a back end allows
   * in a minute it says itself, by throttling.
   */
  private static final int CALLS_AT_ONCE = 32;

  /** No first answer of a case waits longer for one back end between two attempts. */
  private static final Duration A_MOMENT = Duration.ofSeconds(5);

  private static final Connectors NOBODY = new Connectors(List.of());

  /** What is no back end's doing may pass as theirs may. */
  private static final ConnectorException BROKE =
      new ConnectorException(ConnectorException.Kind.DOWN, "The examination failed unexpectedly");

  private final Connectors connectors;
  private final AnalysisSettings settings;
  private final List<Analyzer> analyzers;
  private final OfferedActions offers;
  private final InstantSource clock;
  private final Supplier<Patience> patience;
  private final Semaphore permits = new Semaphore(CALLS_AT_ONCE);
  private final IndicatorIndexes indexes = new IndicatorIndexes();
  private final ContentScans scans;

  public EvidenceExecution(Connectors connectors, AnalysisSettings settings) {
    this(
        connectors,
        settings,
        Analyzers.all(settings),
        InstantSource.system(),
        EvidenceExecution::untilTheEnd);
  }

  /** One that has what lies in the vault scanned, too. */
  public EvidenceExecution(Connectors connectors, AnalysisSettings settings, Vault vault) {
    this(
        connectors,
        settings,
        Analyzers.all(settings),
        InstantSource.system(),
        EvidenceExecution::untilTheEnd,
        new ContentScans(vault));
  }

  /**
   * One that asks nobody and needs no Temporal around it: what evidence says by itself. Thread-safe
   * like any other.
   */
  public static EvidenceExecution withoutBackEnds(AnalysisSettings settings) {
    return new EvidenceExecution(
        NOBODY, settings, Analyzers.all(settings), InstantSource.system(), () -> broke -> false);
  }

  EvidenceExecution(
      Connectors connectors,
      AnalysisSettings settings,
      List<Analyzer> analyzers,
      InstantSource clock,
      Supplier<Patience> patience) {
    this(connectors, settings, analyzers, clock, patience, new ContentScans(null));
  }

  EvidenceExecution(
      Connectors connectors,
      AnalysisSettings settings,
      List<Analyzer> analyzers,
      InstantSource clock,
      Supplier<Patience> patience,
      ContentScans scans) {
    this.connectors = connectors;
    this.settings = settings;
    this.analyzers = List.copyOf(analyzers);
    this.offers = new OfferedActions(connectors);
    this.clock = clock;
    this.patience = patience;
    this.scans = scans;
  }

  /**
   * A back end that wants to be left alone for longer than somebody waits for a first answer is one
   * that is away.
   */
  private static Patience untilTheEnd() {
    var info = Activity.getExecutionContext().getInfo();
    return broke ->
        info.getAttempt() < ATTEMPTS
            && broke.retryAfter().orElse(Duration.ZERO).compareTo(A_MOMENT) <= 0;
  }

  /**
   * What breaks the look at one piece is found out by looking at each alone, once it has been tried
   * as often as a back end that is down: the piece stays unseen and says so, the others are looked
   * at.
   */
  @Override
  public List<Examination> examine(ExaminationRequest request) {
    try {
      return look(request);
    } catch (TemporalException temporals) {
      throw temporals;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError broken) {
      if (patience.get().covers(BROKE)) {
        throw broken;
      }
      if (request.evidence().size() == 1) {
        return List.of(unseen(request.evidence().getFirst(), broken));
      }
      LOG.warn(
          "examining a batch of {} failed unexpectedly; each piece is examined on its own",
          request.evidence().size());
      return AnswerLimit.applied(
          request.evidence().stream()
              .flatMap(piece -> examine(request.about(piece)).stream())
              .toList());
    }
  }

  private static Examination unseen(Evidence evidence, Throwable broken) {
    LOG.error("examining {} failed unexpectedly", evidence.entity().kind(), broken);
    return new Examination(
        evidence.key(),
        withoutContent(evidence.entity()),
        List.of(Finding.blind("examination", "LOOK_BROKE", "Examining it failed unexpectedly.")),
        List.of(),
        List.of());
  }

  private List<Examination> look(ExaminationRequest request) {
    var asking = new BackEndQuestion(patience.get());
    var asked = request.byItself() ? NOBODY : connectors;
    try (var calls = new ParallelCalls(permits)) {
      var mail = new NamedMail(fetched(asked, calls, asking, request), System::nanoTime);
      var known = request.about(mail.read(request.evidence()));
      var playbook = new PlaybookSearch(asked, calls, asking, known);
      var search = new RelatedEvidenceSearch(asked, calls, asking, known, settings);
      playbook.begin();
      search.begin();
      var scanned =
          calls.beside(
              () -> {
                var handedIn = HandedInMail.bodies(asked, request);
                return scans.of(
                    asked,
                    known,
                    key ->
                        mail.bodies(key).isEmpty()
                            ? handedIn.getOrDefault(key, List.of())
                            : mail.bodies(key));
              });
      var looked =
          new BatchLookup(
                  asked,
                  calls,
                  asking,
                  indexes,
                  known,
                  mail.believed(),
                  mail.ids(),
                  clock.instant())
              .gather();
      var gathered = looked.with(ParallelCalls.result(scanned));
      var refinement = new EntityEnrichment(gathered);
      var judged =
          known.evidence().stream()
              .map(e -> e.withEntity(refinement.of(e.entity())))
              .map(e -> new RelatedEvidenceSearch.Judged(e, findings(e, gathered, mail)))
              .toList();
      var traces = playbook.ask(judged, gathered);
      var led = search.follow(judged, gathered);
      var done = traces.led();
      var pivots = new Pivots(gathered, settings, new MailboxClaims(asked));
      return AnswerLimit.applied(
          judged.stream()
              .map(
                  one ->
                      examined(
                          one,
                          gathered,
                          pivots,
                          led.getOrDefault(one.evidence().key(), NOWHERE)
                              .and(done.getOrDefault(one.evidence().key(), NOWHERE)),
                          asking))
              .toList());
    } catch (ConnectorException mayPass) {
      throw ActivityFailures.of(mayPass);
    }
  }

  /** First of all, because what a message says is looked up in turn. */
  private Answers<Copies> fetched(
      Connectors asked, ParallelCalls calls, BackEndQuestion asking, ExaminationRequest request) {
    var named =
        request.evidence().stream()
            .map(Evidence::entity)
            .filter(MailMessage.class::isInstance)
            .map(MailMessage.class::cast)
            .filter(NamedMail::isUnread)
            .toList();
    return named.isEmpty()
        ? Answers.none()
        : ParallelCalls.result(
            calls.submit(
                () ->
                    asking.aboutAll(
                        asked.offers(MailReading.class),
                        named,
                        new MailboxClaims(asked)
                            .own(
                                (MailReading port, List<MailMessage> some) ->
                                    port.fetch(some, request.since())))));
  }

  private Examination examined(
      RelatedEvidenceSearch.Judged judged,
      BatchFacts gathered,
      Pivots pivots,
      RelatedEvidenceSearch.Led led,
      BackEndQuestion asking) {
    var evidence = judged.evidence();
    var known = TargetFacts.of(evidence.entity(), gathered, connectors);
    var missing = MissingRule.of(evidence.entity(), gathered, new Forwarding(settings));
    var findings = both(judged.findings(), led.findings());
    var offered =
        offers.on(evidence.entity(), known).stream()
            .filter(type -> missing.filter(w -> w.type() == type).isEmpty())
            .toList();
    return new Examination(
        evidence.key(),
        withoutContent(evidence.entity()),
        findings,
        Pivots.distinct(evidence.key(), both(pivots.of(evidence), led.related())),
        offered,
        Stream.of(
                offers.withheld(evidence.entity(), known),
                missing.stream().toList(),
                TrustedFile.withheld(evidence.entity(), gathered),
                ClusterSight.withheld(evidence, gathered),
                LapsingBlock.told(evidence.entity(), connectors).stream().toList())
            .flatMap(List::stream)
            .toList(),
        EntityEnrichment.known(gathered.context().devices().about(evidence.key()))
            .map(KnownDevice::device)
            .orElse(null),
        asking.away(evidence.key(), findings, clock.instant()).orElse(null),
        offers.doers(offered, evidence.entity(), known),
        gathered.told().hosts().names().getOrDefault(evidence.key(), List.of()));
  }

  /** Analyzers have seen it; in everything that follows it would only fill histories. */
  private static Entity withoutContent(Entity entity) {
    return entity instanceof MailMessage mail ? mail.withContent(null) : entity;
  }

  private static <T> List<T> both(List<T> some, List<T> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private List<Finding> findings(Evidence evidence, BatchFacts gathered, NamedMail mail) {
    var findings = new ArrayList<Finding>();
    for (var analyzer : analyzers) {
      if (analyzer.kinds().contains(evidence.entity().kind())) {
        findings.addAll(analyze(analyzer, evidence, gathered));
      }
    }
    mail.unread(evidence).ifPresent(findings::add);
    ClusterSight.finding(evidence, gathered).ifPresent(findings::add);
    FileIdentity.finding(evidence.entity(), gathered).ifPresent(findings::add);
    gathered
        .similar(evidence.key())
        .gap()
        .ifPresent(down -> findings.add(Finding.blind("mailSearch", down.code(), down.sentence())));
    // That an engine found nothing does not tell whether it is harmless.
    if (findings.stream().allMatch(ContentAnalyzer::isSilent)) {
      findings.add(
          Finding.inconclusive(
              "quaestor",
              "NOBODY_CAN_TELL",
              "No configured source can tell whether it is harmful."));
    }
    return findings;
  }

  private static List<Finding> analyze(Analyzer analyzer, Evidence evidence, BatchFacts gathered) {
    try {
      return analyzer.analyze(evidence, gathered.context());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError bug) {
      // Evidence is hostile: what breaks one analyzer must not hide what the others see.
      var name = analyzer.getClass().getSimpleName();
      LOG.error("{} failed unexpectedly on {}", name, evidence.entity().kind(), bug);
      return List.of(Finding.blind(name, "ANALYZER_BROKE", name + " failed unexpectedly on it."));
    }
  }
}

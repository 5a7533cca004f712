package dev.quaestor.execution;

import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.Context.Answers;
import dev.quaestor.analyzer.IndicatorIndex;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.analyzer.host.LinkText;
import dev.quaestor.analyzer.mail.AttachmentAnalyzer;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.Connectors.Offer;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.FileReputation;
import dev.quaestor.connector.capability.IndicatorList;
import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.connector.capability.MailSearch.Similar;
import dev.quaestor.connector.capability.MailboxRules;
import dev.quaestor.connector.capability.UserDirectory;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.mail.FilterWord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Looks everything up that a batch needs, all at once: one call for each kind of thing where the
 * back end takes batches, in parallel on virtual threads, no more at a time than there are permits.
 */
final class BatchLookup {
  /** Kinds that an indicator can be about, or that hold such things. */
  private static final Set<EntityKind> LISTED =
      EnumSet.of(
          EntityKind.FILE,
          EntityKind.PROCESS,
          EntityKind.URL,
          EntityKind.IP,
          EntityKind.MAIL_MESSAGE);

  /** Messages listed in all clusters of one batch, so that its answer stays a small payload. */
  private static final int MEMBERS_IN_ALL = 2000;

  private static final int MEMBERS_IN_ONE = 500;

  private final Connectors connectors;
  private final ParallelCalls calls;
  private final BackEndQuestion asking;
  private final IndicatorIndexes indexes;
  private final ExaminationRequest request;
  private final Map<EntityKey, FilterWord> tenantMail;
  private final ReadIds ids;
  private final Instant now;

  BatchLookup(
      Connectors connectors,
      ParallelCalls calls,
      BackEndQuestion asking,
      IndicatorIndexes indexes,
      ExaminationRequest request,
      Map<EntityKey, FilterWord> tenantMail,
      ReadIds ids,
      Instant now) {
    this.connectors = connectors;
    this.calls = calls;
    this.asking = asking;
    this.indexes = indexes;
    this.request = request;
    this.tenantMail = tenantMail;
    this.ids = ids;
    this.now = now;
  }

  BatchFacts gather() {
    var files = each(FileReputation.class, files(), FileReputation::find);
    var hosts =
        calls.submit(
            () -> HostIdentity.of(connectors.offers(DeviceDirectory.class), devices(), asking));
    var users = each(UserDirectory.class, users(), UserDirectory::find);
    var rules = ofOwn(MailboxRules.class, mailboxes(), MailboxRules::rules);
    var locations = ofOwn(MailSearch.class, mailsInFull(), MailSearch::locate);
    var indicators = indicators();
    var similar = similar();
    var metFiles = ParallelCalls.result(files);
    var known = metFiles.together();
    var bySha1 =
        all(FileReputation.class, FileIdentity.bySha1(files(), known), FileReputation::find);
    var knownHosts = ParallelCalls.result(hosts);
    var knownUsers = ParallelCalls.result(users);
    return new BatchFacts(
        new Context(
            known,
            new TreeMap<>(metFiles.each()),
            knownHosts.told().together(),
            knownUsers.together(),
            ParallelCalls.result(rules),
            indicators.stream().map(ParallelCalls::result).toList(),
            misleadingTexts(),
            tenantMail),
        alike(similar),
        ParallelCalls.result(locations),
        FileIdentity.contradictions(files(), known, ParallelCalls.result(bySha1)),
        ids,
        new BatchFacts.Directories(knownHosts, knownUsers, metFiles));
  }

  private <C extends Capability, E extends Entity, V> Future<Answers<V>> all(
      Class<C> port, List<E> things, BiFunction<C, List<E>, Map<EntityKey, V>> find) {
    return calls.submit(() -> asking.aboutAll(connectors.offering(port), things, find));
  }

  /** Each about the mailboxes that are its own, and nobody about another one's. */
  private <C extends Capability, E extends Entity, V> Future<Answers<V>> ofOwn(
      Class<C> port, List<E> things, BiFunction<C, List<E>, Map<EntityKey, V>> find) {
    var own = new MailboxClaims(connectors).own(find);
    return calls.submit(() -> asking.aboutAll(connectors.offers(port), things, own));
  }

  private <C extends Capability, E extends Entity, V> Future<Told<V>> each(
      Class<C> port, List<E> things, BiFunction<C, List<E>, Map<EntityKey, V>> find) {
    return calls.submit(() -> asking.ofEach(connectors.offers(port), things, find));
  }

  private List<Future<Lookup<IndicatorIndex>>> indicators() {
    if (request.evidence().stream().noneMatch(e -> LISTED.contains(e.entity().kind()))) {
      return List.of();
    }
    return connectors.offering(IndicatorList.class).stream()
        .map(list -> calls.submit(() -> asking.attempt(() -> indexes.of(list, now))))
        .toList();
  }

  /** One search for all messages and clusters, each by every pair of fields that it has. */
  private Map<EntityKey, List<Search>> similar() {
    var mails = of(MailMessage.class);
    var fingerprints =
        ParallelCalls.result(
            ofOwn(
                MailSearch.class,
                mailsInFull(),
                (search, some) -> search.clusterIds(some, request.since())));
    var wanted = new LinkedHashMap<EntityKey, List<List<MailCluster.Criterion>>>();
    var estates = new LinkedHashMap<EntityKey, String>();
    for (var mail : mails) {
      var full = ids.inFull(mail);
      var fingerprint = EntityEnrichment.known(fingerprints.about(full.key())).orElse(null);
      wanted.put(mail.key(), MailSimilarity.criteria(full, fingerprint));
    }
    // What somebody says of a cluster is not what it has: an action looks by what its mail shares.
    request.evidence().stream()
        .filter(
            e -> e.entity() instanceof MailCluster c && (e.depth() == 0 || c.messages().isEmpty()))
        .map(e -> (MailCluster) e.entity())
        .filter(cluster -> !cluster.searchable().isEmpty())
        .forEach(
            cluster -> {
              wanted.put(cluster.key(), List.of(cluster.searchable()));
              cluster.estate().ifPresent(estate -> estates.put(cluster.key(), estate));
            });
    var searches = wanted.values().stream().mapToInt(List::size).sum();
    var limit = Math.min(MEMBERS_IN_ONE, MEMBERS_IN_ALL / Math.max(1, searches));
    var found = new LinkedHashMap<EntityKey, List<Search>>();
    wanted.forEach(
        (key, pairs) ->
            found.put(
                key,
                pairs.stream()
                    .map(pair -> search(pair, Optional.ofNullable(estates.get(key)), limit))
                    .toList()));
    return found;
  }

  private record Search(List<MailCluster.Criterion> criteria, Future<Heard<Similar>> answer) {}

  private Search search(List<MailCluster.Criterion> criteria, Optional<String> estate, int limit) {
    var offers =
        connectors.offers(MailSearch.class).stream()
            .filter(offer -> estate.filter(e -> !e.equals(offer.connector())).isEmpty())
            .map(Offer::capability)
            .toList();
    return new Search(
        criteria,
        calls.submit(() -> MailSimilarity.inAll(offers, asking, criteria, request.since(), limit)));
  }

  private static Map<EntityKey, List<SimilarMail>> alike(Map<EntityKey, List<Search>> found) {
    var answers = new LinkedHashMap<EntityKey, List<SimilarMail>>();
    found.forEach(
        (key, searches) ->
            answers.put(
                key,
                searches.stream()
                    .map(s -> new SimilarMail(s.criteria(), ParallelCalls.result(s.answer())))
                    .toList()));
    return answers;
  }

  private List<MailMessage> mailsInFull() {
    return of(MailMessage.class).stream().map(ids::inFull).toList();
  }

  private <E extends Entity> List<E> of(Class<E> kind) {
    return entities().filter(kind::isInstance).map(kind::cast).toList();
  }

  private Stream<Entity> entities() {
    return request.evidence().stream().map(Evidence::entity);
  }

  /** Those that are evidence, and those that evidence is on: what can be done there depends. */
  private List<Device> devices() {
    var devices = new LinkedHashMap<EntityKey, Device>();
    of(Device.class).forEach(device -> devices.put(device.key(), device));
    entities()
        .flatMap(entity -> TargetFacts.device(entity).stream())
        .forEach(device -> devices.putIfAbsent(device.key(), device));
    return List.copyOf(devices.values());
  }

  private List<UserAccount> users() {
    return of(UserAccount.class).stream()
        .filter(user -> user.userId() != null || user.userPrincipalName() != null)
        .toList();
  }

  private List<FileArtifact> files() {
    var images = of(ProcessArtifact.class).stream().flatMap(p -> Stream.ofNullable(p.image()));
    var attachments =
        of(MailMessage.class).stream()
            .flatMap(mail -> mail.attachments().stream())
            .flatMap(attachment -> AttachmentAnalyzer.file(attachment).stream());
    return distinct(
        Stream.of(of(FileArtifact.class).stream(), images, attachments)
            .flatMap(some -> some)
            .filter(f -> f.sha256() != null || f.sha1() != null || f.md5() != null));
  }

  private List<Mailbox> mailboxes() {
    var ofRules = of(MailboxRule.class).stream().map(rule -> new Mailbox(rule.mailbox(), null));
    var ofMails =
        of(MailMessage.class).stream()
            .flatMap(mail -> Stream.ofNullable(mail.recipient()))
            .map(recipient -> new Mailbox(recipient, null));
    return distinct(Stream.of(of(Mailbox.class).stream(), ofRules, ofMails).flatMap(some -> some));
  }

  private static <E extends Entity> List<E> distinct(Stream<E> entities) {
    var seen = new LinkedHashMap<EntityKey, E>();
    entities.forEach(entity -> seen.putIfAbsent(entity.key(), entity));
    return new ArrayList<>(seen.values());
  }

  private Map<EntityKey, String> misleadingTexts() {
    var texts = new LinkedHashMap<EntityKey, String>();
    Predicate<MailMessage.Link> isUrl = link -> !link.target().isBlank();
    of(MailMessage.class).stream()
        .flatMap(mail -> mail.links().stream())
        .filter(isUrl)
        .forEach(
            link ->
                LinkText.misnames(link)
                    .ifPresent(shown -> texts.putIfAbsent(new Url(link.target()).key(), shown)));
    return texts;
  }
}

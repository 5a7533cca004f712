package dev.quaestor.execution;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.Connectors.Offer;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.FileReputation;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.connector.capability.ScriptLibraryReader;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.lookup.HuntingLanguage;
import dev.quaestor.lookup.LookupActivities;
import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupAnswer.MailOfEstate;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.wire.FailureType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * People's questions over the configured connectors. What may pass is thrown for the workflow to
 * try again; a no is an answer.
 */
public final class LookupExecution implements LookupActivities {
  private static final EntityKey SEARCH = new EntityKey("search:mail");

  /** Listed in one answer; the count is of all. */
  private static final int MOST_MESSAGES = 1000;

  private static final int MOST_SCRIPTS = 1000;
  private static final String UNSUPPORTED = "UNSUPPORTED";

  private final Connectors connectors;

  public LookupExecution(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public LookupAnswer lookUp(LookupRequest request) {
    try {
      return switch (request) {
        case LookupRequest.Hunt hunt -> hunt(hunt);
        case LookupRequest.FindMail mail -> mail(mail);
        case LookupRequest.KnownFile file -> file(file);
        case LookupRequest.Scripts scripts -> scripts();
        case LookupRequest.Hosts hosts -> hosts(hosts);
      };
    } catch (ConnectorException failed) {
      return refusedOrRethrown(failed);
    } catch (IllegalArgumentException senseless) {
      return new LookupAnswer.Refused(
          FailureType.INVALID_COMMAND.name(), String.valueOf(senseless.getMessage()));
    }
  }

  private LookupAnswer hunt(LookupRequest.Hunt hunt) {
    var wanted = hunt.backEnd();
    var offers =
        connectors.offers(HuntingQuery.class).stream()
            .filter(offer -> wanted == null || offer.connector().equalsIgnoreCase(wanted))
            .toList();
    if (offers.isEmpty()) {
      return new LookupAnswer.Refused(
          UNSUPPORTED,
          wanted == null
              ? "No configured back end supports hunting"
              : "No configured back end of that name supports hunting; available: "
                  + names(HuntingQuery.class));
    }
    var said = hunt.language();
    var language = said == null && wanted == null ? HuntingLanguage.KQL : said;
    var first =
        offers.stream()
            .filter(offer -> language == null || offer.capability().language() == language)
            .findFirst();
    if (first.isEmpty()) {
      return new LookupAnswer.Refused(
          LookupAnswer.LANGUAGE,
          offers.stream()
              .map(offer -> offer.capability().language().word() + " for " + offer.connector())
              .collect(Collectors.joining(", ", "must be one that is understood: ", "")));
    }
    return BoundedRows.of(first.get().capability().run(hunt.query(), hunt.timespan()));
  }

  private LookupAnswer mail(LookupRequest.FindMail mail) {
    var offers = connectors.offering(MailSearch.class);
    if (offers.isEmpty()) {
      return new LookupAnswer.Refused(UNSUPPORTED, "No configured back end can search mail");
    }
    var limit = Math.clamp(mail.limit(), 1, MOST_MESSAGES);
    // Half a list would read as the whole: who cannot be asked refuses for all.
    var found =
        ParallelCalls.each(offers, o -> o.similar(mail.criteria(), mail.since(), limit)).stream()
            .reduce((some, more) -> MailSimilarity.both(some, more, limit))
            .orElseThrow();
    if (found.unsearched() != null) {
      return refusedOrRethrown(
          new ConnectorException(ConnectorException.Kind.OUT_OF_REACH, found.unsearched()));
    }
    var listed = BoundedRows.fitting(found.messages());
    return new LookupAnswer.Mail(listed, found.count(), apart(mail, listed, found.count()));
  }

  private List<MailOfEstate> apart(
      LookupRequest.FindMail mail, List<MailCluster.Member> listed, int count) {
    var whole = new MailCluster(SEARCH, mail.criteria(), listed, count);
    return new MailboxClaims(connectors)
        .apart(whole).stream()
            .flatMap(
                part ->
                    part
                        .estate()
                        .map(estate -> new MailOfEstate(estate, part.messages(), part.count()))
                        .stream())
            .toList();
  }

  /** Every back end is asked: one that knows the file says nothing about what another thinks. */
  private LookupAnswer file(LookupRequest.KnownFile request) {
    var offers = connectors.offers(FileReputation.class);
    if (offers.isEmpty()) {
      return new LookupAnswer.Refused(UNSUPPORTED, "No configured back end knows files");
    }
    var facts = new ArrayList<LookupAnswer.FileFacts>();
    @Nullable ConnectorException refusal = null;
    for (var offer : offers) {
      try {
        var known = offer.capability().find(List.of(request.file())).get(request.file().key());
        if (known != null) {
          facts.add(facts(offer, known));
        }
      } catch (ConnectorException failed) {
        if (ActivityFailures.type(failed.kind()).retryable()) {
          throw failed;
        }
        refusal = failed;
      }
    }
    return facts.isEmpty() && refusal != null
        ? refusedOrRethrown(refusal)
        : new LookupAnswer.Files(facts);
  }

  private static LookupAnswer.FileFacts facts(Offer<FileReputation> offer, KnownFile known) {
    return new LookupAnswer.FileFacts(
        offer.connector(),
        known.sha1(),
        known.sha256(),
        known.md5(),
        known.determination().name(),
        known.determinationValue(),
        known.globalPrevalence(),
        known.size(),
        known.signer(),
        known.signerValid());
  }

  /** Whoever is away leaves it open which of its hosts is meant. */
  private LookupAnswer hosts(LookupRequest.Hosts request) {
    var devices =
        request.called().stream().filter(name -> !name.isBlank()).map(Device::ofId).toList();
    var hosts =
        HostIdentity.of(
            connectors.offers(DeviceDirectory.class), devices, new BackEndQuestion(any -> false));
    return new LookupAnswer.Hosts(
        devices.stream().flatMap(d -> Stream.ofNullable(hosts.names().get(d.key()))).toList());
  }

  private LookupAnswer scripts() {
    var offers = connectors.offering(ScriptLibraryReader.class);
    if (offers.isEmpty()) {
      return new LookupAnswer.Refused(UNSUPPORTED, "No configured back end has a script library");
    }
    var scripts =
        offers.getFirst().scripts(MOST_SCRIPTS).stream()
            .map(
                s ->
                    new LookupAnswer.Script(
                        s.name(),
                        s.description(),
                        s.sha256(),
                        s.hasParameters(),
                        s.parametersDescription(),
                        s.lastUpdatedAt()))
            .toList();
    return new LookupAnswer.ScriptList(BoundedRows.fitting(scripts));
  }

  private <C extends Capability> String names(Class<C> port) {
    return connectors.offers(port).stream().map(Offer::connector).collect(Collectors.joining(", "));
  }

  private static LookupAnswer refusedOrRethrown(ConnectorException failed) {
    var type = ActivityFailures.type(failed.kind());
    if (type.retryable()) {
      throw ActivityFailures.of(failed);
    }
    Function<String, String> words = said -> failed.getMessage() + ": " + said;
    return new LookupAnswer.Refused(
        type.name(), failed.said().map(words).orElse(String.valueOf(failed.getMessage())));
  }
}

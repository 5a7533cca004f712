package dev.quaestor.analyzer.indicator;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.IndicatorIndex;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.IndicatorList.Effect;
import dev.quaestor.connector.capability.IndicatorList.Indicator;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The organisation's own list.
 *
 * <p>On the very thing that is listed, Allow clears and Block convicts. What only holds a listed
 * thing (a mail its link, a process its image) is weighed down by a block and not cleared by an
 * allow: an allowed interpreter can run anything.
 *
 * <p>That a thing is not listed says nothing of it, so there is no finding for that.
 */
public final class IndicatorAnalyzer implements Analyzer {
  private static final String SOURCE = "indicatorList";

  /** Somebody wanted people to be warned of it: Suspicious. */
  private static final int WARN = 40;

  /** Somebody wanted to know how often it is seen: supports a suspicion. */
  private static final int AUDIT = 20;

  /** It holds what must not be here, so it must not be here either. */
  private static final int HOLDS_BLOCKED = 100;

  private static final int MOST_FINDINGS = 10;

  /** As many as intake takes of one mail. */
  private static final int MOST_PARTS = 500;

  @Override
  public Set<EntityKind> kinds() {
    return EnumSet.of(
        EntityKind.FILE,
        EntityKind.PROCESS,
        EntityKind.URL,
        EntityKind.IP,
        EntityKind.MAIL_MESSAGE);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    var findings = new LinkedHashSet<Finding>();
    for (var list : context.indicators()) {
      switch (list) {
        case Lookup.Known<IndicatorIndex> known ->
            findings.addAll(
                evidence.entity() instanceof FileArtifact file
                    ? judge(file, known.value(), context.files().about(file.key()))
                    : judge(evidence.entity(), known.value()));
        case Lookup.CouldNotLook<IndicatorIndex> down ->
            findings.add(Finding.blind(SOURCE, down.code(), down.sentence()));
        case Lookup.NotThere<IndicatorIndex> none -> {}
        case Lookup.NobodyToAsk<IndicatorIndex> nobody -> {}
      }
    }
    return findings.stream().limit(MOST_FINDINGS).toList();
  }

  /**
   * A block counts by whichever hash is given. An allow only by the one that names the file, or
   * that a back end says is the same file's: whoever writes an alert can write an allowed hash into
   * it.
   */
  private static List<Finding> judge(
      FileArtifact file, IndicatorIndex index, Lookup<KnownFile> known) {
    return index.onFile(file).stream()
        .map(
            i ->
                i.effect() == Effect.ALLOWED && !isOf(file, i.value(), known)
                    ? Finding.inconclusive(
                        SOURCE,
                        "INDICATOR_UNCONFIRMED",
                        "A hash on the allow list was given beside a stronger one, and no back end "
                            + "confirms that both are the same file's"
                            + named(i))
                    : listed(i))
        .toList();
  }

  private static boolean isOf(FileArtifact file, String hash, Lookup<KnownFile> known) {
    return Stream.concat(
            file.strongestHash().stream(),
            known instanceof Lookup.Known<KnownFile> found
                ? Stream.of(found.value().sha256(), found.value().sha1(), found.value().md5())
                : Stream.empty())
        .filter(Objects::nonNull)
        .anyMatch(own -> own.strip().equalsIgnoreCase(hash.strip()));
  }

  private static List<Finding> judge(Entity entity, IndicatorIndex index) {
    return switch (entity) {
      case Url url -> index.onUrl(url.value()).stream().map(IndicatorAnalyzer::listed).toList();
      case IpAddress ip ->
          index.onAddress(ip.value()).stream().map(IndicatorAnalyzer::listed).toList();
      case ProcessArtifact process ->
          Stream.ofNullable(process.image())
              .flatMap(image -> index.onFile(image).stream())
              .flatMap(i -> holds("Its image", i))
              .toList();
      case MailMessage mail -> judge(mail, index);
      default -> List.of();
    };
  }

  private static List<Finding> judge(MailMessage mail, IndicatorIndex index) {
    var findings = new ArrayList<Finding>();
    mail.links().stream()
        .limit(MOST_PARTS)
        .flatMap(link -> index.onUrl(link.target()).stream())
        .flatMap(i -> holds("A link in it", i))
        .forEach(findings::add);
    mail.attachments().stream()
        .limit(MOST_PARTS)
        .filter(a -> a.sha256() != null)
        .map(a -> new FileArtifact(null, a.name(), null, a.sha256(), null, null, null, null))
        .flatMap(file -> index.onFile(file).stream())
        .flatMap(i -> holds("A file in it", i))
        .forEach(findings::add);
    mail.authors().stream()
        .map(MailMessage.Author::address)
        .filter(Objects::nonNull)
        .flatMap(
            address -> index.onDomain(address.substring(address.lastIndexOf('@') + 1)).stream())
        .flatMap(i -> holds("Its sender's domain", i))
        .forEach(findings::add);
    if (mail.senderIp() != null) {
      index.onAddress(mail.senderIp()).stream()
          .flatMap(i -> holds("The address that sent it", i))
          .forEach(findings::add);
    }
    return findings.stream().distinct().limit(1).toList();
  }

  private static Finding listed(Indicator indicator) {
    return switch (indicator.effect()) {
      case ALLOWED ->
          Finding.clears(SOURCE, "INDICATOR_ALLOWS", "It is on the allow list" + named(indicator));
      case BLOCK, BLOCK_AND_REMEDIATE ->
          Finding.convicts(
              SOURCE, "INDICATOR_BLOCKS", "It is on the block list" + named(indicator));
      case WARN ->
          Finding.weighs(
              SOURCE, "INDICATOR_WARNS", WARN, "An indicator warns about it" + named(indicator));
      case AUDIT ->
          Finding.weighs(
              SOURCE, "INDICATOR_AUDITS", AUDIT, "An indicator monitors it" + named(indicator));
    };
  }

  private static Stream<Finding> holds(String what, Indicator indicator) {
    return indicator.effect() == Effect.BLOCK || indicator.effect() == Effect.BLOCK_AND_REMEDIATE
        ? Stream.of(
            Finding.weighs(
                SOURCE,
                "HOLDS_BLOCKED",
                HOLDS_BLOCKED,
                what + " is on the block list" + named(indicator)))
        : Stream.empty();
  }

  private static String named(Indicator indicator) {
    var title = indicator.title();
    return title == null || title.isBlank() ? "." : ": " + Excerpt.head(title, 80) + ".";
  }
}

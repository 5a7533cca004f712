package dev.quaestor.analyzer.content;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.ContentWord;
import dev.quaestor.analyzer.Context;
import dev.quaestor.connector.capability.ContentScan.Answer;
import dev.quaestor.connector.capability.ContentScan.Kind;
import dev.quaestor.connector.capability.ContentScan.Sign;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.wire.FailureType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What was recognised in the bytes. Of several engines of one sort only the heaviest sign weighs:
 * mostly it is the same fact.
 *
 * <table>
 *   <caption>Weights</caption>
 *   <tr><td>a signature of the engine's vendor</td><td>100</td><td>as any vendor's determination of
 *       this very content</td></tr>
 *   <tr><td>a signature of somebody else's</td><td>60</td><td>a suspicion: nobody reviews them, and
 *       the engine takes any</td></tr>
 *   <tr><td>unwanted software</td><td>50</td><td>whether it is wanted here is for a person</td></tr>
 *   <tr><td>a YARA rule</td><td>40</td><td>a suspicion</td></tr>
 *   <tr><td>a heuristic</td><td>30</td><td>honest newsletters spoof domains by its lights</td></tr>
 *   <tr><td>eight points of a mail filter</td><td>30</td><td>of 100 such mails five are honest; it
 *       looks at what the analyzers of mail look at, so that it is never enough</td></tr>
 *   <tr><td>six points</td><td>10</td><td>of 100 such mails 24 are honest</td></tr>
 *   <tr><td>an encrypted archive</td><td>10</td><td>some offices live on them</td></tr>
 * </table>
 */
public final class ContentAnalyzer implements Analyzer {
  private static final String SILENT = "CONTENT_NOTHING_FOUND";

  @Override
  public Set<EntityKind> kinds() {
    return EnumSet.of(EntityKind.FILE, EntityKind.MAIL_MESSAGE);
  }

  /**
   * Whether it says no more than that an engine found nothing: of what a thing is, that is none.
   */
  public static boolean isSilent(Finding finding) {
    return finding.code().equals(SILENT);
  }

  /** One sign of one engine. */
  private record Recognised(String connector, Sign sign) {
    int weight() {
      return ContentAnalyzer.weight(sign.kind());
    }
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    var findings = new ArrayList<Finding>();
    var signs = new ArrayList<Recognised>();
    for (var word : context.contents().getOrDefault(evidence.key(), List.of())) {
      switch (word.answer()) {
        case Answer.NothingFound nothing ->
            findings.add(
                Finding.nothing(
                    word.connector(),
                    SILENT,
                    "%s looked through its contents and found nothing that it knows."
                        .formatted(word.connector())));
        case Answer.Found found ->
            found.signs().forEach(sign -> signs.add(new Recognised(word.connector(), sign)));
        case Answer.CouldNotLook no -> findings.add(unlooked(word, no));
      }
    }
    weigh(signs.stream().filter(s -> !isOfPoints(s.sign().kind())).toList(), findings);
    weigh(signs.stream().filter(s -> isOfPoints(s.sign().kind())).toList(), findings);
    return findings.stream().distinct().toList();
  }

  private static void weigh(List<Recognised> signs, List<Finding> findings) {
    var heaviestFirst =
        signs.stream().sorted(Comparator.comparingInt(Recognised::weight).reversed()).toList();
    for (int n = 0; n < heaviestFirst.size(); n++) {
      var one = heaviestFirst.get(n);
      findings.add(
          Finding.weighs(
              one.connector(),
              code(one.sign().kind()),
              n == 0 ? one.weight() : 0,
              sentence(one.connector(), one.sign())));
    }
  }

  private static boolean isOfPoints(Kind kind) {
    return kind == Kind.MANY_POINTS || kind == Kind.SOME_POINTS;
  }

  private static int weight(Kind kind) {
    return switch (kind) {
      case SIGNATURE -> 100;
      case OTHER_SIGNATURE -> 60;
      case UNWANTED -> 50;
      case RULE -> 40;
      case HEURISTIC, MANY_POINTS -> 30;
      case SOME_POINTS, ENCRYPTED -> 10;
    };
  }

  private static String code(Kind kind) {
    return switch (kind) {
      case SIGNATURE -> "CONTENT_SIGNATURE";
      case OTHER_SIGNATURE -> "CONTENT_OTHER_SIGNATURE";
      case UNWANTED -> "CONTENT_UNWANTED";
      case RULE -> "CONTENT_RULE";
      case HEURISTIC -> "CONTENT_HEURISTIC";
      case ENCRYPTED -> "CONTENT_ENCRYPTED";
      case MANY_POINTS -> "CONTENT_MANY_POINTS";
      case SOME_POINTS -> "CONTENT_SOME_POINTS";
    };
  }

  private static String sentence(String connector, Sign sign) {
    var said =
        switch (sign.kind()) {
          case SIGNATURE -> "%s recognises its contents by a signature of its vendor's: %s.";
          case OTHER_SIGNATURE ->
              "%s recognises its contents by a signature that is not its vendor's: %s.";
          case UNWANTED -> "%s calls its contents potentially unwanted: %s.";
          case RULE -> "%s finds that its contents match a YARA rule: %s.";
          case HEURISTIC -> "%s finds its contents odd: %s.";
          case ENCRYPTED -> "%s cannot read what is encrypted in it: %s.";
          case MANY_POINTS -> "%s gives it many points for unwanted mail: %s.";
          case SOME_POINTS -> "%s gives it some points for unwanted mail: %s.";
        };
    return said.formatted(connector, sign.name());
  }

  private static Finding unlooked(ContentWord word, Answer.CouldNotLook no) {
    var code =
        switch (no.reason()) {
          case AWAY, TIMED_OUT -> FailureType.BACK_END_DOWN.name();
          case REFUSED -> FailureType.REJECTED.name();
          case UNREADABLE_ANSWER -> FailureType.MALFORMED_ANSWER.name();
          case TOO_LARGE -> "CONTENT_TOO_LARGE";
        };
    return Finding.blind(
        word.connector(), code, "Its contents could not be scanned: " + no.sentence());
  }
}

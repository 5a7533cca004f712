package dev.quaestor.starter.access;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.SpoofChecker.RestrictionLevel;
import dev.quaestor.starter.ledger.ActionFilter;
import dev.quaestor.text.PersonName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The name of a token's bearer, which the ledger shows beside all that is done with it. It can be
 * read in one way, and no two that stand look alike: Unicode Technical Standard 39.
 */
public final class TokenName {
  /** Names that stand for something else in the ledger. */
  private static final List<String> RESERVED =
      List.of(
          AdminToken.NAME,
          ActionFilter.AUTOMATION,
          "automatic",
          "installation",
          "analyst",
          "approver",
          "requester",
          "policy",
          "quaestor",
          "starter",
          "worker",
          "system",
          "temporal",
          "temporal-ui",
          "anybody",
          "nobody",
          "none",
          "null",
          "unknown");

  /** What the record says beside a name, or in its place, of what was done. */
  private static final List<String> CLAIMS =
      List.of(
          "verified",
          "unverified",
          "signed",
          "unsigned",
          "approved",
          "rejected",
          "expired",
          "superseded",
          "pending",
          "undone");

  /** How the ids of callers, actions and cases begin. */
  private static final List<String> IDS =
      List.of("token:", "tok-", "user:", "usr-", "oidc:", "act-", "grp-", "inv-", "undo-");

  /** What a name may have beside letters, marks and digits. */
  private static final String MARKS_IN_NAMES = " .,-_'\u2019@+&:/()#";

  private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
  private static final Normalizer2 NFKD = Normalizer2.getNFKDInstance();
  private static final Normalizer2 FOLDED = Normalizer2.getNFKCCasefoldInstance();

  private static final SpoofChecker ONE_SCRIPT =
      new SpoofChecker.Builder()
          .setChecks(
              SpoofChecker.RESTRICTION_LEVEL
                  | SpoofChecker.INVISIBLE
                  | SpoofChecker.MIXED_NUMBERS
                  | SpoofChecker.HIDDEN_OVERLAY)
          .setRestrictionLevel(RestrictionLevel.HIGHLY_RESTRICTIVE)
          .build();

  private static final SpoofChecker LOOKS =
      new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();

  private TokenName() {}

  /**
   * What keeps a text from being a name, as it follows the field's name; empty when nothing does.
   */
  public static Optional<String> flaw(String name) {
    return PersonName.flaw(name)
        .or(
            () ->
                name.codePoints().filter(c -> !isOfNames(c)).mapToObj(TokenName::said).findFirst())
        .or(() -> when(!NFKC.isNormalized(name), "is not in Unicode's normal form NFKC"))
        .or(
            () ->
                when(
                    ONE_SCRIPT.failsChecks(name),
                    "mixes scripts, or digits from several scripts, that look alike"))
        .or(
            () ->
                when(
                    isReserved(name) || inParentheses(name).anyMatch(TokenName::isReserved),
                    "is reserved, or looks like a reserved name"))
        .or(
            () ->
                when(
                    words(name).anyMatch(word -> CLAIMS.stream().anyMatch(c -> isAlike(c, word))),
                    "makes a claim that only the record can make"))
        .or(
            () ->
                when(
                    IDS.stream().anyMatch(FOLDED.normalize(name)::startsWith),
                    "begins like an id and would be taken for one"));
  }

  private static Stream<String> inParentheses(String name) {
    var texts = new ArrayList<String>();
    for (int open = name.indexOf('('); open >= 0; open = name.indexOf('(', open + 1)) {
      var close = name.indexOf(')', open);
      texts.add(name.substring(open + 1, close < 0 ? name.length() : close).strip());
    }
    return texts.stream();
  }

  private static Stream<String> words(String name) {
    var spaced = new StringBuilder();
    name.codePoints()
        .forEach(c -> spaced.appendCodePoint(UCharacter.isLetterOrDigit(c) || isMark(c) ? c : ' '));
    return Stream.of(spaced.toString().split(" ")).filter(word -> !word.isEmpty());
  }

  private static boolean isReserved(String name) {
    return RESERVED.stream().anyMatch(reserved -> isAlike(reserved, name));
  }

  /** Whether people would take the one for the other, as it is written or in another case. */
  public static boolean isAlike(String one, String other) {
    return look(one).equals(look(other))
        || look(FOLDED.normalize(one)).equals(look(FOLDED.normalize(other)));
  }

  /** A skeleton may have capitals: that of 0 is O. A dot below a letter is easily overlooked. */
  private static String look(String name) {
    return NFKD.normalize(FOLDED.normalize(LOOKS.getSkeleton(name)))
        .codePoints()
        .filter(c -> UCharacter.getType(c) != Character.NON_SPACING_MARK)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Optional<String> when(boolean wrong, String sentence) {
    return wrong ? Optional.of(sentence) : Optional.empty();
  }

  private static String said(int point) {
    return "contains the character U+%04X, which is not allowed in a name".formatted(point);
  }

  private static boolean isMark(int point) {
    var type = UCharacter.getType(point);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isOfNames(int point) {
    return (UCharacter.isLetterOrDigit(point)
            || MARKS_IN_NAMES.indexOf(point) >= 0
            || isMark(point))
        && !UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
  }
}

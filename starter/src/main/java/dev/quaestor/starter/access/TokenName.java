package dev.quaestor.starter.access;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.SpoofChecker.RestrictionLevel;
import dev.quaestor.starter.ledger.ActionFilter;
import dev.quaestor.text.PersonName;
import java.util.List;
import java.util.Optional;

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
          "installation",
          "analyst",
          "quaestor",
          "system",
          "temporal-ui",
          "unknown");

  /** What a name may have beside letters, marks and digits. */
  private static final String MARKS_IN_NAMES = " .,-_'\u2019@+&:/()#";

  private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
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
                    "mixes scripts or digits of several, which look alike"))
        .or(
            () ->
                when(
                    RESERVED.stream().anyMatch(reserved -> isAlike(reserved, name)),
                    "is reserved, or looks like a name that is"));
  }

  /** Whether people would take the one for the other, as it is written or in another case. */
  public static boolean isAlike(String one, String other) {
    return look(one).equals(look(other))
        || look(FOLDED.normalize(one)).equals(look(FOLDED.normalize(other)));
  }

  /** A skeleton may have capitals: that of 0 is O. */
  private static String look(String name) {
    return FOLDED.normalize(LOOKS.getSkeleton(name));
  }

  private static Optional<String> when(boolean wrong, String sentence) {
    return wrong ? Optional.of(sentence) : Optional.empty();
  }

  private static String said(int point) {
    return "has the character U+%04X, which is in no name".formatted(point);
  }

  private static boolean isOfNames(int point) {
    return (UCharacter.isLetterOrDigit(point)
            || MARKS_IN_NAMES.indexOf(point) >= 0
            || UCharacter.getType(point) == Character.NON_SPACING_MARK
            || UCharacter.getType(point) == Character.COMBINING_SPACING_MARK)
        && !UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
  }
}

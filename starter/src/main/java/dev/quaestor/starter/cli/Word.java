package dev.quaestor.starter.cli;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.Execution;
import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.starter.ledger.Listing;
import dev.quaestor.starter.ledger.UndoState;
import dev.quaestor.text.Spelling;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A word of one of the API's closed lists, as people write it: {@code pending-approval} is {@code
 * PENDING_APPROVAL}. An unknown one is wrong usage, and the list is said.
 */
abstract class Word<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
  private final List<E> known;

  private Word(E[] known) {
    this.known = List.of(known);
  }

  /** Of any other list. */
  static String unknown(String text, List<String> known) {
    return unknown(text, Spelling.nearest(text, known, Word::folded), known);
  }

  /** The same with a nearest that may be none of the list. */
  static String unknown(String text, Optional<String> nearest, List<String> known) {
    return "\"%s\" is unknown%s; known are %s"
        .formatted(
            text,
            nearest.map(word -> ", did you mean %s?".formatted(word)).orElse(""),
            String.join(", ", known));
  }

  private static String folded(String word) {
    return word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public E convert(String text) {
    return known.stream()
        .filter(word -> word.name().equals(folded(text)))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException(unknown(text, names())));
  }

  @Override
  public Iterator<String> iterator() {
    return names().iterator();
  }

  private List<String> names() {
    return known.stream().map(Enum::name).toList();
  }

  static final class OfState extends Word<InvestigationStatus> {
    OfState() {
      super(InvestigationStatus.values());
    }
  }

  static final class OfSeverity extends Word<Severity> {
    OfSeverity() {
      super(Severity.values());
    }
  }

  static final class OfVerdict extends Word<Verdict> {
    OfVerdict() {
      super(Verdict.values());
    }
  }

  static final class OfArea extends Word<Area> {
    OfArea() {
      super(Area.values());
    }
  }

  static final class OfType extends Word<ActionType> {
    OfType() {
      super(ActionType.values());
    }
  }

  static final class OfSource extends Word<ActionSource> {
    OfSource() {
      super(ActionSource.values());
    }
  }

  static final class OfExecution extends Word<Execution> {
    OfExecution() {
      super(Execution.values());
    }
  }

  static final class OfUndo extends Word<UndoState> {
    OfUndo() {
      super(UndoState.values());
    }
  }

  static final class OfSort extends Word<Listing.Sort> {
    OfSort() {
      super(Listing.Sort.values());
    }
  }
}

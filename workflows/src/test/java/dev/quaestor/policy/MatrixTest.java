package dev.quaestor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Area;
import dev.quaestor.evidence.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdict, area, automation level and folder zone to a gate, every combination of them. */
class MatrixTest {

  /**
   * Defender's tables (the outcome by verdict and area, and the decision table of the levels), with
   * the careful reading where they are silent. {@code any} stands for every value of its column;
   * {@code –} for none needed.
   */
  private static final String TABLE =
      """
      verdict          | area     | level         | zone    | outcome
      -----------------|----------|---------------|---------|--------
      MALICIOUS        | DEVICE   | FULL          | any     | auto

      MALICIOUS        | DEVICE   | SEMI_ALL      | any     | pending

      MALICIOUS        | DEVICE   | SEMI_CORE     | CORE    | pending
      MALICIOUS        | DEVICE   | SEMI_CORE     | TEMP    | auto
      MALICIOUS        | DEVICE   | SEMI_CORE     | OTHER   | auto
      MALICIOUS        | DEVICE   | SEMI_CORE     | NOWHERE | pending

      MALICIOUS        | DEVICE   | SEMI_NON_TEMP | TEMP    | auto
      MALICIOUS        | DEVICE   | SEMI_NON_TEMP | CORE    | pending
      MALICIOUS        | DEVICE   | SEMI_NON_TEMP | OTHER   | pending
      MALICIOUS        | DEVICE   | SEMI_NON_TEMP | NOWHERE | pending

      MALICIOUS        | DEVICE   | NONE          | any     | –

      MALICIOUS        | EMAIL    | any           | any     | pending
      MALICIOUS        | IDENTITY | any           | any     | auto

      SUSPICIOUS       | any      | any           | any     | pending
      UNKNOWN          | any      | any           | any     | –
      NO_THREATS_FOUND | any      | any           | any     | –
      """;

  private static final Map<String, Gate> OUTCOMES =
      Map.of("auto", Gate.AUTOMATIC, "pending", Gate.APPROVAL, "–", Gate.NEVER);

  record Cell(Verdict verdict, Area area, AutomationLevel level, FolderZone zone, Gate gate) {
    String where() {
      return verdict + " " + area + " " + level + " " + zone;
    }
  }

  static List<Cell> cells() {
    return TABLE.lines().skip(2).filter(l -> !l.isBlank()).flatMap(MatrixTest::row).toList();
  }

  private static Stream<Cell> row(String line) {
    var words = Stream.of(line.split("\\|")).map(String::strip).toList();
    var cells = new ArrayList<Cell>();
    for (var verdict : values(Verdict.class, words.get(0))) {
      for (var area : values(Area.class, words.get(1))) {
        for (var level : values(AutomationLevel.class, words.get(2))) {
          for (var zone : values(FolderZone.class, words.get(3))) {
            cells.add(new Cell(verdict, area, level, zone, OUTCOMES.get(words.get(4))));
          }
        }
      }
    }
    return cells.stream();
  }

  private static <E extends Enum<E>> Set<E> values(Class<E> type, String word) {
    return word.equals("any") ? EnumSet.allOf(type) : EnumSet.of(Enum.valueOf(type, word));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void theOutcomeIsTheTables(Cell cell) {
    var ruling = Matrix.gate(cell.verdict(), cell.area(), cell.level(), cell.zone());
    assertThat(ruling.gate()).isEqualTo(cell.gate());
    assertThat(ruling.because()).isNotBlank();
  }

  @Test
  void theTableSaysEveryCombinationOnce() {
    var seen = new HashSet<String>();
    assertThat(cells()).allSatisfy(c -> assertThat(seen.add(c.where())).as(c.where()).isTrue());
    assertThat(seen).hasSize(4 * 3 * 5 * 4);
  }
}

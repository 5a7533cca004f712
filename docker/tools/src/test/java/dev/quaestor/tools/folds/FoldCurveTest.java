package dev.quaestor.tools.folds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FoldCurveTest {
  @Test
  void aCaseIsWalkedToItsEndAndItsStepsAreCounted() {
    var curve = FoldCurve.of(List.of(50, 100), 100);

    assertThat(curve.points()).extracting(FoldCurve.Point::pieces).containsExactly(50, 100, 100);
    assertThat(curve.points()).extracting(FoldCurve.Point::actions).containsExactly(50, 100, 0);
    assertThat(curve.points())
        .allSatisfy(p -> assertThat(p.cpu()).isGreaterThanOrEqualTo(p.dearest()))
        .allSatisfy(p -> assertThat(p.name()).isNotEmpty());
  }
}

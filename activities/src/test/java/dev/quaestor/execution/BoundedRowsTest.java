package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.wire.QuaestorJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundedRowsTest {
  @Test
  void aLongCellIsNeverCutThroughACharacter() {
    var row =
        QuaestorJson.mapper()
            .createObjectNode()
            .put("Command", "a".repeat(3998) + "\uD83D\uDE20" + "bc");

    var answer =
        BoundedRows.of(
            new HuntingQuery.Table(
                List.of(new HuntingQuery.Column("Command", "String")), List.of(row)));

    assertThat(answer.rows()).isEqualTo(List.of(Map.of("Command", "a".repeat(3998) + "…")));
  }
}

package dev.quaestor.starter.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.entity.EntityKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OracleTest {
  @ParameterizedTest
  @EnumSource
  void asBefore(ActionType type) {
    var old = OldCatalogue.all().stream().filter(e -> e.type() == type).findFirst().orElseThrow();
    assertThat(type.orderable()).isEqualTo(old.orderable());
    if (type.orderable()) {
      assertThat(type.targets().stream().map(EntityKind::wireName).toList())
          .isEqualTo(old.targets());
    }
    assertThat(
            type.choices().stream()
                .map(c -> c.name() + c.required() + c.values() + c.description())
                .toList())
        .isEqualTo(
            old.parameters().stream()
                .map(c -> c.name() + c.required() + c.values() + c.description())
                .toList());
    assertThat(type.sources()).isEqualTo(old.sources());
    assertThat(type.isLiveResponse()).isEqualTo(OldSources.isLiveResponse(type));
    assertThat(Placement.of(type).schemaClass()).isEqualTo(OldPlacement.of(type).schemaClass());
    assertThat(Placement.of(type).activity()).isEqualTo(OldPlacement.of(type).activity());
  }
}

package dev.quaestor.connector.defender;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which 404s say that a thing is gone. */
class DefenderAbsenceTest {

  @ParameterizedTest
  @CsvSource({
    "GET /api/files/{hash}, ResourceNotFound, true",
    "DELETE /api/indicators/{id}, NotFound, true",
    "GET /api/machines, ResourceNotFound, true",
    "GET /api/libraryfiles, NotFound, true",
    "GET /api/indicators, NotFound, false",
    "GET /api/machineactions, NotFound, false",
    "GET /api/alerts, ResourceNotFound, false",
    "GET /api/files/{hash}, , false"
  })
  void aThingMayBeGoneAndAListThatIsNotThereIsNoEmptyOne(
      String operation, String code, boolean gone) {
    assertThat(new DefenderAbsence().isTold(operation, code)).isEqualTo(gone);
  }
}

package dev.quaestor.connector.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which 404s say that a thing is gone. */
class GraphAbsenceTest {

  @ParameterizedTest
  @CsvSource({
    "GET /v1.0/users/{user}/messages/{message}, ErrorItemNotFound, true",
    "GET /v1.0/users/{user}/mailFolders/{folder}/messages, ErrorFolderNotFound, true",
    "GET /v1.0/users/{user}/mailFolders/inbox/messageRules/{rule}, ErrorItemNotFound, true",
    "GET /v1.0/users/{user}/messages, ErrorItemNotFound, false",
    "GET /v1.0/users/{user}/messages, ErrorFolderNotFound, false",
    "GET /v1.0/users/{user}/mailFolders, ErrorFolderNotFound, false",
    "GET /v1.0/users/{user}/mailFolders/inbox/messageRules, ErrorItemNotFound, false",
    "GET /v1.0/users/{user}/messages/{message}, MailboxNotEnabledForRESTAPI, false"
  })
  void aThingMayBeGoneAndAMailboxesListsAreAlwaysThere(
      String operation, String code, boolean gone) {
    assertThat(new GraphAbsence().isTold(operation, code)).isEqualTo(gone);
  }
}

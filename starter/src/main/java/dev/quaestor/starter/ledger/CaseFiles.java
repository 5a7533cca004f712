package dev.quaestor.starter.ledger;

import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.text.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people wrote into the files of cases: notes, who takes care of one, its tags. */
final class CaseFiles {
  /** As many notes of a case as are given at once, the latest ones. */
  static final int NOTES = 500;

  private final JdbcClient jdbc;

  CaseFiles(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void note(String caseId, LedgerEvent.NoteAdded e, Instant at) {
    jdbc.sql(
            """
            insert into case_note (investigation_id, body, said_by, said_at)
            values (?, ?, ?, ?)""")
        .params(caseId, Storable.of(e.text()), Storable.of(e.by()), Columns.utc(at))
        .update();
  }

  void assign(String caseId, LedgerEvent.Assigned e) {
    jdbc.sql(
            """
            update investigation set assignee = :name, assignee_key = :key
            where investigation_id = :case""")
        .param("name", Storable.orNull(e.assignee()))
        .param("key", CaseProjection.comparable(e.assignee()))
        .param("case", caseId)
        .update();
  }

  /**
   * Those that go stay as rows that count no longer, because nothing is deleted here; so does the
   * list of them in the case's row.
   */
  void tag(String caseId, LedgerEvent.Tagged e) {
    var wanted = new TreeMap<String, String>();
    e.tags().forEach(tag -> wanted.putIfAbsent(key(tag), Storable.of(tag)));
    jdbc.sql("update investigation set tags = :tags where investigation_id = :case")
        .param("tags", wanted.isEmpty() ? null : Columns.json(List.copyOf(wanted.values())))
        .param("case", caseId)
        .update();
    jdbc.sql("update case_tag set stands = false where investigation_id = ?")
        .param(caseId)
        .update();
    for (var tag : wanted.keySet()) {
      int known =
          jdbc.sql("update case_tag set stands = true where investigation_id = ? and tag_key = ?")
              .params(caseId, tag)
              .update();
      if (known == 0) {
        jdbc.sql("insert into case_tag (investigation_id, tag_key, stands) values (?, ?, true)")
            .params(caseId, tag)
            .update();
      }
    }
  }

  static String key(String tag) {
    return Objects.requireNonNull(CaseProjection.comparable(tag));
  }

  static List<String> tags(ResultSet row) throws SQLException {
    String[] tags = Columns.valueOrNull(row, "tags", String[].class);
    return tags == null ? List.of() : Arrays.asList(tags);
  }

  /** The latest of them, in the order in which they were written. */
  List<CaseNote> notes(String caseId) {
    return jdbc.sql(
            """
            select body, said_by, said_at from case_note where investigation_id = ?
            order by position desc limit ?""")
        .params(caseId, NOTES)
        .query(
            (row, n) ->
                new CaseNote(
                    row.getString("body"),
                    row.getString("said_by"),
                    Columns.instant(row, "said_at")))
        .list()
        .reversed();
  }
}

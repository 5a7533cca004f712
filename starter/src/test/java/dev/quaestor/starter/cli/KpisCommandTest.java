package dev.quaestor.starter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KpisCommandTest {
  @TempDir Path folder;
  private final CannedApi api = new CannedApi();

  @AfterEach
  void close() {
    api.close();
  }

  private Terminal terminal() {
    return Terminal.in(folder, api);
  }

  @Test
  void theFiguresOfAPeriodAreShownInWords() {
    api.on(
        "GET /kpis",
        200,
        """
        {"since":"2026-10-01T00:00:00Z","until":"2026-11-01T00:00:00Z","investigations":120,
         "toVerdict":{"known":118,"medianSeconds":42,"p90Seconds":125},
         "toDecide":{"known":40,"medianSeconds":3700,"p90Seconds":180000},
         "toRemediate":{"known":0},"planned":200,"automatic":150,"automaticShare":0.75,
         "done":0,"undone":0,"pending":3,"oldestWaiting":"2026-10-30T10:00:00Z"}\
        """);
    var screen =
        terminal()
            .run("kpis", "--since", "2026-10-01T00:00:00Z", "--until", "2026-11-01T00:00:00Z");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out())
        .contains("2026-10-01T00:00:00Z to 2026-11-01T00:00:00Z", "120")
        .contains("half within 42 s, nine of ten within 2 min 5 s (of 118)")
        .contains("half within 1 h 1 min, nine of ten within 2 d 2 h (of 40)")
        .contains("75.0 % (150 of 200 actions)")
        .contains("3, the oldest since 2026-10-30T10:00:00Z")
        .containsPattern("undone +-")
        .containsPattern("time to remediate +-");
    assertThat(api.onlyCall().target())
        .startsWith("/api/v1/kpis?since=2026-10-01T00")
        .contains("until=2026-11-01T00");
  }

  @Test
  void withoutAPeriodTheServerChoosesIt() {
    api.on("GET /kpis", 200, "{\"since\":\"2026-10-01T00:00:00Z\",\"pending\":0}");
    assertThat(terminal().run("kpis").out()).contains("2026-10-01T00:00:00Z to now");
    assertThat(api.onlyCall().target()).isEqualTo("/api/v1/kpis");
    assertThat(terminal().run("kpis", "--since", "yesterday").exit()).isNotZero();
  }
}

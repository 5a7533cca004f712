package dev.quaestor.starter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedQuestionsTest {
  @TempDir private Path folder;
  private final CannedApi api = new CannedApi();

  @AfterEach
  void stop() {
    api.close();
  }

  private Terminal.Screen run(String... words) {
    return Terminal.in(folder, api).run(words);
  }

  private static String with(String action, String more) {
    return action.substring(0, action.length() - 1) + more + "}";
  }

  private static String alsoDecided(String result, String decision) {
    return with(
        Canned.APPROVED_ISOLATION,
        """
        ,"alsoDecided":[{"actionId":"act-2","investigationId":"inv-2","result":"%s",
          "decision":"%s","detail":"There it rests on something else."}]"""
            .formatted(result, decision));
  }

  @Test
  void whatSeveralCasesAskIsOneLineWithTheirNumber() {
    api.on("GET /actions", 200, Canned.page(with(Canned.PENDING_ISOLATION, ",\"cases\":3")));

    var out = run("pending").out();

    assertThat(out.lines().filter(l -> l.contains("act-1")))
        .singleElement()
        .asString()
        .contains(" 3 ");
    assertThat(out).contains("CASES", "is decided in all of them");
  }

  @Test
  void whatOneCaseAsksSaysNothingOfOthers() {
    api.on("GET /actions", 200, Canned.page(with(Canned.PENDING_ISOLATION, ",\"cases\":1")));
    assertThat(run("pending").out()).doesNotContain("is decided in all of them");
  }

  @Test
  void whoLooksAtACaseOrAnActionIsToldWhichOtherCasesAskTheSame() {
    var asked =
        with(
            Canned.PENDING_ISOLATION,
            """
            ,"cases":3,"pending":{"reasons":[],"undo":{"possible":true,"sentence":"It is undone"},
              "impact":{"sentence":"One device"},"whoMayDecide":"Anybody",
              "ifNobodyAnswers":"It expires","mayDecide":true,"elsewhere":[
              {"investigationId":"inv-2","title":"Ransomware","actionId":"act-2",
               "verdict":"MALICIOUS","planHash":"h"},
              {"title":"","actionId":"act-3","verdict":"UNKNOWN","planHash":"h"}]}""");
    api.on("GET /investigations/act-1", 404, "{}");
    api.on("GET /actions/act-1", 200, asked);
    assertThat(run("show", "act-1").out())
        .containsPattern("also asked +inv-2  act-2  \"Ransomware\"")
        .containsPattern("also asked +act-3");

    api.on(
        "GET /investigations/inv-1",
        200,
        "{\"investigationId\":\"inv-1\",\"actions\":[%s]}".formatted(asked));
    assertThat(run("show", "inv-1").out())
        .containsPattern("also asked +inv-2  act-2  \"Ransomware\"");
  }

  @Test
  void whoDecidesIsToldWhatElseWasDecided() {
    api.on("POST /actions/act-1/approve", 200, alsoDecided("COUNTED", "APPROVED"));
    var screen = run("approve", "act-1");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).contains("also in inv-2: act-2  APPROVED");
  }

  @Test
  void whatAnotherCaseAsksForItsOwnReasonsIsSaidAndIsNoFailure() {
    api.on("POST /actions/act-1/approve", 200, alsoDecided("OTHER_PLAN", "PENDING"));
    var screen = run("approve", "act-1");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).contains("act-2  PENDING  There it rests on something else.");
  }

  @Test
  void thatItMayNotHaveCountedInAnotherCaseIsExitCodeOne() {
    api.on("POST /actions/act-1/approve", 200, alsoDecided("NO_ANSWER", "PENDING"));
    assertThat(run("approve", "act-1").exit()).isEqualTo(1);
    api.on("POST /actions/act-1/approve", 200, alsoDecided("NO_ANSWER", "PENDING"));
    assertThat(run("approve", "act-1", "--json").exit()).isEqualTo(1);
  }
}

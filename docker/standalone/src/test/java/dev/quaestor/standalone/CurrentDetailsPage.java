package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.QuaestorJson;
import java.util.regex.Pattern;

/** What the Temporal Web UI shows of a workflow, asked for as the Web UI asks. */
record CurrentDetailsPage(String markdown) {
  private static final Pattern BLOCK =
      Pattern.compile("```[a-z]*\\n(.*?)\\n\\s*```", Pattern.DOTALL);

  static CurrentDetailsPage of(RealHouse house, String workflowId) {
    var answer =
        house
            .temporal(
                "workflow",
                "query",
                "--workflow-id",
                workflowId,
                "--type",
                "__temporal_workflow_metadata",
                "--output",
                "json")
            .expect(0);
    var result = QuaestorJson.mapper().readTree(answer.out()).path("queryResult");
    var metadata = result.isArray() ? result.path(0) : result;
    assertThat(metadata.path("currentDetails").asString("")).as(answer.out()).isNotBlank();
    return new CurrentDetailsPage(metadata.path("currentDetails").asString());
  }

  /** The payload to paste that says this of all that waits, exactly as it stands there. */
  String payload(String verdict) {
    return BLOCK
        .matcher(markdown)
        .results()
        .map(r -> r.group(1).strip())
        .filter(p -> p.contains('"' + verdict + '"'))
        .reduce((ofOne, ofAll) -> ofAll)
        .orElseThrow(() -> new AssertionError("no payload to " + verdict + " in\n" + markdown));
  }
}

package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/**
 * What is shipped for Prometheus and Grafana asks only for what there is, and leads to pages that
 * there are. Whether the queries are right is tried by promtool, in {@code .ci/observability}.
 */
class ObservabilityTest {
  private static final Path SHIPPED = Path.of("../observability");
  private static final Path DOCS = Path.of("../../starter/docs");

  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:$\"])(quaestor[\\w:]*|temporal\\w*|jvm\\w*|process\\w*)");

  private static JsonNode yaml(String file) throws IOException {
    var load = new Load(LoadSettings.builder().build());
    return QuaestorJson.mapper()
        .valueToTree(load.loadFromString(Files.readString(SHIPPED.resolve(file))));
  }

  private static List<JsonNode> rules(String file) throws IOException {
    return yaml("prometheus/" + file).path("groups").get(0).path("rules").valueStream().toList();
  }

  private static Set<String> recorded() throws IOException {
    return rules("recording.yaml").stream()
        .map(r -> r.path("record").asString())
        .collect(Collectors.toSet());
  }

  /** The names of the page of metrics, and those that each JVM has. */
  private static Predicate<String> known() throws IOException {
    var listed =
        Files.readAllLines(DOCS.resolve("metrics.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .collect(Collectors.toSet());
    var recorded = recorded();
    return name ->
        listed.contains(name)
            || listed.contains(name.replaceFirst("_(bucket|count|sum|max)$", ""))
            || recorded.contains(name)
            || Set.of("jvm_memory_used_bytes", "process_cpu_usage").contains(name);
  }

  private static Set<String> names(String query) {
    var names = new TreeSet<String>();
    // What stands in quotes is a value.
    var found = NAME.matcher(query.replaceAll("\"[^\"]*\"", "\"\""));
    while (found.find()) {
      names.add(found.group());
    }
    return names;
  }

  private static void queries(JsonNode of, List<String> into) {
    if (of.isObject() && of.path("expr").isString()) {
      into.add(of.path("expr").asString());
    }
    of.forEach(child -> queries(child, into));
  }

  @Test
  void everyQueryAsksOnlyForMetricsThatThereAre() throws IOException {
    var queries = new ArrayList<String>();
    queries(yaml("prometheus/alerts.yaml"), queries);
    queries(yaml("prometheus/recording.yaml"), queries);
    for (var dashboard : dashboards()) {
      queries(dashboard, queries);
    }
    assertThat(queries).hasSizeGreaterThan(70);
    var known = known();
    for (var query : queries) {
      assertThat(names(query).stream().filter(known.negate())).as(query).isEmpty();
    }
    // A query that the test cannot read would pass it.
    assertThat(queries).allMatch(q -> q.startsWith("up{") || !names(q).isEmpty());
    assertThat(names("rate(quaestor_x_total{for=\"quaestor_y\"}[1m]) / quaestor:z"))
        .containsExactly("quaestor:z", "quaestor_x_total");
  }

  private static List<JsonNode> dashboards() throws IOException {
    var all = new ArrayList<JsonNode>();
    for (var name : List.of("soc.json", "operators.json")) {
      all.add(
          QuaestorJson.mapper()
              .readTree(Files.readString(SHIPPED.resolve("grafana").resolve(name))));
    }
    return all;
  }

  @Test
  void everyAlertSaysHowBadItIsAndLeadsToWhatToDo() throws IOException {
    var headings =
        Files.readAllLines(DOCS.resolve("operations.md")).stream()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(java.util.Locale.ROOT))
            .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
            .collect(Collectors.toSet());
    for (var rule : rules("alerts.yaml")) {
      var name = rule.path("alert").asString();
      assertThat(name).startsWith("Quaestor");
      assertThat(rule.path("labels").path("severity").asString())
          .as(name)
          .isIn("critical", "warning");
      assertThat(rule.path("annotations").path("summary").asString()).as(name).isNotBlank();
      assertThat(rule.path("annotations").path("description").asString()).as(name).isNotBlank();
      var runbook = rule.path("annotations").path("runbook").asString();
      assertThat(runbook).as(name).startsWith("starter/docs/operations.md#");
      assertThat(headings).as(name).contains(runbook.substring(runbook.indexOf('#') + 1));
    }
  }

  @Test
  void everyAlertIsTried() throws IOException {
    var tests = Files.readString(SHIPPED.resolve("prometheus/tests.yaml"));
    for (var rule : rules("alerts.yaml")) {
      assertThat(tests).contains("  - name: " + rule.path("alert").asString() + "\n");
    }
  }

  @Test
  void everyPanelHasATitleAndAPlaceOfItsOwn() throws IOException {
    for (var dashboard : dashboards()) {
      var ids = new TreeSet<Integer>();
      for (var panel : dashboard.path("panels")) {
        assertThat(panel.path("title").asString()).isNotBlank();
        assertThat(ids.add(panel.path("id").asInt())).isTrue();
        var place = panel.path("gridPos");
        assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
      }
    }
  }
}

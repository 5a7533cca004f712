package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of metrics is true: it names what a running house emits, and nothing else. */
@ExtendWith(House.Shared.class)
class InventoryTest {
  private static final Path PAGE = Path.of("../../starter/docs/metrics.md");

  private final Api api;

  InventoryTest(House house) {
    this.api = house.api();
  }

  /**
   * A line of the page.
   *
   * @param always whether it is there in every house
   */
  private record Listed(String kind, boolean always, Set<String> tags) {}

  private static Map<String, Listed> page() throws IOException {
    var listed = new TreeMap<String, Listed>();
    for (var line : Files.readAllLines(PAGE)) {
      var cells = line.split("\\|", -1);
      if (cells.length == 7 && cells[1].strip().startsWith("`")) {
        var kind = cells[2].strip();
        listed.put(
            cells[1].strip().replace("`", ""),
            new Listed(
                kind.replace("*", ""),
                !kind.endsWith("*"),
                Stream.of(cells[3].split(";"))
                    .map(tag -> tag.split(":")[0].strip().replace("`", ""))
                    .filter(tag -> !tag.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new))));
      }
    }
    return listed;
  }

  /** What a scrape says of a family. */
  private record Emitted(String kind, Set<String> tags) {}

  private Map<String, Emitted> emitted() {
    var families = new TreeMap<String, Emitted>();
    for (var line :
        api.get("/actuator/prometheus", "Accept", "text/plain")
            .expect(200)
            .text()
            .lines()
            .toList()) {
      if (line.startsWith("# TYPE ")) {
        var words = line.split(" ");
        families.put(words[2], new Emitted(words[3], new TreeSet<>()));
      } else if (!line.startsWith("#") && line.contains("{")) {
        var name = line.substring(0, line.indexOf('{'));
        var family =
            Stream.of(name, name.replaceFirst("_(bucket|count|sum)$", ""))
                .filter(families::containsKey)
                .findFirst();
        family.ifPresent(f -> families.get(f).tags().addAll(tags(line)));
      }
    }
    // Micrometer's own addition to each timer.
    families
        .keySet()
        .removeIf(f -> f.endsWith("_max") && families.containsKey(f.replaceFirst("_max$", "")));
    return families;
  }

  private static Set<String> tags(String line) {
    var tags = new TreeSet<String>();
    var rest = line.substring(line.indexOf('{') + 1, line.lastIndexOf('}'));
    while (rest.contains("=\"")) {
      var name = rest.substring(0, rest.indexOf("=\""));
      tags.add(name.replaceFirst("^,", ""));
      var value = rest.substring(name.length() + 2);
      int end = 0;
      while (value.charAt(end) != '"') {
        end += value.charAt(end) == '\\' ? 2 : 1;
      }
      rest = value.substring(end + 1);
    }
    tags.remove("le");
    tags.remove("quantile");
    return tags;
  }

  private static String kindOf(Emitted emitted) {
    return switch (emitted.kind()) {
      case "histogram", "summary" -> "timer";
      default -> emitted.kind();
    };
  }

  private void something(int device) {
    var investigation = api.submit(Alerts.suspiciousProcessOn(device));
    var isolation = api.pending(investigation, "ISOLATE_DEVICE").path("actionId").asString();
    api.approve(isolation).expect(200);
    api.action(isolation, "execution", "SUCCEEDED");
    api.undo(isolation).expect(202);
    api.action(isolation, "undo", "UNDONE");
  }

  @Test
  void whatAHouseEmitsIsListedAndWhatIsListedIsEmitted() throws IOException {
    something(43);
    var page = page();
    // The SDK tells every five seconds.
    var emitted =
        api.eventually(
            this::emitted,
            e ->
                page.entrySet().stream()
                    .filter(row -> row.getValue().always())
                    .allMatch(row -> e.containsKey(row.getKey())));

    var wrong = new TreeSet<String>();
    page.forEach(
        (name, listed) -> {
          var there = emitted.get(name);
          if (there == null) {
            if (listed.always()) {
              wrong.add(name + " is listed and not emitted");
            }
          } else if (!kindOf(there).equals(listed.kind())) {
            wrong.add(name + " is listed as " + listed.kind() + " and is a " + kindOf(there));
          } else if (name.startsWith("quaestor_") && !there.tags().equals(listed.tags())) {
            wrong.add(name + " has the tags " + there.tags() + " and not " + listed.tags());
          }
        });
    emitted.keySet().stream()
        .filter(name -> name.startsWith("quaestor_"))
        .filter(name -> !page.containsKey(name))
        .forEach(name -> wrong.add(name + " is emitted and not listed"));
    assertThat(wrong).isEmpty();
  }

  @Test
  void noTagCarriesWhatIsOfACase() {
    something(44);
    var ours =
        api.get("/actuator/prometheus", "Accept", "text/plain")
            .expect(200)
            .text()
            .lines()
            .filter(line -> line.startsWith("quaestor_"))
            .toList();
    assertThat(ours).noneMatch(line -> line.contains(Alerts.device(44)));
    // A series more for each case would be thousands before long.
    assertThat(ours).hasSizeLessThan(2_000);
  }
}

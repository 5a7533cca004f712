package dev.quaestor.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the house says to people, read in its sources: a number agrees with what it counts ({@code
 * Counted} is the one place for that), and wordings that no careful writer would use stay out.
 */
class WordingTest {
  private static final List<String> MODULES =
      List.of(
          "workflows",
          "mail",
          "vault",
          "start",
          "activities",
          "worker",
          "starter",
          "docker/standalone",
          "docker/tools");

  private static final String SEVERAL =
      "(?:actions|addresses|alerts|attachments|bytes|cases|characters|days|devices|entities|events"
          + "|examples|files|hours|indicators|investigations|lines|links|machines|mailboxes|mails"
          + "|messages|pieces|rows|rules|things|times|tokens|users)\\b";

  /** A number of things that could be one: limits are none, for they stand behind such words. */
  private static final Pattern UNCOUNTED = Pattern.compile("(?:%d|\\{\\}) (?:more )?" + SEVERAL);

  private static final Pattern LIMIT =
      Pattern.compile("\\b(?:than|most|to|last|the|newest|and) (?:%d|\\{\\}) (?:more )?" + SEVERAL);

  /** Each is said of numbers that are never 1. */
  private static final Set<String> NEVER_ONE =
      Set.of(
          "The URL is %d characters long.",
          "There are %d messages, and one action takes at most %d; act on parts of the cluster",
          "has %d alerts, but 1 to %d are accepted",
          "names %d things, but at most %d are accepted",
          "{} mails a second, one at a time. Items that name nothing to judge: {}.");

  private static final Pattern ONE_OF_SEVERAL = Pattern.compile("(?:^|[^\\w.,:-])1 " + SEVERAL);

  /** What was there once, or is of its kind; the left alone are better words for most of it. */
  private static final List<Pattern> UNIDIOMATIC =
      Stream.of(
              "\\(e?s\\)",
              "\\bwants it so\\b",
              "\\bMind:",
              "\\bbrings? it back\\b",
              "\\b(?:takes? it|taken) back\\b",
              "\\bthere twice\\b",
              "^As [A-Z_]{3,}\\.?$",
              "\\bsomebody (?:else|who|has)\\b",
              "\\banew\\b",
              "\\bby itself\\b",
              "\\b[Ii]t is no [a-km-z]",
              "\\bbroke on\\b",
              "\\bdoes not go with\\b",
              "\\bthat are taken\\b",
              "\\bany longer\\b",
              "\\blooked at\\b",
              "\\b[Nn]o answer in time\\b")
          .map(Pattern::compile)
          .toList();

  private static final Pattern TOKEN =
      Pattern.compile(
          "\"\"\"[ \\t]*\\n(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|//[^\\n]*|/\\*(?s:.*?)\\*/"
              + "|'(?:\\\\.|[^'\\\\])+'");

  /** Of a text: a character that is not the quote that closes it. */
  private static final String END = "([^\\\\\"]|\\\\[\"nrt])";

  private static final Pattern JOINED = Pattern.compile(END + "\"\\s*\\+\\s*\"");

  /** A text, a value and a text again, as one text with a hole. */
  private static final Pattern HOLE =
      Pattern.compile(END + "\"\\s*\\+\\s*[\\w.]+(?:\\([\\w.]*\\))?\\s*\\+\\s*\"");

  @Test
  void whatCountsAgreesWithItsNumberAndNothingIsWordedAsNobodyWould() {
    var wrong = new ArrayList<String>();
    for (var file : sources()) {
      texts(read(file)).stream()
          .filter(text -> isWrong(text))
          .forEach(text -> wrong.add(file.getFileName() + ": " + text));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theLawFindsWhatItIsFor() {
    assertThat(
            texts(
                """
                a("%d actions wait"); b(n + " x"); // "1 actions"
                c("found " + n + " devices"); d("see 1 " + "alerts"); e("1 new address(es)");
                f("Rule \\"" + rule + "\\" wants it so"); g("As HIGH.");
                """))
        .filteredOn(WordingTest::isWrong)
        .containsExactly(
            "%d actions wait",
            "found {} devices",
            "see 1 alerts",
            "1 new address(es)",
            "Rule \\\"{}\\\" wants it so",
            "As HIGH.");
    assertThat(
            List.of(
                "1 action is waiting",
                "at most %d actions",
                "1 to %d alerts",
                "It is no longer there"))
        .noneMatch(WordingTest::isWrong);
  }

  private static boolean isWrong(String text) {
    return (UNCOUNTED.matcher(text).find()
            && !LIMIT.matcher(text).find()
            && !NEVER_ONE.contains(text))
        || ONE_OF_SEVERAL.matcher(text).find()
        || UNIDIOMATIC.stream().anyMatch(p -> p.matcher(text).find());
  }

  /** The texts of a source, put together as they are said; a regular expression says nothing. */
  private static List<String> texts(String source) {
    var code = new StringBuilder();
    var tokens = TOKEN.matcher(source);
    int from = 0;
    while (tokens.find()) {
      code.append(source, from, tokens.start());
      code.append(tokens.group().startsWith("\"") ? tokens.group() : " ");
      from = tokens.end();
    }
    code.append(source, from, source.length());
    var joined = HOLE.matcher(JOINED.matcher(code).replaceAll("$1")).replaceAll("$1{}");
    var texts = new ArrayList<String>();
    var left = TOKEN.matcher(joined);
    while (left.find()) {
      var text = left.group().replace("\"\"\"", "\"");
      if (text.startsWith("\"") && !text.contains("(?:") && !text.contains("\\\\b")) {
        texts.add(text.substring(1, text.length() - 1));
      }
    }
    return texts;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> sources() {
    return MODULES.stream()
        .map(module -> Path.of("..", "..").resolve(module).resolve("src/main/java"))
        .flatMap(WordingTest::files)
        .toList();
  }

  private static Stream<Path> files(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

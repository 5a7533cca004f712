package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Things that are said for one purpose. One of them says little, because everybody says it once;
 * several different ones in one mail are its theme.
 *
 * @param weights for one, two, and three or more of them
 * @param phrases each another thing said
 */
record PhraseFamily(
    Sign.Family family, List<Integer> weights, String sentence, List<Pattern> phrases) {

  static PhraseFamily of(
      Sign.Family family, List<Integer> weights, String sentence, String... phrases) {
    return new PhraseFamily(
        family, weights, sentence, Stream.of(phrases).map(Pattern::compile).toList());
  }

  /** How many of them are there. */
  int count(String words) {
    return (int) phrases.stream().filter(p -> p.matcher(words).find()).count();
  }

  Optional<Sign> in(String words) {
    var count = count(words);
    if (count == 0 || weights.get(Math.min(count, weights.size()) - 1) == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Sign(
            family,
            "SAYS_" + family.name(),
            weights.get(Math.min(count, weights.size()) - 1),
            sentence));
  }
}

package dev.quaestor.start.roll;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a worker says of itself. As text it is the identity under which it polls, which a Temporal
 * server takes up to a thousand characters of; what would be longer is left out from the end.
 *
 * @param process for people, as {@code 4711@host}
 * @param instance tells one start of a process from the next
 * @param edition grows with each change: of one instance, the highest is what holds
 * @param keys fingerprints of the starters' keys that it believes
 * @param vault which vault it keeps bodies in; empty where that is not known
 * @param encryption the keys that payloads may be encrypted with, as {@code
 *     PayloadEncryption#fingerprints} has them; empty where that is not known
 * @param backEnds by the names of the connectors
 */
public record Presence(
    String process,
    String instance,
    long edition,
    List<String> keys,
    String vault,
    List<String> encryption,
    Map<String, BackEndState> backEnds) {
  private static final String FORM = "quaestor-worker/1";
  private static final int LONGEST = 1000;
  private static final int LONGEST_WORD = 80;
  private static final int MOST_KEYS = 40;
  private static final int MOST_OTHERS = 10;

  public Presence {
    process = word(process);
    keys = List.copyOf(keys);
    encryption = List.copyOf(encryption);
    backEnds = Map.copyOf(backEnds);
  }

  /** The same as of another edition. */
  public Presence as(long another) {
    return new Presence(process, instance, another, keys, vault, encryption, backEnds);
  }

  public boolean believes(String fingerprint) {
    return keys.contains(fingerprint);
  }

  /** Host names are not ours to choose. */
  private static String word(String text) {
    return text.chars()
        .limit(LONGEST_WORD)
        .map(c -> isOfAWord(c) ? c : '_')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isOfAWord(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "._@-".indexOf(c) >= 0;
  }

  private static boolean isWord(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_WORD
        && text.chars().allMatch(c -> isOfAWord(c) || c == ':');
  }

  /** As {@link #read} reads it. */
  public String text() {
    var parts = new ArrayList<String>();
    parts.add(FORM + " " + process + " i=" + instance + " n=" + edition);
    parts.add(listed("keys", keys, MOST_KEYS));
    parts.add(vault.isEmpty() ? "" : " vault=" + vault);
    parts.add(
        listed(
            "backends",
            new TreeMap<>(backEnds)
                .entrySet().stream()
                    .map(e -> word(e.getKey()) + ":" + e.getValue().name().toLowerCase(Locale.ROOT))
                    .toList(),
            MOST_OTHERS));
    parts.add(listed("encryption", encryption, MOST_OTHERS));
    var text = new StringBuilder();
    for (var part : parts) {
      if (text.length() + part.length() <= LONGEST) {
        text.append(part);
      }
    }
    return text.toString();
  }

  private static String listed(String name, List<String> words, int most) {
    // Half of a list would read as if the rest were not there.
    return words.isEmpty() || words.size() > most ? "" : " " + name + "=" + String.join(",", words);
  }

  /**
   * What an identity says; empty when it is not one of these. It may be anything: whoever polls
   * chooses it.
   */
  public static Optional<Presence> read(String identity) {
    var words = identity.split(" ", 12);
    if (identity.length() > LONGEST || words.length < 4 || !words[0].equals(FORM)) {
      return Optional.empty();
    }
    var told = new HashMap<String, List<String>>();
    for (int i = 2; i < words.length; i++) {
      var equals = words[i].indexOf('=');
      var values =
          equals < 1 ? List.<String>of() : List.of(words[i].substring(equals + 1).split(","));
      if (values.isEmpty() || !values.stream().allMatch(Presence::isWord)) {
        return Optional.empty();
      }
      told.put(words[i].substring(0, equals), values);
    }
    try {
      return !isWord(words[1]) || !told.containsKey("i") || !told.containsKey("n")
          ? Optional.empty()
          : Optional.of(
              new Presence(
                  words[1],
                  told.get("i").getFirst(),
                  Long.parseLong(told.get("n").getFirst()),
                  told.getOrDefault("keys", List.of()),
                  told.getOrDefault("vault", List.of("")).getFirst(),
                  told.getOrDefault("encryption", List.of()),
                  states(told.getOrDefault("backends", List.of()))));
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  /** A newer worker may know states that this reader does not. */
  private static Map<String, BackEndState> states(List<String> words) {
    var states = new HashMap<String, BackEndState>();
    for (var word : words) {
      var colon = word.lastIndexOf(':');
      for (var state : BackEndState.values()) {
        if (colon > 0 && state.name().equalsIgnoreCase(word.substring(colon + 1))) {
          states.put(word.substring(0, colon), state);
        }
      }
    }
    return states;
  }
}

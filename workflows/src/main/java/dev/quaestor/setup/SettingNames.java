package dev.quaestor.setup;

import com.google.re2j.Pattern;
import dev.quaestor.text.Spelling;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of all settings there are, read off the records that take them. A setting that is none
 * of them would count as not set, and nobody would notice.
 */
public final class SettingNames {

  /** Read by the command line, by scripts and by tests; they are in everybody's surroundings. */
  private static final List<String> OF_OTHERS =
      List.of(
          "quaestor.home",
          "quaestor.server",
          "quaestor.token",
          "quaestor.debug",
          "quaestor.root",
          "quaestor.terminal",
          "quaestor.columns",
          "quaestor.java-home",
          "quaestor.java-opts",
          "quaestor.no-build",
          "quaestor.golden.write",
          "quaestor.fuzz.seconds",
          "quaestor.histories.write",
          "quaestor.test-keycloak",
          "quaestor.test-postgres",
          "quaestor.test-temporal-server",
          "quaestor.require-dovecot",
          "quaestor.require-hosts",
          "quaestor.require-keycloak",
          "quaestor.require-proxies",
          "quaestor.require-root",
          "quaestor.require-scanners",
          "quaestor.require-servers");

  /**
   * Kubernetes gives every container such variables for each service of its namespace, and a
   * service may well be called {@code quaestor} or {@code quaestor-starter}.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".+_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_.+)?)?)");

  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** As {@code quaestor.webhooks[n].url}; what is open ends in a dot. */
  private final SortedSet<String> names = new TreeSet<>();

  private final SortedSet<String> keys;
  private final SortedSet<String> variables;

  public SettingNames(List<SettingGroup> groups) {
    for (var group : groups) {
      addAll(group.prefix(), group.type());
    }
    var known = Stream.concat(names.stream(), OF_OTHERS.stream()).toList();
    keys = known.stream().map(SettingNames::plain).collect(Collectors.toCollection(TreeSet::new));
    // In a variable dashes go away or are underscores, and no name may have both.
    variables =
        known.stream()
            .map(name -> name.replace("[n]", ".n").replace('.', '_').toUpperCase(Locale.ROOT))
            .flatMap(name -> Stream.of(name.replace("-", ""), name.replace('-', '_')))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private void addAll(String prefix, Class<?> type) {
    for (var component : type.getRecordComponents()) {
      add(
          prefix + "." + kebab(component.getName()),
          component.getType(),
          component.getGenericType());
    }
  }

  private void add(String name, Class<?> raw, Type type) {
    names.add(name);
    if (raw.isRecord()) {
      addAll(name, raw);
    } else if (raw == Map.class) {
      names.add(name + ".");
    } else if (raw == List.class
        && type instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] instanceof Class<?> element) {
      add(name + "[n]", element, element);
    }
  }

  private static String kebab(String camel) {
    return camel.replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
  }

  /** Without what makes no difference in a key. */
  private static String plain(String key) {
    return INDEX.matcher(key).replaceAll("[n]").replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  /**
   * A name under {@code quaestor} as somebody wrote it.
   *
   * @param variable whether it is one of the process's environment, as {@code
   *     QUAESTOR_API_MAX_BODY}
   * @param source where it is written, for people
   */
  public record Written(String name, boolean variable, String source) {}

  /**
   * @param written everything that is set anywhere; what is not ours is passed over
   * @throws UnknownSettings with a line for each that nobody reads
   */
  public void check(Stream<Written> written) {
    var unknown =
        written
            .filter(this::isUnknown)
            .map(
                w ->
                    "%s (%s) is not a setting%s"
                        .formatted(
                            w.name(),
                            w.source(),
                            Spelling.nearest(w.name(), names, SettingNames::letters)
                                .map(near -> ": did you mean " + near + "?")
                                .orElse(".")))
            .distinct()
            .toList();
    if (!unknown.isEmpty()) {
      throw new UnknownSettings(unknown);
    }
  }

  private boolean isUnknown(Written written) {
    var dotted = !written.variable() || written.name().contains(".");
    if (dotted) {
      var key = plain(written.name());
      return (key.startsWith("quaestor.") || key.startsWith("quaestor["))
          && !isIn(keys, key, ".")
          // A key of a map may be written in brackets.
          && !isIn(keys, key.replace('[', '.'), ".");
    }
    var upper = written.name().toUpperCase(Locale.ROOT);
    var variable = withoutNumbers(upper, "N");
    return variable.startsWith("QUAESTOR_")
        && !SERVICE_LINK.matcher(upper).matches()
        && !isIn(variables, variable, "_");
  }

  /** A variable writes the index of a list between underscores. */
  private static String withoutNumbers(String variable, String sign) {
    var parts = variable.split("_", -1);
    for (int i = 1; i < parts.length; i++) {
      parts[i] = NUMBER.matches(parts[i]) ? sign : parts[i];
    }
    return String.join("_", parts);
  }

  private static boolean isIn(SortedSet<String> known, String name, String end) {
    return known.contains(name)
        || known.stream().anyMatch(open -> open.endsWith(end) && name.startsWith(open));
  }

  /** Of a key and of a variable the same. */
  private static String letters(String name) {
    return INDEX
        .matcher(withoutNumbers(name, "n"))
        .replaceAll("n")
        .replaceAll("[^A-Za-z0-9]", "")
        .toLowerCase(Locale.ROOT);
  }
}

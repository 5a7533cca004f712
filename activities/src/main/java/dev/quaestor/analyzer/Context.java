package dev.quaestor.analyzer;

import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.MailboxRules.KnownRule;
import dev.quaestor.connector.capability.UserDirectory.KnownUser;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.mail.FilterWord;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that was looked up for a batch, before any analyzer saw it.
 *
 * @param files of each file, what the first connector that knows it says
 * @param filesOf the same of each connector that was asked, by its name
 * @param indicators one answer of each list that there is
 * @param misleadingTexts of URLs that a mail of this batch shows under the name of another site:
 *     the text that a reader sees, by the key of the URL
 * @param tenantMail what the own provider's filter wrote into each message that was read in our
 *     tenant, where its word is believed. It is here and not in the message: what came with an
 *     alert can never claim it
 * @param contents what engines say of the bytes of each thing whose bytes are at hand
 */
public record Context(
    Answers<KnownFile> files,
    SortedMap<String, Answers<KnownFile>> filesOf,
    Answers<KnownDevice> devices,
    Answers<KnownUser> users,
    Answers<List<KnownRule>> rules,
    List<Lookup<IndicatorIndex>> indicators,
    Map<EntityKey, String> misleadingTexts,
    Map<EntityKey, FilterWord> tenantMail,
    Map<EntityKey, List<ContentWord>> contents) {

  /** Answers about many things, by the key of what was asked for. */
  public record Answers<T>(Map<EntityKey, Lookup<T>> byKey) {
    public Answers {
      byKey = Map.copyOf(byKey);
    }

    public static <T> Answers<T> none() {
      return new Answers<>(Map.of());
    }

    public Lookup<T> about(EntityKey key) {
      var answer = byKey.get(key);
      return answer == null ? new Lookup.NobodyToAsk<>() : answer;
    }

    /** The same with those answers in place of what was said about these. */
    public Answers<T> with(Map<EntityKey, ? extends Lookup<T>> others) {
      var all = new LinkedHashMap<EntityKey, Lookup<T>>(byKey);
      all.putAll(others);
      return new Answers<>(all);
    }
  }

  public Context {
    filesOf = Collections.unmodifiableSortedMap(new TreeMap<>(filesOf));
    indicators = List.copyOf(indicators);
    misleadingTexts = Map.copyOf(misleadingTexts);
    tenantMail = Map.copyOf(tenantMail);
    contents = Map.copyOf(contents);
  }

  /** In which nothing was scanned. */
  public Context(
      Answers<KnownFile> files,
      SortedMap<String, Answers<KnownFile>> filesOf,
      Answers<KnownDevice> devices,
      Answers<KnownUser> users,
      Answers<List<KnownRule>> rules,
      List<Lookup<IndicatorIndex>> indicators,
      Map<EntityKey, String> misleadingTexts,
      Map<EntityKey, FilterWord> tenantMail) {
    this(files, filesOf, devices, users, rules, indicators, misleadingTexts, tenantMail, Map.of());
  }

  /** The same with what engines say of bytes. */
  public Context with(Map<EntityKey, List<ContentWord>> scanned) {
    return new Context(
        files, filesOf, devices, users, rules, indicators, misleadingTexts, tenantMail, scanned);
  }

  /** Of one connector that knows files, which read no message in our tenant. */
  public Context(
      Answers<KnownFile> files,
      Answers<KnownDevice> devices,
      Answers<KnownUser> users,
      Answers<List<KnownRule>> rules,
      List<Lookup<IndicatorIndex>> indicators,
      Map<EntityKey, String> misleadingTexts) {
    this(files, new TreeMap<>(), devices, users, rules, indicators, misleadingTexts, Map.of());
  }

  /** All that is known of a file, by whomever. */
  public List<KnownFile> known(FileArtifact file) {
    return Stream.concat(
            Stream.of(files.about(file.key())),
            filesOf.values().stream().map(answers -> answers.about(file.key())))
        .filter(Lookup.Known.class::isInstance)
        .map(lookup -> ((Lookup.Known<KnownFile>) lookup).value())
        .distinct()
        .toList();
  }

  /** The settings by which this message is judged. */
  public AnalysisSettings settings(MailMessage mail, AnalysisSettings settings) {
    return tenantMail.containsKey(mail.key()) ? settings.ofTenantMail() : settings;
  }

  /** Nothing was looked up. */
  public static Context empty() {
    return new Context(
        Answers.none(), Answers.none(), Answers.none(), Answers.none(), List.of(), Map.of());
  }
}

package dev.quaestor.starter.policy;

import com.google.re2j.Pattern;
import dev.quaestor.policy.Policy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What a policy file wants nothing to be done about: exclusions and suppressions. */
final class SilenceReader {
  private static final Pattern HASH =
      Pattern.compile("[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}");

  private SilenceReader() {}

  static List<Policy.Exclusion> exclusions(YamlObject file) {
    var exclusions = new ArrayList<Policy.Exclusion>();
    var ids = new HashSet<String>();
    for (var item : file.objects("exclusions", YamlObject.keys(Policy.Exclusion.class))) {
      var id = item.newName("id", ids);
      var folders = item.texts("folders");
      var extensions = item.texts("extensions");
      var names = item.texts("names");
      var because = item.text("because");
      folders.stream()
          .filter(f -> f.indexOf('*') >= 0)
          .forEach(
              f ->
                  item.problem(
                      "folders",
                      f,
                      PolicyCode.MEANINGLESS,
                      "a folder includes everything below it; wildcards are not allowed"));
      var exclusion =
          id == null
              ? null
              : item.make(() -> new Policy.Exclusion(id, folders, extensions, names, because));
      if (exclusion != null) {
        exclusions.add(exclusion);
      }
    }
    return exclusions;
  }

  static List<Policy.Suppression> suppressions(YamlObject file) {
    var suppressions = new ArrayList<Policy.Suppression>();
    var ids = new HashSet<String>();
    for (var item : file.objects("suppressions", YamlObject.keys(Policy.Suppression.class))) {
      var id = item.newName("id", ids);
      var titles = item.texts("titles");
      var devices = item.texts("devices");
      var hashes = hashes(item);
      var fileNames = item.texts("fileNames");
      var folders = item.texts("folders");
      var addresses = item.texts("addresses");
      var urls = item.texts("urls");
      var commandLines = item.texts("commandLines");
      var until = item.instant("until");
      var because = item.text("because");
      var suppression =
          id == null
              ? null
              : item.make(
                  () ->
                      new Policy.Suppression(
                          id,
                          titles,
                          devices,
                          hashes,
                          fileNames,
                          folders,
                          addresses,
                          urls,
                          commandLines,
                          until,
                          because));
      if (suppression != null) {
        suppressions.add(suppression);
      }
    }
    return suppressions;
  }

  private static List<String> hashes(YamlObject item) {
    var hashes = item.texts("hashes");
    hashes.stream()
        .filter(h -> !HASH.matches(h.strip()))
        .forEach(
            h ->
                item.problem(
                    "hashes",
                    h,
                    PolicyCode.OUT_OF_RANGE,
                    "must be an MD5, SHA-1 or SHA-256 in hex, is " + Vocabulary.quoted(h)));
    return hashes;
  }
}

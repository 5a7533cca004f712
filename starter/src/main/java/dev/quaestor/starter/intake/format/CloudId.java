package dev.quaestor.starter.intake.format;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The long names that clouds give to what runs in them: Azure's {@code /subscriptions/…}, Amazon's
 * {@code arn:…} and Google's {@code //compute.googleapis.com/…}. None is an id that a back end
 * knows a device by; that of a machine ends in its name.
 */
public final class CloudId {
  private static final List<String> MACHINES =
      List.of(
          "/microsoft.compute/virtualmachines/",
          "/microsoft.classiccompute/virtualmachines/",
          "/microsoft.hybridcompute/machines/",
          "/microsoft.azurestackhci/virtualmachines/",
          "/instances/",
          ":instance/");

  private CloudId() {}

  public static boolean isOne(@Nullable String text) {
    var lower = lower(text);
    return lower.startsWith("/subscriptions/")
        || lower.startsWith("subscriptions/")
        || lower.startsWith("arn:")
        || lower.startsWith("//") && lower.indexOf(".googleapis.com/") > 0;
  }

  /** The name of the machine; null when it names something else. */
  public static @Nullable String machine(@Nullable String text) {
    if (text == null || !isOne(text)) {
      return null;
    }
    var lower = lower(text);
    for (var kind : MACHINES) {
      var at = lower.indexOf(kind);
      if (at >= 0) {
        var rest = text.strip().substring(at + kind.length());
        var end = rest.indexOf('/');
        var name = end < 0 ? rest : rest.substring(0, end);
        return name.isBlank() ? null : name;
      }
    }
    return null;
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
  }
}

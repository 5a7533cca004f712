package dev.quaestor.starter.intake.format;

import com.google.re2j.Pattern;
import dev.quaestor.starter.intake.json.Fields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The hashes by which a file is known, lower case. What is none, as a fuzzy hash or a placeholder,
 * counts as not given: one odd hash must not keep an alert out.
 */
public record Hashes(@Nullable String sha256, @Nullable String sha1, @Nullable String md5) {
  public static final Hashes NONE = new Hashes(null, null, null);
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
  private static final Pattern NAMED =
      Pattern.compile("(?i)\\b(sha256|sha1|md5)[=:]\\s*([0-9a-f]{32,64})\\b");

  public static Hashes of(@Nullable String sha256, @Nullable String sha1, @Nullable String md5) {
    return new Hashes(hex(sha256, 64), hex(sha1, 40), hex(md5, 32));
  }

  /** The fields of those names. */
  public static Hashes of(@Nullable Fields fields, String sha256, String sha1, String md5) {
    return fields == null
        ? NONE
        : of(
            fields.text(sha256, Fields.ID),
            fields.text(sha1, Fields.ID),
            fields.text(md5, Fields.ID));
  }

  /** One hash of which only the length tells the kind. */
  public static Hashes byLength(@Nullable String value) {
    return of(value, value, value);
  }

  /** As Sysmon writes them: {@code SHA1=…,MD5=…,SHA256=…,IMPHASH=…}. */
  public static Hashes named(@Nullable String list) {
    var found = NONE;
    if (list == null) {
      return found;
    }
    var matcher = NAMED.matcher(list);
    while (matcher.find()) {
      var value = matcher.group(2);
      found =
          found.or(
              switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
                case "sha256" -> of(value, null, null);
                case "sha1" -> of(null, value, null);
                default -> of(null, null, value);
              });
    }
    return found;
  }

  /** These, and of the others what is not known here. */
  public Hashes or(Hashes others) {
    return new Hashes(
        sha256 != null ? sha256 : others.sha256,
        sha1 != null ? sha1 : others.sha1,
        md5 != null ? md5 : others.md5);
  }

  public boolean isNone() {
    return sha256 == null && sha1 == null && md5 == null;
  }

  private static @Nullable String hex(@Nullable String value, int digits) {
    if (value == null) {
      return null;
    }
    var hash = value.strip().toLowerCase(Locale.ROOT);
    return hash.length() == digits && HEX.matcher(hash).matches() ? hash : null;
  }
}

package dev.quaestor.starter.intake.sentinel;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.FileArtifact;
import dev.quaestor.evidence.Role;
import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.Hashes;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.text.Storable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an alert's extended properties name. Defender for Cloud writes its facts there under words
 * for people ({@code Process Path}, {@code Suspicious Command Line}, {@code User Name}), and in
 * many rows nowhere else; where the entities say the same, it is not said again.
 */
final class ExtendedProperties {
  private static final int MOST_ADDRESSES = 50;

  private final AlertDraft draft;
  private final HostDraft host;
  private final Fields properties;
  private final Map<String, String> names = new HashMap<>();

  ExtendedProperties(AlertDraft draft, HostDraft host, Fields properties) {
    this.draft = draft;
    this.host = host;
    this.properties = properties;
    for (var name : properties.node().propertyNames()) {
      names.putIfAbsent(plain(name), name);
    }
  }

  /** {@code Client IP Address(es)}, {@code clientIpAddress}: the letters count. */
  private static String plain(String name) {
    var letters = new StringBuilder();
    name.chars().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
    return letters.toString().toLowerCase(Locale.ROOT);
  }

  void read() {
    process();
    file("filepath", "filename");
    file("suspiciousfilepath", "suspiciousfilename");
    for (var name :
        List.of("account", "username", "useraccount", "user", "accountname", "principalname")) {
      var user = text(name);
      if (user != null && !isNothing(user)) {
        var account = Artifacts.account(user, null, null, text("usersid"));
        if (account != null) {
          draft.addUnlessSaid(account, List.of(), null);
        }
      }
    }
    for (var name :
        List.of(
            "clientip",
            "clientipaddress",
            "clientipaddresses",
            "sourceip",
            "sourceips",
            "sourceipaddress",
            "sourceaddress",
            "attackerip",
            "attackersourceip",
            "attackersip",
            "ipaddress",
            "callerip",
            "calleripaddress",
            "remoteip",
            "sourceipsattempts")) {
      addresses(name, Role.SOURCE);
    }
    addresses("destinationip", Role.DESTINATION);
    addresses("destinationipaddress", Role.DESTINATION);
  }

  private void process() {
    var path = text("processpath", "suspiciousprocesspath", "suspiciousprocess", "processname");
    var command = text("suspiciouscommandline", "commandline", "processcommandline");
    var number = number("pid", "processid", "suspiciousprocessid");
    var image = image(path);
    var process = host.process(number, null, command, image, text("account", "username"));
    if (process != null) {
      draft.addUnlessSaid(process, List.of(), null);
    }
    if (image != null) {
      draft.addUnlessSaid(image, List.of(), null);
    }
    var parent =
        host.process(
            number("parentprocessid"),
            null,
            null,
            image(text("parentprocess", "parentprocesspath", "parentprocessname")),
            null);
    if (parent != null) {
      draft.addUnlessSaid(parent, List.of(Role.CONTEXTUAL), null);
    }
  }

  private @Nullable FileArtifact image(@Nullable String path) {
    return path == null || isNothing(path) ? null : host.file(path, null, Hashes.NONE, null, null);
  }

  private void file(String pathName, String nameName) {
    var path = text(pathName);
    var name = text(nameName);
    var hashes = Hashes.of(text("filesha256", "sha256"), text("filesha1", "sha1"), text("filemd5"));
    var file =
        path == null && name == null && hashes.isNone()
            ? null
            : host.file(
                path, path == null || !endsWith(path, name) ? name : null, hashes, null, null);
    if (file != null) {
      draft.addUnlessSaid(file, List.of(), null);
    }
  }

  private static boolean endsWith(String path, @Nullable String name) {
    return name == null || path.toLowerCase(Locale.ROOT).endsWith(name.toLowerCase(Locale.ROOT));
  }

  /** Several in one text, among brackets and counts: {@code IP:203.0.113.50[1]}. */
  private void addresses(String name, Role role) {
    var text = text(name);
    var word = new StringBuilder();
    var count = 0;
    for (var c : text == null ? new char[0] : (text + " ").toCharArray()) {
      if (Character.digit(c, 16) >= 0 || c == '.' || c == ':' && !word.isEmpty()) {
        word.append(c);
      } else if (!word.isEmpty()) {
        count += Addresses.of(word.toString()) == null ? 0 : 1;
        if (count <= MOST_ADDRESSES) {
          host.addPeer(draft, word.toString(), role);
        }
        word.setLength(0);
      }
    }
  }

  private static boolean isNothing(String text) {
    var plain = text.strip().toLowerCase(Locale.ROOT);
    return plain.isEmpty() || plain.equals("-") || plain.equals("n/a") || plain.equals("unknown");
  }

  private @Nullable String text(String... wanted) {
    for (var name : wanted) {
      var known = names.get(name);
      var text = known == null ? null : properties.identity(known, Texts.FREE_TEXT);
      if (text != null) {
        return name.endsWith("name") ? Storable.boundedIdentity(text, NAME) : text;
      }
    }
    return null;
  }

  private @Nullable Long number(String... wanted) {
    for (var name : wanted) {
      var known = names.get(name);
      var number = known == null ? null : properties.number(known);
      if (number != null) {
        return number;
      }
    }
    return null;
  }
}

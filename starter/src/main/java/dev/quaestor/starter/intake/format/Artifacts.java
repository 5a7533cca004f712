package dev.quaestor.starter.intake.format;

import com.google.re2j.Pattern;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.entity.WebAddress;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.text.Storable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the vendors' formats have in common. Each answers null when nothing identifies it. */
public final class Artifacts {
  public static final int NAME = 1000;
  public static final int SHORT = 512;

  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** What ends so, without a scheme before it, is a page of the server that wrote the log. */
  private static final List<String> PAGES =
      List.of(".php", ".asp", ".aspx", ".jsp", ".html", ".htm", ".cgi", ".js", ".css");

  private Artifacts() {}

  public static @Nullable FileArtifact file(
      @Nullable String deviceId,
      @Nullable String name,
      @Nullable String path,
      @Nullable String sha256,
      @Nullable String sha1,
      @Nullable String md5,
      @Nullable Long size,
      @Nullable String signer) {
    if (name == null && sha256 == null && sha1 == null && md5 == null) {
      return null;
    }
    return new FileArtifact(deviceId, name, directory(path, name), sha256, sha1, md5, size, signer);
  }

  /** A file by its whole path; a name beside it is used where the path lacks one. */
  public static @Nullable FileArtifact fileAt(
      @Nullable String deviceId,
      @Nullable String path,
      @Nullable String name,
      Hashes hashes,
      @Nullable Long size,
      @Nullable String signer) {
    var folder = path == null || path.isBlank() ? null : path.strip();
    var called = name == null || name.isBlank() ? null : name.strip();
    if (folder != null && called == null) {
      var cut = Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\'));
      called = cut == folder.length() - 1 ? null : folder.substring(cut + 1);
      folder = cut < 0 ? null : folder.substring(0, Math.max(cut, 1));
    }
    return file(
        deviceId,
        called == null ? null : Storable.boundedIdentity(called, NAME),
        folder,
        hashes.sha256(),
        hashes.sha1(),
        hashes.md5(),
        size,
        signer);
  }

  /** Vendors mean the folder by a file's path, but some payloads carry the name in it as well. */
  private static @Nullable String directory(@Nullable String path, @Nullable String name) {
    if (path == null || name == null || path.length() <= name.length()) {
      return path;
    }
    var cut = path.length() - name.length();
    var separator = path.charAt(cut - 1);
    return path.regionMatches(true, cut, name, 0, name.length())
            && (separator == '\\' || separator == '/')
        ? path.substring(0, cut - 1)
        : path;
  }

  /** A key in its hive, or by its whole path. */
  public static @Nullable RegistryEntry registry(
      @Nullable String deviceId,
      @Nullable String hive,
      @Nullable String path,
      @Nullable String valueName,
      @Nullable String data) {
    var place = RegistryPath.of(hive, path);
    return place == null
        ? null
        : new RegistryEntry(deviceId, place.hive(), place.key(), valueName, data, null);
  }

  /**
   * A URL by what an access log or a proxy says of it. A path alone names nothing that could be
   * looked up or blocked: without a host it is none.
   *
   * @param host where the path is, as far as it is known; with or without its port
   */
  public static @Nullable Url url(@Nullable String written, @Nullable String host) {
    var text = written == null ? "" : written.strip();
    var name = host == null || host.strip().equals("-") ? "" : host.strip();
    var scheme = text.indexOf("://");
    var isPath = text.startsWith("/") && !text.startsWith("//");
    var rest = scheme >= 0 ? text.substring(scheme + 3) : isPath ? "" : text;
    rest = rest.startsWith("//") ? rest.substring(2) : rest;
    var address = WebAddress.of(text);
    if (isHost(authority(rest), scheme >= 0) || address.isWeb() && isHost(address.host(), true)) {
      return new Url(text);
    }
    return name.isEmpty() || scheme >= 0
        ? null
        : new Url(text.isEmpty() ? name : "http://" + name + (isPath ? "" : "/") + text);
  }

  private static String authority(String rest) {
    var end = 0;
    while (end < rest.length() && "/?#\\".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    var authority = rest.substring(0, end);
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private static boolean isHost(String authority, boolean afterScheme) {
    var name = authority.toLowerCase(Locale.ROOT);
    return Addresses.of(authority) != null
        || (afterScheme ? !name.isEmpty() : name.indexOf('.') > 0)
            && (afterScheme || PAGES.stream().noneMatch(name::endsWith))
            && authority.chars().noneMatch(c -> c <= ' ' || "<>\"'(){}*".indexOf(c) >= 0);
  }

  public static @Nullable UserAccount user(
      @Nullable String userId,
      @Nullable String userPrincipalName,
      @Nullable String sid,
      @Nullable String accountName,
      @Nullable String domain) {
    return userId == null && userPrincipalName == null && sid == null && accountName == null
        ? null
        : new UserAccount(userId, userPrincipalName, sid, accountName, domain);
  }

  /**
   * An account of which the vendor has one name for all: {@code DOMAIN\\name}, {@code name@domain}
   * or plain, and one id that is a SID or a directory's.
   */
  public static @Nullable UserAccount account(
      @Nullable String name, @Nullable String domain, @Nullable String mail, @Nullable String id) {
    var plain = name == null ? null : Storable.boundedIdentity(name, NAME);
    var realm = domain;
    var cut = plain == null ? -1 : plain.indexOf('\\');
    if (plain != null && cut > 0 && cut < plain.length() - 1) {
      realm = plain.substring(0, cut);
      plain = plain.substring(cut + 1);
    }
    var isPrincipal = plain != null && plain.indexOf('@') > 0;
    var principal = isPrincipal ? plain : mail;
    var isSid = id != null && id.startsWith("S-1-");
    return user(
        id == null || isSid || !GUID.matcher(id).matches() ? null : id,
        principal,
        isSid ? id : null,
        isPrincipal ? null : plain != null || principal != null || isSid ? plain : id,
        realm);
  }

  /** A message as alerts of other vendors know it; null when no id tells which one it is. */
  public static @Nullable MailMessage mail(
      @Nullable String networkId,
      @Nullable String internetId,
      @Nullable String recipient,
      @Nullable String sender,
      @Nullable String senderIp,
      @Nullable String subject,
      @Nullable Instant receivedAt,
      List<MailMessage.Link> links,
      List<MailMessage.Attachment> attachments) {
    return networkId == null && internetId == null
        ? null
        : new MailMessage(
            networkId,
            internetId,
            recipient,
            sender,
            null,
            null,
            null,
            senderIp,
            subject,
            receivedAt,
            links,
            attachments,
            List.of(),
            List.of());
  }

  /** Every object and list of a document that nobody read, each as a thing of its own. */
  public static void sections(AlertDraft draft, Fields document, String vendor, Set<String> read) {
    for (var property : document.node().properties()) {
      var value = property.getValue();
      if (!read.contains(property.getKey()) && value.isContainer() && !value.isEmpty()) {
        draft.add(section(vendor + "." + property.getKey(), document, property.getKey()));
      }
    }
  }

  public static OtherArtifact section(String vendorKind, Fields document, String name) {
    var inner = document.node().path(name).isObject() ? document.object(name) : null;
    return inner != null
        ? other(vendorKind, inner, Set.of())
        : new OtherArtifact(
            Storable.boundedIdentity(vendorKind, Fields.ID),
            Storable.boundedIdentity(plain(document.node().path(name)), SHORT));
  }

  private static String plain(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }

  /** All that an item says, in one line, so that nothing is lost; two that differ stay two. */
  public static OtherArtifact other(String vendorKind, Fields item, Set<String> leftOut) {
    var said =
        item.node().properties().stream()
            .filter(p -> !leftOut.contains(p.getKey()))
            .filter(
                p ->
                    !p.getValue().isNull()
                        && !(p.getValue().isContainer() && p.getValue().isEmpty()))
            .map(p -> p.getKey() + "=" + plain(p.getValue()))
            .collect(Collectors.joining(", "));
    return new OtherArtifact(
        Storable.boundedIdentity(vendorKind, Fields.ID),
        said.isBlank() ? "(nothing said)" : Storable.boundedIdentity(said, SHORT));
  }
}

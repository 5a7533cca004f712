package dev.quaestor.policy;

import com.google.re2j.Pattern;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a path leads, however it is written: {@code /folder/name}, forward slashes, no drive. A
 * path on a share keeps two slashes and its server, so that no folder of this device is meant. One
 * that can be read in several ways has several readings; one that does not say where it leads (a
 * bare name, an unknown variable) has none.
 */
final class FolderPath {
  /** How the kernel and the Win32 device namespace write a drive. */
  private static final Pattern DRIVE =
      Pattern.compile(
          "(?i)^(//[?.]/|/[?][?]/)?(globalroot)?"
              + "([a-z]:|/?device/harddiskvolume(?:shadowcopy)?[0-9]+|volume[{][0-9a-f-]+[}])/");

  private static final Pattern SHARE =
      Pattern.compile("(?i)^(?://[?.]/unc/|/[?][?]/unc/|/device/(?:mup|lanmanredirector)/|//)");

  /** A drive or the Windows folder as administrators reach it from elsewhere. */
  private static final Pattern ADMIN_SHARE = Pattern.compile("(?i)^//[^/]+/(?:([a-z])|admin)[$]/");

  private static final Pattern VARIABLE =
      Pattern.compile("(?i)^(?:%([a-z_][a-z0-9_() ]*)%|[$][{]?([a-z_][a-z0-9_]*)[}]?|(~))/");

  private static final Pattern VARIABLE_FOLDER = Pattern.compile("/(?:%[^/%]+%|[$][{][^/]+[}])/");

  /**
   * The variables whose place is known by what they are; of some the place depends on whose they
   * are. Any other may lead anywhere.
   */
  private static final Map<String, List<String>> PLACES =
      Map.ofEntries(
          Map.entry("systemdrive", List.of("")),
          Map.entry("systemroot", List.of("/windows")),
          Map.entry("windir", List.of("/windows")),
          Map.entry("programfiles", List.of("/program files", "/program files (x86)")),
          Map.entry("programfiles(x86)", List.of("/program files (x86)")),
          Map.entry("programw6432", List.of("/program files")),
          Map.entry(
              "commonprogramfiles",
              List.of("/program files/common files", "/program files (x86)/common files")),
          Map.entry("programdata", List.of("/programdata")),
          Map.entry("allusersprofile", List.of("/programdata")),
          Map.entry("public", List.of("/users/public")),
          Map.entry("userprofile", List.of("/users/somebody")),
          Map.entry("homepath", List.of("/users/somebody")),
          Map.entry("appdata", List.of("/users/somebody/appdata/roaming")),
          Map.entry("localappdata", List.of("/users/somebody/appdata/local")),
          Map.entry("temp", List.of("/users/somebody/appdata/local/temp", "/windows/temp")),
          Map.entry("tmp", List.of("/users/somebody/appdata/local/temp", "/windows/temp")));

  private static final List<String> HOMES = List.of("/home/somebody", "/root");

  private FolderPath() {}

  /** The readings of a pattern, which counts from the root if it does not say from where. */
  static List<String> patternReadings(String pattern) {
    var readings = readings(pattern);
    return readings.isEmpty() ? readings("/" + pattern.strip()) : readings;
  }

  /** The folder that a file of this reading lies in. */
  static String folderOf(String reading) {
    var end = reading.lastIndexOf('/');
    return end <= 0 ? "/" : reading.substring(0, end);
  }

  static String nameOf(String reading) {
    return reading.substring(reading.lastIndexOf('/') + 1);
  }

  /** Its readings; none when it does not say where it leads. */
  static List<String> readings(String path) {
    var text = path.strip().replace('\\', '/');
    var windows = path.indexOf('\\') >= 0;
    var kernel = text.toLowerCase(Locale.ROOT);
    if (kernel.startsWith("/systemroot/")) {
      return spelled("/windows" + text.substring("/systemroot".length()), true);
    }
    var variable = VARIABLE.matcher(text);
    if (variable.find()) {
      var rest = text.substring(variable.end() - 1);
      return places(variable.group(1), variable.group(2)).stream()
          .flatMap(place -> spelled(place + rest, windows || variable.group(1) != null).stream())
          .distinct()
          .toList();
    }
    var drive = DRIVE.matcher(text);
    if (drive.find()) {
      return spelled(text.substring(drive.end() - 1), true);
    }
    var share = SHARE.matcher(text);
    if (share.find() && (windows || share.end() > 2)) {
      return onShare("//" + text.substring(share.end()));
    }
    return text.startsWith("/") ? spelled(text, windows) : List.of();
  }

  private static List<String> places(String percent, String dollar) {
    if (percent != null) {
      return PLACES.getOrDefault(percent.toLowerCase(Locale.ROOT), List.of());
    }
    return dollar == null || dollar.equals("HOME") ? HOMES : List.of();
  }

  private static List<String> onShare(String path) {
    var readings = new ArrayList<>(spelled(path.substring(1), true));
    readings.replaceAll(r -> "/" + r);
    var admin = ADMIN_SHARE.matcher(path);
    if (admin.find()) {
      var place = admin.group(1) == null ? "/windows/" : "/";
      readings.addAll(spelled(place + path.substring(admin.end()), true));
    }
    return List.copyOf(readings);
  }

  /** As it stands, and as Win32 would open it: without dots and spaces at the end of a name. */
  private static List<String> spelled(String path, boolean windows) {
    if (VARIABLE_FOLDER.matcher(path).find()) {
      return List.of();
    }
    var asItStands = plain(path, windows, false);
    var asOpened = windows ? plain(path, true, true) : asItStands;
    return asItStands.equals(asOpened) ? List.of(asItStands) : List.of(asItStands, asOpened);
  }

  /** No doubled separators, no {@code .} and {@code ..}, no alternate data streams. */
  private static String plain(String path, boolean windows, boolean trimmed) {
    var parts = new ArrayDeque<String>();
    for (var written : path.split("/")) {
      var part = windows ? withoutStream(written) : written;
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        var name = trimmed ? withoutTail(part) : part;
        if (!name.isEmpty()) {
          parts.addLast(name);
        }
      }
    }
    return "/" + String.join("/", parts);
  }

  private static String withoutStream(String part) {
    var colon = part.indexOf(':');
    return colon < 0 ? part : part.substring(0, colon);
  }

  private static String withoutTail(String part) {
    var end = part.length();
    while (end > 0 && (part.charAt(end - 1) == '.' || part.charAt(end - 1) == ' ')) {
      end--;
    }
    return part.substring(0, end);
  }
}

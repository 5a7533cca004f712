package dev.quaestor.mail;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the first bytes of a file say it is, whatever its name and its sender say. */
record FileSignature(int offset, byte[] magic, String type) {
  private static final List<FileSignature> KNOWN =
      List.of(
          hex("25504446", "application/pdf"),
          hex("4d5a", "application/vnd.microsoft.portable-executable"),
          hex("7f454c46", "application/x-elf"),
          hex("cafebabe", "application/java-vm"),
          hex("d0cf11e0a1b11ae1", "application/x-ole-storage"),
          hex("526172211a07", "application/vnd.rar"),
          hex("377abcaf271c", "application/x-7z-compressed"),
          hex("1f8b", "application/gzip"),
          hex("425a68", "application/x-bzip2"),
          hex("fd377a585a00", "application/x-xz"),
          hex("4d534346", "application/vnd.ms-cab-compressed"),
          hex("28b52ffd", "application/zstd"),
          hex("4c0000000114020000000000c000000000000046", "application/x-ms-shortcut"),
          hex("e4525c7b8cd8a74daeb15378d02996d3", "application/onenote"),
          hex("789f3e22", "application/vnd.ms-tnef"),
          hex("7b5c727466", "application/rtf"),
          hex("89504e470d0a1a0a", "image/png"),
          hex("ffd8ff", "image/jpeg"),
          hex("474946383761", "image/gif"),
          hex("474946383961", "image/gif"),
          hex("2321", "text/x-script"),
          new FileSignature(257, ascii("ustar"), "application/x-tar"),
          new FileSignature(32769, ascii("CD001"), "application/x-iso9660-image"));
  static final String TNEF = "application/vnd.ms-tnef";

  static final String OFFICE = "application/vnd.openxmlformats-officedocument";
  static final String OFFICE_WITH_MACROS = "application/vnd.ms-office.macroenabled";

  /** Outlook's {@code .msg} is one, and so are the old Office documents. */
  static final String OLE = "application/x-ole-storage";

  private static final Map<String, String> ARCHIVES =
      Map.ofEntries(
          Map.entry("application/zip", "ZIP"),
          Map.entry("application/zip; encrypted", "ZIP"),
          Map.entry("application/zstd", "Zstandard"),
          Map.entry(OFFICE, "Office"),
          Map.entry(OFFICE_WITH_MACROS, "Office"),
          Map.entry("application/java-archive", "Java"),
          Map.entry("application/vnd.rar", "RAR"),
          Map.entry("application/x-7z-compressed", "7-Zip"),
          Map.entry("application/gzip", "gzip"),
          Map.entry("application/x-bzip2", "bzip2"),
          Map.entry("application/x-xz", "xz"),
          Map.entry("application/x-tar", "tar"),
          Map.entry("application/vnd.ms-cab-compressed", "cabinet"),
          Map.entry("application/x-iso9660-image", "ISO"));
  private static final Set<String> SHOWN_BY_PROGRAMS =
      Set.of(OFFICE, OFFICE_WITH_MACROS, "application/java-archive");

  /** By these names programs open what they hold, whatever stands at their beginning. */
  private static final Set<String> ARCHIVE_NAMES =
      Set.of(
          "zip", "rar", "7z", "gz", "tgz", "bz2", "tbz", "tbz2", "xz", "txz", "zst", "tar", "cab",
          "arj", "ace", "lzh", "lha", "z", "lz", "lzma", "wim", "cpio", "iso", "img", "udf");

  private static final Set<String> PROGRAMS_NAMES =
      Set.of(
          "docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xlsb", "xltx", "xltm", "xlam", "pptx",
          "pptm", "potx", "potm", "ppsx", "ppsm", "ppam", "sldx", "sldm", "vsdx", "vsdm", "jar",
          "war", "ear", "apk");

  private static final byte[] ZIP = HexFormat.of().parseHex("504b0304");
  private static final List<String> HTML =
      List.of("<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<svg");

  private static FileSignature hex(String magic, String type) {
    return new FileSignature(0, HexFormat.of().parseHex(magic), type);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A media type, or null when the bytes say nothing. */
  static @Nullable String of(byte[] content) {
    if (matches(content, 0, ZIP)) {
      return zip(content);
    }
    for (var known : KNOWN) {
      if (matches(content, known.offset, known.magic)) {
        return known.type;
      }
    }
    var head = head(content, 1024).stripLeading().toLowerCase(Locale.ROOT);
    return HTML.stream().anyMatch(head::startsWith) ? "text/html" : null;
  }

  /** What people call such an archive; null for what is none. */
  static @Nullable String archiveName(String type) {
    return ARCHIVES.get(type);
  }

  /** Whether it is one that only holds files, and that nobody opens but to take them out. */
  static boolean isArchive(String type) {
    return ARCHIVES.containsKey(type) && !SHOWN_BY_PROGRAMS.contains(type);
  }

  /**
   * Whether its files can be taken out here. A document or program is one only by its name too: who
   * packs other things may put the first file of one beside them.
   */
  static boolean isUnpacked(String type, @Nullable String name) {
    return type.equals("application/zip")
        || (SHOWN_BY_PROGRAMS.contains(type) && !PROGRAMS_NAMES.contains(extension(name)));
  }

  static boolean isOffice(@Nullable String type) {
    return OFFICE.equals(type) || OFFICE_WITH_MACROS.equals(type);
  }

  static boolean isArchiveName(@Nullable String name) {
    return ARCHIVE_NAMES.contains(extension(name));
  }

  private static String extension(@Nullable String name) {
    return name == null
        ? ""
        : name.substring(name.lastIndexOf('.') + 1).strip().toLowerCase(Locale.ROOT);
  }

  /** Office and Java archives are told by the names that stand in the clear at their beginning. */
  private static String zip(byte[] content) {
    var head = head(content, 4096);
    if (head.contains("[Content_Types].xml") || head.contains("_rels/.rels")) {
      return head.contains("vbaProject.bin") ? OFFICE_WITH_MACROS : OFFICE;
    }
    if (head.contains("META-INF/")) {
      return "application/java-archive";
    }
    // The first bit of the flags of the first file.
    var encrypted = content.length > 6 && (content[6] & 1) != 0;
    return encrypted ? "application/zip; encrypted" : "application/zip";
  }

  private static boolean matches(byte[] content, int offset, byte[] magic) {
    if (content.length < offset + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (content[offset + i] != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static String head(byte[] content, int length) {
    return new String(content, 0, Math.min(content.length, length), StandardCharsets.ISO_8859_1);
  }
}

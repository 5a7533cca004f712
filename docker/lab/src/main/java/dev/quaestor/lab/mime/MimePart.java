package dev.quaestor.lab.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A MIME entity: headers, and either children or decoded content. Nesting and number of parts are
 * bounded.
 */
public final class MimePart {

  private static final int MAX_DEPTH = 8;
  private static final int MAX_PARTS = 200;

  private final Map<String, List<String>> headers;
  private final List<MimePart> children;
  private final byte[] content;

  private MimePart(Map<String, List<String>> headers, List<MimePart> children, byte[] content) {
    this.headers = headers;
    this.children = children;
    this.content = content;
  }

  /** Reads an entity; whatever is malformed becomes content. */
  public static MimePart parse(byte[] raw) {
    return parse(new String(raw, StandardCharsets.ISO_8859_1), 0);
  }

  /** Reads a body whose headers came another way, as a multipart upload's do. */
  public static MimePart parse(String contentType, byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return parse("Content-Type: " + contentType.replaceAll("[\r\n]", " ") + "\r\n\r\n" + text, 0);
  }

  /** The first value of a header, unfolded, or the empty string. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).get(0);
  }

  /** All headers in order of first appearance, lower-case names. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  public List<MimePart> children() {
    return children;
  }

  public byte[] content() {
    return content.clone();
  }

  /** The media type without parameters, lower case; {@code text/plain} when there is none. */
  public String mediaType() {
    String type = header("content-type").split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    return type.isEmpty() ? "text/plain" : type;
  }

  /** A parameter of a structured header, or the empty string. */
  public String parameter(String header, String name) {
    Matcher matcher =
        Pattern.compile(
                ";\\s*" + Pattern.quote(name) + "\\s*=\\s*(\"([^\"]*)\"|[^;\\s]*)",
                Pattern.CASE_INSENSITIVE)
            .matcher(header(header));
    if (!matcher.find()) {
      return "";
    }
    return matcher.group(2) != null ? matcher.group(2) : matcher.group(1);
  }

  /** The content as text in its own character set. */
  public String text() {
    return new String(content, charset(parameter("content-type", "charset")));
  }

  /** Every part without children, depth first. */
  public List<MimePart> leaves() {
    if (children.isEmpty()) {
      return List.of(this);
    }
    List<MimePart> leaves = new ArrayList<>();
    children.forEach(child -> leaves.addAll(child.leaves()));
    return leaves;
  }

  static Charset charset(String name) {
    try {
      return name.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalArgumentException unknown) {
      return StandardCharsets.ISO_8859_1;
    }
  }

  private static MimePart parse(String raw, int depth) {
    int end = headerEnd(raw);
    Map<String, List<String>> headers = headers(raw.substring(0, Math.min(end, raw.length())));
    String body = raw.substring(Math.min(raw.length(), bodyStart(raw, end)));
    MimePart bare = new MimePart(headers, List.of(), new byte[0]);
    String boundary = bare.parameter("content-type", "boundary");
    if (bare.mediaType().startsWith("multipart/") && !boundary.isEmpty() && depth < MAX_DEPTH) {
      List<MimePart> children = new ArrayList<>();
      for (String part : split(body, boundary)) {
        children.add(parse(part, depth + 1));
      }
      return new MimePart(headers, List.copyOf(children), new byte[0]);
    }
    return new MimePart(headers, List.of(), decode(body, bare.header("content-transfer-encoding")));
  }

  private static int headerEnd(String raw) {
    if (raw.startsWith("\r\n") || raw.startsWith("\n")) {
      return 0;
    }
    int crlf = raw.indexOf("\r\n\r\n");
    int lf = raw.indexOf("\n\n");
    if (crlf < 0 && lf < 0) {
      return raw.length();
    }
    return crlf >= 0 && (lf < 0 || crlf < lf) ? crlf : lf;
  }

  private static int bodyStart(String raw, int end) {
    int position = end;
    for (int lines = end == 0 ? 1 : 0; lines < 2 && position < raw.length(); lines++) {
      position += raw.startsWith("\r\n", position) ? 2 : 1;
    }
    return position;
  }

  private static Map<String, List<String>> headers(String block) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String line : block.replaceAll("\r?\n[ \t]+", " ").split("\r?\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String value =
            new String(
                line.substring(colon + 1).trim().getBytes(StandardCharsets.ISO_8859_1),
                StandardCharsets.UTF_8);
        headers
            .computeIfAbsent(
                line.substring(0, colon).trim().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
            .add(value);
      }
    }
    return headers;
  }

  private static List<String> split(String body, String boundary) {
    List<String> parts = new ArrayList<>();
    String[] pieces = ("\n" + body).split("\r?\n--" + Pattern.quote(boundary), MAX_PARTS + 2);
    for (int i = 1; i < pieces.length; i++) {
      if (pieces[i].startsWith("--")) {
        break;
      }
      int line = pieces[i].indexOf('\n');
      parts.add(line < 0 ? "" : pieces[i].substring(line + 1));
    }
    return parts;
  }

  private static byte[] decode(String body, String encoding) {
    return switch (encoding.trim().toLowerCase(Locale.ROOT)) {
      case "base64" -> base64(body);
      case "quoted-printable" -> quotedPrintable(body);
      default -> body.getBytes(StandardCharsets.ISO_8859_1);
    };
  }

  private static byte[] base64(String body) {
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException malformed) {
      return body.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  private static byte[] quotedPrintable(String body) {
    String joined = body.replaceAll("=[ \t]*\r?\n", "");
    StringBuilder decoded = new StringBuilder(joined.length());
    for (int i = 0; i < joined.length(); i++) {
      char c = joined.charAt(i);
      if (c == '='
          && i + 2 < joined.length()
          && joined.substring(i + 1, i + 3).matches("[0-9A-Fa-f]{2}")) {
        decoded.append((char) Integer.parseInt(joined.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        decoded.append(c);
      }
    }
    return decoded.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}

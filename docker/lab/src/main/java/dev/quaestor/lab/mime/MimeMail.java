package dev.quaestor.lab.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;

/** A mail as it came in, read once: the raw bytes and what a mail API shows of them. */
public final class MimeMail {

  private static final Pattern URL =
      Pattern.compile("https?://[^\\s\"'<>]{1,2000}", Pattern.CASE_INSENSITIVE);
  private static final int MAX_URLS = 500;

  /** A name (possibly empty) and an address. */
  public record Address(String name, String address) {}

  /** An attached file. */
  public record Attachment(String name, String contentType, byte[] content) {}

  private final byte[] raw;
  private final Map<String, List<String>> headers;
  private final List<MimePart> parts;

  private MimeMail(byte[] raw) {
    this.raw = raw;
    this.headers = read(raw);
    this.parts = MimePart.parse(raw);
  }

  public static MimeMail parse(byte[] raw) {
    return new MimeMail(raw.clone());
  }

  public byte[] raw() {
    return raw.clone();
  }

  /** The first value of a header, unfolded, or the empty string. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).get(0);
  }

  /** All headers in order of first appearance, lower-case names. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  public String subject() {
    return decodeWords(header("subject"));
  }

  public Address from() {
    List<Address> all = addresses("from");
    return all.isEmpty() ? new Address("", "") : all.get(0);
  }

  // Not by mime4j: it reads one wrong address from a@b.example <c@d.example>, and that is bait.
  public List<Address> addresses(String header) {
    List<Address> result = new ArrayList<>();
    for (String one : header(header).split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
      String text = decodeWords(one).trim();
      int open = text.lastIndexOf('<');
      int close = text.lastIndexOf('>');
      if (open >= 0 && close > open) {
        String name = text.substring(0, open).trim().replaceAll("^\"|\"$", "");
        result.add(new Address(name, text.substring(open + 1, close).trim()));
      } else if (!text.isEmpty()) {
        result.add(new Address("", text));
      }
    }
    return result;
  }

  /** The HTML body, or the empty string. */
  public String html() {
    return body("text/html");
  }

  /** The plain text body, or the empty string. */
  public String text() {
    return body("text/plain");
  }

  public List<Attachment> attachments() {
    return parts.stream().filter(MimeMail::attached).map(MimeMail::attachment).toList();
  }

  /** The URLs of the bodies, each once, in order; attachments are not looked into. */
  public List<String> urls() {
    Set<String> urls = new LinkedHashSet<>();
    for (String body : List.of(html(), text())) {
      Matcher matcher = URL.matcher(body);
      while (matcher.find() && urls.size() < MAX_URLS) {
        urls.add(matcher.group().replace("&amp;", "&"));
      }
    }
    return List.copyOf(urls);
  }

  /** The same mail with one header replaced or added. */
  public MimeMail withHeader(String name, String value) {
    String text = new String(raw, StandardCharsets.ISO_8859_1);
    String line = name + ": " + value.replaceAll("[\r\n]", " ") + "\r\n";
    Matcher old =
        Pattern.compile("(?im)^" + Pattern.quote(name) + ":.*\r?\n(?:[ \t].*\r?\n)*").matcher(text);
    int body = text.indexOf("\n\n") < 0 ? text.indexOf("\r\n\r\n") : text.indexOf("\n\n");
    boolean found = old.find() && (body < 0 || old.start() < body);
    String changed =
        found ? text.substring(0, old.start()) + line + text.substring(old.end()) : line + text;
    return parse(changed.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The same mail, its headers and bodies kept, with exactly these attachments. */
  public MimeMail withAttachments(List<Attachment> wanted) {
    String boundary = "lab-" + Integer.toHexString(System.identityHashCode(wanted));
    StringBuilder text = new StringBuilder();
    headers.forEach(
        (name, values) -> {
          if (!name.startsWith("content-") && !name.equals("mime-version")) {
            values.forEach(value -> text.append(name + ": " + value + "\r\n"));
          }
        });
    text.append("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"")
        .append(boundary)
        .append("\"\r\n\r\n");
    if (!text().isEmpty()) {
      part(text, boundary, "text/plain; charset=utf-8", "inline", bytes(text()));
    }
    if (!html().isEmpty()) {
      part(text, boundary, "text/html; charset=utf-8", "inline", bytes(html()));
    }
    for (Attachment one : wanted) {
      String name = one.name().replaceAll("[\"\r\n]", "_");
      String disposition = "attachment; filename=\"" + name + "\"";
      part(text, boundary, one.contentType(), disposition, one.content());
    }
    text.append("--").append(boundary).append("--\r\n");
    return parse(bytes(text.toString()));
  }

  private static void part(
      StringBuilder text, String boundary, String type, String disposition, byte[] content) {
    text.append("--" + boundary + "\r\nContent-Type: " + type.replaceAll("[\r\n]", " "))
        .append("\r\nContent-Disposition: " + disposition)
        .append("\r\nContent-Transfer-Encoding: base64\r\n\r\n")
        .append(Base64.getMimeEncoder().encodeToString(content))
        .append("\r\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, List<String>> read(byte[] raw) {
    var builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
    builder.setDecodeMonitor(DecodeMonitor.SILENT);
    Map<String, List<String>> headers = new LinkedHashMap<>();
    try {
      for (Field field : builder.parseHeader(new ByteArrayInputStream(raw))) {
        String line = new String(field.getRaw().toByteArray(), StandardCharsets.UTF_8);
        headers
            .computeIfAbsent(field.getNameLowerCase(), name -> new ArrayList<>())
            .add(line.substring(line.indexOf(':') + 1).replaceAll("\r?\n[ \t]+", " ").trim());
      }
    } catch (IOException broken) {
      // A mail whose header cannot be read has none.
    }
    return headers;
  }

  private String body(String mediaType) {
    return parts.stream()
        .filter(part -> part.descriptor().getMimeType().equals(mediaType) && !attached(part))
        .findFirst()
        .map(MimePart::text)
        .orElse("");
  }

  private static boolean attached(MimePart part) {
    return "attachment".equalsIgnoreCase(part.descriptor().getContentDispositionType());
  }

  private static Attachment attachment(MimePart part) {
    String name = part.parameter("filename");
    String fallback = part.descriptor().getContentTypeParameters().getOrDefault("name", "");
    return new Attachment(
        decodeWords(name.isEmpty() ? fallback : name),
        part.descriptor().getMimeType(),
        part.content());
  }

  private static String decodeWords(String text) {
    try {
      return DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noSuchCharset) {
      return text;
    }
  }
}

package dev.quaestor.connector.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * One file and some text fields, RFC 7578. Names and file name are ours: what would end a header
 * early is refused.
 */
public final class Multipart {
  private final String boundary = "quaestor-" + UUID.randomUUID();
  private final byte[] body;

  /**
   * @param part the name of the file's field
   */
  public Multipart(Map<String, String> fields, String part, String fileName, byte[] content) {
    var out = new ByteArrayOutputStream();
    fields.forEach(
        (name, value) -> {
          head(out, "form-data; name=\"" + plain(name) + "\"", "text/plain; charset=utf-8");
          out.writeBytes(value.getBytes(StandardCharsets.UTF_8));
        });
    head(
        out,
        "form-data; name=\"%s\"; filename=\"%s\"".formatted(plain(part), plain(fileName)),
        "application/octet-stream");
    out.writeBytes(content);
    out.writeBytes(ascii("\r\n--" + boundary + "--\r\n"));
    this.body = out.toByteArray();
  }

  private void head(ByteArrayOutputStream out, String disposition, String type) {
    out.writeBytes(
        ascii(
            (out.size() == 0 ? "--" : "\r\n--")
                + boundary
                + "\r\nContent-Disposition: "
                + disposition
                + "\r\nContent-Type: "
                + type
                + "\r\n\r\n"));
  }

  private static String plain(String name) {
    if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new IllegalArgumentException("not a plain name for a form");
    }
    return name;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  byte[] body() {
    return body;
  }
}

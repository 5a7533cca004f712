package dev.quaestor.lab.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.message.DefaultBodyDescriptorBuilder;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * A part without parts of its own: what its header says of it, and its decoded content. Nesting and
 * number of parts are bounded.
 */
public record MimePart(MaximalBodyDescriptor descriptor, byte[] content) {

  private static final int MAX_DEPTH = 8;
  private static final int MAX_PARTS = 200;

  /** The parts of a body whose header came another way, as a multipart upload's does. */
  public static List<MimePart> parse(String contentType, byte[] body) {
    MimeTokenStream stream = stream();
    stream.parseHeadless(new ByteArrayInputStream(body), contentType.replaceAll("[\r\n]", " "));
    return leaves(stream);
  }

  /** The parts of a whole entity. */
  static List<MimePart> parse(byte[] raw) {
    MimeTokenStream stream = stream();
    stream.parse(new ByteArrayInputStream(raw));
    return leaves(stream);
  }

  /** A parameter of the content disposition, or the empty string. */
  public String parameter(String name) {
    Map<String, String> parameters = descriptor.getContentDispositionParameters();
    return parameters == null ? "" : parameters.getOrDefault(name, "");
  }

  /** The content as text in its own character set. */
  public String text() {
    String charset = descriptor.getContentTypeParameters().getOrDefault("charset", "UTF-8");
    try {
      return new String(content, Charset.forName(charset));
    } catch (IllegalArgumentException unknown) {
      return new String(content, StandardCharsets.ISO_8859_1);
    }
  }

  private static MimeTokenStream stream() {
    var stream =
        new MimeTokenStream(
            MimeConfig.PERMISSIVE, DecodeMonitor.SILENT, new DefaultBodyDescriptorBuilder());
    // An attached message is one file.
    stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
    return stream;
  }

  private static List<MimePart> leaves(MimeTokenStream stream) {
    List<MimePart> leaves = new ArrayList<>();
    int depth = 0;
    try {
      for (EntityState state = stream.getState();
          state != EntityState.T_END_OF_STREAM && depth <= MAX_DEPTH && leaves.size() < MAX_PARTS;
          state = stream.next()) {
        if (state == EntityState.T_START_MULTIPART) {
          depth++;
        } else if (state == EntityState.T_END_MULTIPART) {
          depth--;
        } else if (state == EntityState.T_BODY) {
          byte[] content = stream.getDecodedInputStream().readAllBytes();
          leaves.add(new MimePart((MaximalBodyDescriptor) stream.getBodyDescriptor(), content));
        }
      }
    } catch (IOException | MimeException | RuntimeException broken) {
      // What came before the break is kept; mime4j throws unchecked exceptions too.
    }
    return List.copyOf(leaves);
  }
}

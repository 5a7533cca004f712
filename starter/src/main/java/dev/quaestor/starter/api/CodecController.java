package dev.quaestor.starter.api;

import com.google.protobuf.ByteString;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.starter.PayloadForm;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.wire.PayloadEncryption;
import dev.quaestor.wire.QuaestorJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;

/**
 * Makes payloads readable for the Temporal Web UI and command line, by Temporal's contract for
 * codec servers. What it is given may be anybody's; what it answers is every case there is, so that
 * it is for those who may see everything.
 */
@Tag(name = "Codec", description = "Payloads for the Temporal Web UI and the temporal CLI")
@RestController
@ConditionalOnProperty(CodecController.UI_ORIGIN)
@RequestMapping(CodecController.PATH)
class CodecController {
  static final String PATH = "/api/v1/codec";
  static final String UI_ORIGIN = "quaestor.encryption.ui-origin";

  private static final int MOST_PAYLOADS = 1_000;

  /** A few bytes can be a claim on many in the vault, and be there a thousand times. */
  private static final long MOST_BYTES = 16L << 20;

  private final PayloadCodec decoding;
  private final PayloadEncryption encryption;
  private final String namespace;

  CodecController(PayloadForm form, TemporalDoor temporal) {
    if (!form.encryption().knowsKeys()) {
      throw new IllegalStateException(
          "quaestor.encryption.ui-origin is set, and there are no quaestor.encryption.keys to"
              + " decrypt with");
    }
    this.decoding = form.codec();
    this.encryption = form.encryption();
    this.namespace = temporal.namespace();
  }

  /**
   * One of Temporal's payloads in JSON.
   *
   * @param metadata each in Base64
   * @param data in Base64
   */
  @Schema(name = "CodecPayload")
  record CodedPayload(@Nullable Map<String, String> metadata, @Nullable String data) {
    Payload read() {
      var payload = Payload.newBuilder();
      if (metadata != null) {
        metadata.forEach((name, value) -> payload.putMetadata(name, bytes(value)));
      }
      return data == null ? payload.build() : payload.setData(bytes(data)).build();
    }

    /** Of either alphabet, padded or not, as Protobuf's JSON may be. */
    private static ByteString bytes(String base64) {
      return ByteString.copyFrom(
          Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/')));
    }

    static CodedPayload of(Payload payload) {
      var metadata = new LinkedHashMap<String, String>();
      payload.getMetadataMap().forEach((name, value) -> metadata.put(name, text(value)));
      return new CodedPayload(metadata, text(payload.getData()));
    }

    private static String text(ByteString bytes) {
      return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
  }

  /** Several of them. */
  @Schema(name = "CodecPayloads")
  record CodedPayloads(@Nullable List<CodedPayload> payloads) {}

  @Operation(
      summary = "Make payloads of histories readable",
      description =
          "Temporal's contract for codec servers: a message Payloads in Protobuf's JSON, and the"
              + " same back. For those who may see everything; header X-Namespace must be the"
              + " namespace of this installation.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = CodedPayloads.class))))
  @Allowed(value = AccessRole.VIEWER, everything = true)
  @PostMapping(path = "/decode", produces = "application/json")
  CodedPayloads decode(
      @RequestHeader(name = "X-Namespace", required = false) @Nullable String of,
      HttpServletRequest request)
      throws IOException {
    var given = read(of, request);
    var decoded = new ArrayList<CodedPayload>();
    var size = 0L;
    try {
      for (var payload : given) {
        var one = decoding.decode(List.of(payload)).getFirst();
        size += one.getSerializedSize();
        if (size > MOST_BYTES) {
          throw new ProblemException(
              ApiProblem.of(
                  HttpStatus.CONTENT_TOO_LARGE,
                  "too-many-payloads",
                  "That is too much at once",
                  "These payloads are more than %d MiB when they are decoded; ask for fewer"
                      .formatted(MOST_BYTES >> 20)));
        }
        decoded.add(CodedPayload.of(one));
      }
    } catch (PayloadCodecException unreadable) {
      throw new ProblemException(
          ApiProblem.of(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "unreadable-payload",
              "A payload cannot be read",
              String.valueOf(unreadable.getMessage())));
    }
    return new CodedPayloads(decoded);
  }

  @Operation(
      summary = "Encrypt payloads that are sent to a workflow",
      description =
          "For the messages that somebody writes in the Temporal Web UI or the temporal CLI. The"
              + " same contract.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = CodedPayloads.class))))
  @Allowed(value = AccessRole.VIEWER, everything = true)
  @PostMapping(path = "/encode", produces = "application/json")
  CodedPayloads encode(
      @RequestHeader(name = "X-Namespace", required = false) @Nullable String of,
      HttpServletRequest request)
      throws IOException {
    // Not into the vault: what somebody types is small, and reading is no right to fill it.
    return new CodedPayloads(
        encryption.encode(read(of, request)).stream().map(CodedPayload::of).toList());
  }

  private List<Payload> read(@Nullable String of, HttpServletRequest request) throws IOException {
    if (!namespace.equals(of)) {
      throw new ProblemException(
          ApiProblem.forbidden(
              "The header X-Namespace must be \"%s\", the only namespace that this codec serves"
                  .formatted(namespace)));
    }
    var body = request.getInputStream().readAllBytes();
    try {
      var given = QuaestorJson.mapper().readValue(body, CodedPayloads.class);
      if (given != null && given.payloads() != null && given.payloads().size() <= MOST_PAYLOADS) {
        return given.payloads().stream().map(CodedPayload::read).toList();
      }
    } catch (JacksonException | IllegalArgumentException | NullPointerException unreadable) {
      // Said below, without what was sent.
    }
    throw new ProblemException(
        ApiProblem.of(
            HttpStatus.BAD_REQUEST,
            "bad-payloads",
            "These are no payloads",
            "The body must be {\"payloads\": [...]} with up to %d payloads of Temporal, their"
                    .formatted(MOST_PAYLOADS)
                + " metadata and data in Base64"));
  }
}

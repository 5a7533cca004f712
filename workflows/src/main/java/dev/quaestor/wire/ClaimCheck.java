package dev.quaestor.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.quaestor.text.Sha256;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Keeps large payloads out of histories: the body goes into the vault under its SHA-256, and the
 * history holds a claim on it. What people send and read by hand is far smaller and stays as it is,
 * so clients that know nothing of this (the Web UI, the {@code temporal} CLI) work as before.
 *
 * <p>The same body is the same claim, so replays agree. Anybody who reaches Temporal can write a
 * claim: it leads to bodies that were payloads, and to nothing else that is kept.
 */
public final class ClaimCheck implements PayloadCodec {
  /**
   * The most bytes that a payload has in a history. An ordinary case has none above it and so never
   * waits for a disk; a batch of fifty pieces, a ledger's batch and a carried case do.
   */
  public static final int INLINE = 64 * 1024;

  private static final String ENCODING = "encoding";

  /** What begins so is shown as JSON by the Web UI. */
  private static final ByteString CLAIM = ByteString.copyFromUtf8("json/quaestor-vault");

  /** What the body itself is encoded as. */
  private static final String BODY_ENCODING = "quaestor-encoding";

  private final @Nullable PayloadVault vault;

  /**
   * @param vault null where there is none: then nothing is put there, and claims are refused
   */
  public ClaimCheck(@Nullable PayloadVault vault) {
    this.vault = vault;
  }

  /** What stands in a history for a body. */
  private record Claim(String sha256, long size) {}

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    return payloads.stream().map(this::encode).toList();
  }

  private Payload encode(Payload payload) {
    if (vault == null || payload.getData().size() <= INLINE) {
      return payload;
    }
    var body = payload.getData().toByteArray();
    var claim = new Claim(Sha256.of(body), body.length);
    vault.keep(claim.sha256(), body);
    return payload.toBuilder()
        .putMetadata(BODY_ENCODING, payload.getMetadataOrDefault(ENCODING, ByteString.EMPTY))
        .putMetadata(ENCODING, CLAIM)
        .setData(ByteString.copyFrom(QuaestorJson.mapper().writeValueAsBytes(claim)))
        .build();
  }

  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream().map(this::decode).toList();
  }

  private Payload decode(Payload payload) {
    if (!CLAIM.equals(payload.getMetadataOrDefault(ENCODING, ByteString.EMPTY))) {
      return payload;
    }
    var claim = claim(payload);
    var encoding = payload.getMetadataOrDefault(BODY_ENCODING, ByteString.EMPTY);
    return payload.toBuilder()
        .removeMetadata(BODY_ENCODING)
        .putMetadata(ENCODING, encoding)
        .setData(UnsafeByteOperations.unsafeWrap(body(claim)))
        .build();
  }

  private static Claim claim(Payload payload) {
    try {
      var claim = QuaestorJson.mapper().readValue(payload.getData().toByteArray(), Claim.class);
      if (claim.sha256() != null && claim.sha256().matches("[0-9a-f]{64}")) {
        return claim;
      }
    } catch (JacksonException unreadable) {
      // Said below, without what somebody wrote.
    }
    throw new PayloadCodecException("A history has a claim on the vault that names no body");
  }

  private byte[] body(Claim claim) {
    if (vault == null) {
      throw new PayloadCodecException(
          "A history refers to the body %s in a vault, and this process has none: %s"
              .formatted(claim.sha256(), SHARED));
    }
    var body =
        vault
            .find(claim.sha256())
            .orElseThrow(
                () ->
                    new PayloadCodecException(
                        "The vault %s has no body %s, to which a history refers: %s"
                            .formatted(vault.place(), claim.sha256(), SHARED)));
    if (!Sha256.of(body).equals(claim.sha256())) {
      throw new PayloadCodecException(
          "The body %s in the vault %s is not what was put there: its hash is another"
              .formatted(claim.sha256(), vault.place()));
    }
    return body;
  }

  private static final String SHARED =
      "the starter and every worker must see one vault (quaestor.vault.directory), and what is in"
          + " it must stay as long as the history";

  /** For people, at the start of a process. */
  public static String sentence(Optional<PayloadVault> vault) {
    return vault
        .map(
            v ->
                "payloads above %d KiB are kept in the vault %s, which the starter and every worker must share"
                    .formatted(INLINE >> 10, v.place()))
        .orElse(
            "quaestor.vault.directory is not set: this process cannot read payloads above %d KiB, which workers keep in their vault. Large cases will not get on."
                .formatted(INLINE >> 10));
  }
}

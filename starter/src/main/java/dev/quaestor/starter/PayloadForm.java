package dev.quaestor.starter;

import dev.quaestor.wire.PayloadEncryption;
import dev.quaestor.wire.PayloadVault;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.codec.ChainCodec;
import io.temporal.payload.codec.PayloadCodec;
import org.jspecify.annotations.Nullable;

/**
 * How payloads lie in histories, for this process.
 *
 * @param vault from which it reads large ones; null where it sees none
 */
public record PayloadForm(@Nullable PayloadVault vault, PayloadEncryption encryption) {
  DataConverter converter() {
    return QuaestorJson.dataConverter(vault, encryption);
  }

  /** From what lies in a history to what was meant. */
  public PayloadCodec codec() {
    return new ChainCodec(QuaestorJson.codecs(vault, encryption));
  }
}

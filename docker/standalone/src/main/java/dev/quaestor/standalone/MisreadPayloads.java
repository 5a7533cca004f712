package dev.quaestor.standalone;

import dev.quaestor.wire.PayloadEncryption;
import dev.quaestor.wire.PayloadVault;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.payload.codec.PayloadCodecException;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Our converter, which remembers what it could not read: the replayer reports only that a task
 * failed, and loses why.
 */
final class MisreadPayloads implements DataConverter {
  private final DataConverter ours;
  private final AtomicReference<DataConverterException> misread = new AtomicReference<>();

  /**
   * @param vault from which large payloads are read; nothing is put into it, because what a replay
   *     says again was kept when it was said
   * @param encryption knows the keys
   */
  MisreadPayloads(PayloadVault vault, PayloadEncryption encryption) {
    this.ours = QuaestorJson.dataConverter(new ReadOnly(vault), encryption);
  }

  private record ReadOnly(PayloadVault vault) implements PayloadVault {
    @Override
    public void keep(String sha256, byte[] body) {}

    @Override
    public Optional<byte[]> find(String sha256) {
      return vault.find(sha256);
    }

    @Override
    public String place() {
      return vault.place();
    }
  }

  /** What could not be read since it was last asked. */
  Optional<DataConverterException> taken() {
    return Optional.ofNullable(misread.getAndSet(null));
  }

  @Override
  public <T> Optional<Payload> toPayload(T value) {
    return ours.toPayload(value);
  }

  @Override
  public <T> T fromPayload(Payload payload, Class<T> valueClass, Type valueType) {
    return heard(() -> ours.fromPayload(payload, valueClass, valueType));
  }

  @Override
  public Optional<Payloads> toPayloads(Object... values) {
    return ours.toPayloads(values);
  }

  @Override
  public <T> T fromPayloads(
      int index, Optional<Payloads> content, Class<T> valueType, Type valueGenericType) {
    return heard(() -> ours.fromPayloads(index, content, valueType, valueGenericType));
  }

  private <T> T heard(Supplier<T> read) {
    try {
      return read.get();
    } catch (DataConverterException unreadable) {
      misread.compareAndSet(null, unreadable);
      throw unreadable;
    } catch (PayloadCodecException elsewhere) {
      var unreadable = new DataConverterException(elsewhere.getMessage(), elsewhere);
      misread.compareAndSet(null, unreadable);
      throw unreadable;
    }
  }
}

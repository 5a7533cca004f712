package dev.quaestor.wire;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.context.SerializationContext;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * Hides the texts of failures with everything else, except of those that say which key is missing:
 * whoever has to mend that may see nothing else.
 *
 * @param hiding encodes the texts of failures
 * @param saying does not
 */
record EncodedPayloads(DataConverter hiding, DataConverter saying) implements DataConverter {

  /** The same two for a converter and its codecs. */
  static DataConverter of(DataConverter plain, List<PayloadCodec> codecs) {
    return new EncodedPayloads(
        new CodecDataConverter(plain, codecs, true), new CodecDataConverter(plain, codecs, false));
  }

  @Override
  public <T> Optional<Payload> toPayload(T value) {
    return hiding.toPayload(value);
  }

  @Override
  public <T> T fromPayload(Payload payload, Class<T> valueClass, Type valueType) {
    return hiding.fromPayload(payload, valueClass, valueType);
  }

  @Override
  public Optional<Payloads> toPayloads(Object... values) {
    return hiding.toPayloads(values);
  }

  @Override
  public <T> T fromPayloads(
      int index, Optional<Payloads> content, Class<T> valueType, Type valueGenericType) {
    return hiding.fromPayloads(index, content, valueType, valueGenericType);
  }

  @Override
  public Object[] fromPayloads(
      Optional<Payloads> content, Class<?>[] parameterTypes, Type[] genericParameterTypes) {
    return hiding.fromPayloads(content, parameterTypes, genericParameterTypes);
  }

  @Override
  public Failure exceptionToFailure(Throwable throwable) {
    return (UnreadablePayload.isBehind(throwable) ? saying : hiding).exceptionToFailure(throwable);
  }

  @Override
  public RuntimeException failureToException(Failure failure) {
    return hiding.failureToException(failure);
  }

  @Override
  public DataConverter withContext(SerializationContext context) {
    return new EncodedPayloads(hiding.withContext(context), saying.withContext(context));
  }
}

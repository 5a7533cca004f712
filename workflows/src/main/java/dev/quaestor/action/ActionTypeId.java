package dev.quaestor.action;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.impl.TypeIdResolverBase;

/** In JSON an action names its type as the catalogue does. */
final class ActionTypeId extends TypeIdResolverBase {
  @Override
  public String idFromValue(DatabindContext context, Object action) {
    return ActionType.of(action.getClass()).name();
  }

  @Override
  public String idFromValueAndType(
      DatabindContext context, @Nullable Object action, Class<?> declared) {
    return ActionType.of(action == null ? declared : action.getClass()).name();
  }

  @Override
  public @Nullable JavaType typeFromId(DatabindContext context, String id) {
    return Arrays.stream(ActionType.values())
        .filter(type -> type.name().equals(id))
        .findFirst()
        .map(type -> context.constructType(type.action()))
        .orElse(null);
  }

  /** What the message names that says that a type is unknown. */
  @Override
  public String getDescForKnownTypeIds() {
    return Arrays.toString(ActionType.values());
  }

  @Override
  public JsonTypeInfo.Id getMechanism() {
    return JsonTypeInfo.Id.CUSTOM;
  }
}

package dev.quaestor.starter.api;

import java.util.Locale;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;

/**
 * Reads the value of an enumeration in a query whatever its case; what names none stays an error.
 */
@SuppressWarnings("rawtypes") // The interface leaves no other way to say "any enumeration".
final class AnyCaseEnums implements ConverterFactory<String, Enum> {
  @Override
  public <T extends Enum> Converter<String, T> getConverter(Class<T> type) {
    return text -> {
      for (var constant : type.getEnumConstants()) {
        if (constant.name().equals(text.strip().toUpperCase(Locale.ROOT))) {
          return constant;
        }
      }
      throw new IllegalArgumentException("No such value");
    };
  }
}

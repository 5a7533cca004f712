package dev.quaestor.starter.cli;

import dev.quaestor.starter.policy.Durations;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time, or how long ago one was. */
final class Moment implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String text) {
    var ago = Durations.parse(text);
    if (ago.isPresent()) {
      return Instant.now().minus(ago.get());
    }
    try {
      return Instant.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "\""
              + text
              + "\" is neither a time such as 2026-03-01T10:00:00Z nor a time span such as 30d");
    }
  }
}

package dev.quaestor.starter.cli;

import dev.quaestor.starter.policy.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time, or how long ago one was. */
public final class Moment implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String text) {
    try {
      var ago = Durations.parse(text);
      return ago.isPresent() ? Instant.now().minus(ago.get()) : Instant.parse(text.strip());
    } catch (DateTimeException | ArithmeticException e) {
      throw new TypeConversionException(
          "\""
              + text
              + "\" is neither a time such as 2026-03-01T10:00:00Z nor a time span such as 30d");
    }
  }
}

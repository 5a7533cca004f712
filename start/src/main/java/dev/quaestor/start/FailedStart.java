package dev.quaestor.start;

import static java.util.stream.Collectors.joining;

import dev.quaestor.setup.UnknownSettings;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;

/** What becomes of a start that fails: its reason is told, and the process ends. */
public final class FailedStart {
  private FailedStart() {}

  /**
   * Starts this process, which serves afterwards, or ends it with exit code 1. Libraries leave
   * threads behind that would keep it alive, doing nothing, and whoever supervises it would never
   * start it again.
   *
   * @param process what starts, for people
   * @param more what this process knows of its own failures
   */
  public static void orEnd(
      String process, Callable<?> start, Function<Throwable, Optional<CannotStart>> more) {
    try {
      start.call();
    } catch (Throwable failed) {
      tell(process, failed, more, System.err);
      System.exit(1);
    }
  }

  static void tell(
      String process,
      Throwable failed,
      Function<Throwable, Optional<CannotStart>> more,
      PrintStream to) {
    var known = reason(failed, more);
    if (known.isPresent()) {
      var why = known.get();
      to.println("The " + process + " did not start: " + why.what());
      if (!why.remedy().isEmpty()) {
        to.println(why.remedy());
      }
    } else {
      to.println("The " + process + " did not start: " + root(failed));
      to.println("Nobody has foreseen this. What follows is for its report:");
      failed.printStackTrace(to);
    }
  }

  /**
   * What a start threw, by its reason where that is known; for those that start a process inside
   * their own.
   */
  public static RuntimeException explained(
      RuntimeException failed, Function<Throwable, Optional<CannotStart>> more) {
    return reason(failed, more).map(r -> (RuntimeException) r).orElse(failed);
  }

  private static Optional<CannotStart> reason(
      Throwable failed, Function<Throwable, Optional<CannotStart>> more) {
    // By what knows most of it, wherever in the chain that stands.
    return Stream.<Function<Throwable, Optional<CannotStart>>>of(
            FailedStart::said, more, FailedStart::wrongSetting, FailedStart::own, FailedStart::file)
        .flatMap(knows -> chain(failed).map(knows).flatMap(Optional::stream))
        .findFirst();
  }

  private static Optional<CannotStart> said(Throwable cause) {
    return switch (cause) {
      case CannotStart why -> Optional.of(why);
      case UnknownSettings unknown ->
          Optional.of(
              new CannotStart(
                  String.valueOf(unknown.getMessage()), "Correct or remove it.", unknown));
      default -> Optional.empty();
    };
  }

  private static Optional<CannotStart> wrongSetting(Throwable cause) {
    if (!(cause instanceof BindException bind)) {
      return Optional.empty();
    }
    // What a record of ours refuses it says by itself; it may stand in a chain of several.
    return chain(bind)
        .map(FailedStart::own)
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> Optional.of(unreadable(innermost(bind))));
  }

  /** The outer ones name a group of settings, the last one the setting. */
  private static BindException innermost(BindException bind) {
    return chain(bind)
        .filter(BindException.class::isInstance)
        .map(BindException.class::cast)
        .reduce((outer, inner) -> inner)
        .orElse(bind);
  }

  private static CannotStart unreadable(BindException bind) {
    var property = bind.getProperty();
    var name = property == null ? bind.getName().toString() : property.getName().toString();
    var origin =
        property == null || property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")";
    // Without the value, which may be a secret in the wrong place.
    return new CannotStart(
        "%s%s is not %s.".formatted(name, origin, kind(bind.getTarget().getType().resolve())),
        "Correct or remove it.",
        bind);
  }

  private static String kind(@Nullable Class<?> type) {
    return switch (type == null ? "" : type.getSimpleName()) {
      case "Duration" -> "a duration, such as 30s or 5m";
      case "DataSize" -> "a size, such as 16MB";
      case "boolean", "Boolean" -> "true or false";
      case "int", "Integer", "long", "Long" -> "a whole number";
      default ->
          type != null && type.isEnum()
              ? "one of "
                  + Stream.of(type.getEnumConstants()).map(FailedStart::word).collect(joining(", "))
              : "what can be set there";
    };
  }

  private static String word(Object constant) {
    return String.valueOf(constant).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<CannotStart> file(Throwable cause) {
    return cause instanceof FileSystemException file
        ? Optional.of(
            new CannotStart(
                "%s cannot be used: %s.".formatted(file.getFile(), reason(file)),
                "Give it to the user who runs this process, or set another place.",
                file))
        : Optional.empty();
  }

  private static String reason(FileSystemException file) {
    return switch (file) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException missing -> "it does not exist";
      case FileAlreadyExistsException other -> "it is not a folder";
      default -> file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
    };
  }

  /** Ours say what is wrong by themselves; those of a library are riddles. */
  private static Optional<CannotStart> own(Throwable cause) {
    var trace = cause.getStackTrace();
    var message = cause.getMessage();
    if (!(cause instanceof IllegalArgumentException
            || cause instanceof IllegalStateException
            || cause instanceof UncheckedIOException)
        || message == null
        || trace.length == 0
        || !trace[0].getClassName().startsWith("dev.quaestor.")) {
      return Optional.empty();
    }
    var why =
        chain(cause)
            .filter(FileSystemException.class::isInstance)
            .map(file -> " (" + reason((FileSystemException) file) + ")")
            .findFirst()
            .orElse("");
    return Optional.of(
        new CannotStart(message + why + (message.endsWith(".") ? "" : "."), "", cause));
  }

  private static String root(Throwable failed) {
    var last = chain(failed).reduce((outer, inner) -> inner).orElse(failed);
    return last.getMessage() == null ? last.getClass().getName() : last.getMessage();
  }

  private static Stream<Throwable> chain(Throwable failed) {
    return Stream.<Throwable>iterate(failed, Objects::nonNull, Throwable::getCause).limit(50);
  }
}

package dev.quaestor.connector.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Sieve script (RFC 5228), as far as what it does to mail is to be told, with the place of each
 * command, so that one can be taken out and all else stays letter by letter.
 */
record SieveScript(String text, List<Command> commands) {
  /** More is not read: no person writes so much. */
  static final int LONGEST = 256 * 1024;

  private static final int DEEPEST = 32;
  private static final String TAKEN_OUT = "/* A redirect was taken out by Quaestor. */";

  /**
   * A command with its arguments.
   *
   * @param tags in lower case, with their colon
   * @param strings all in its arguments, those of its tests too
   * @param tests the names of its tests, in lower case
   * @param start where it begins
   * @param end behind its semicolon or block
   */
  record Command(
      String name,
      List<String> tags,
      List<Quoted> strings,
      List<String> tests,
      List<Command> block,
      int start,
      int end) {
    boolean is(String other) {
      return name.equals(other);
    }
  }

  /** A string and where it stands. */
  record Quoted(String value, int start, int end) {}

  /** Empty for what is no script, which no server would run either. */
  static Optional<SieveScript> of(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      var reading = new Reading(text);
      var commands = reading.commands(0);
      return reading.isAtEnd() ? Optional.of(new SieveScript(text, commands)) : Optional.empty();
    } catch (NotAScript broken) {
      return Optional.empty();
    }
  }

  /** All commands, those in blocks too. */
  Stream<Command> all() {
    return commands.stream().flatMap(SieveScript::all);
  }

  private static Stream<Command> all(Command command) {
    return Stream.concat(Stream.of(command), command.block().stream().flatMap(SieveScript::all));
  }

  /** To whom it sends mail on, each once. */
  List<String> redirects() {
    return all()
        .filter(command -> command.is("redirect"))
        .flatMap(command -> target(command).stream())
        .distinct()
        .toList();
  }

  private static Optional<String> target(Command redirect) {
    return redirect.strings().isEmpty()
        ? Optional.empty()
        : Optional.of(redirect.strings().getLast().value());
  }

  /** The user's own scripts that this one includes. */
  List<String> includes() {
    return all()
        .filter(SieveScript::includesOwn)
        .flatMap(command -> target(command).stream())
        .distinct()
        .toList();
  }

  private static boolean includesOwn(Command command) {
    return command.is("include") && !command.tags().contains(":global");
  }

  /**
   * The same without some redirects, and with others in the place of what it includes.
   *
   * @param out which addresses are taken out
   * @param included by the name of an included script what is included instead
   */
  String without(Predicate<String> out, Function<String, String> included) {
    var changed = new StringBuilder();
    var copied = 0;
    for (var command : all().toList()) {
      var target = target(command);
      if (command.is("redirect") && target.filter(out).isPresent()) {
        changed.append(text, copied, command.start()).append(TAKEN_OUT);
        copied = command.end();
      } else if (includesOwn(command) && target.isPresent()) {
        var quoted = command.strings().getLast();
        var other = included.apply(quoted.value());
        if (!other.equals(quoted.value())) {
          changed.append(text, copied, quoted.start()).append('"').append(other).append('"');
          copied = quoted.end();
        }
      }
    }
    return changed.append(text, copied, text.length()).toString();
  }

  /** What is no script. */
  private static final class NotAScript extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAScript() {
      super(null, null, false, false);
    }
  }

  /** Where it is read. */
  private static final class Reading {
    private final String text;
    private int at;

    Reading(String text) {
      this.text = text;
    }

    boolean isAtEnd() {
      skip();
      return at == text.length();
    }

    private void skip() {
      while (at < text.length()) {
        var next = text.charAt(at);
        if (Character.isWhitespace(next)) {
          at++;
        } else if (next == '#') {
          var end = text.indexOf('\n', at);
          at = end < 0 ? text.length() : end + 1;
        } else if (text.startsWith("/*", at)) {
          var end = text.indexOf("*/", at + 2);
          if (end < 0) {
            throw new NotAScript();
          }
          at = end + 2;
        } else {
          return;
        }
      }
    }

    List<Command> commands(int depth) {
      if (depth > DEEPEST) {
        throw new NotAScript();
      }
      var commands = new ArrayList<Command>();
      for (skip(); at < text.length() && text.charAt(at) != '}'; skip()) {
        commands.add(command(depth));
      }
      return commands;
    }

    private Command command(int depth) {
      var start = at;
      var name = word();
      if (name == null) {
        throw new NotAScript();
      }
      var tags = new ArrayList<String>();
      var strings = new ArrayList<Quoted>();
      var tests = new ArrayList<String>();
      while (true) {
        skip();
        if (at == text.length()) {
          throw new NotAScript();
        }
        var next = text.charAt(at);
        if (next == ';') {
          at++;
          return new Command(
              name.toLowerCase(Locale.ROOT), tags, strings, tests, List.of(), start, at);
        }
        if (next == '{') {
          at++;
          var block = commands(depth + 1);
          skip();
          if (at == text.length()) {
            throw new NotAScript();
          }
          at++;
          return new Command(name.toLowerCase(Locale.ROOT), tags, strings, tests, block, start, at);
        }
        argument(next, tags, strings, tests);
      }
    }

    private void argument(char next, List<String> tags, List<Quoted> strings, List<String> tests) {
      if (next == '"') {
        strings.add(quoted());
      } else if ("()[],".indexOf(next) >= 0) {
        at++;
      } else if (next == ':') {
        at++;
        tags.add(":" + String.valueOf(word()).toLowerCase(Locale.ROOT));
      } else if (next >= '0' && next <= '9') {
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
          at++;
        }
      } else {
        var start = at;
        var word = word();
        if (word == null) {
          throw new NotAScript();
        }
        if (word.equalsIgnoreCase("text") && at < text.length() && text.charAt(at) == ':') {
          strings.add(lines(start));
        } else {
          tests.add(word.toLowerCase(Locale.ROOT));
        }
      }
    }

    private @Nullable String word() {
      var start = at;
      while (at < text.length() && isOfWord(text.charAt(at), at > start)) {
        at++;
      }
      return at == start ? null : text.substring(start, at);
    }

    private static boolean isOfWord(char next, boolean inside) {
      return (next >= 'a' && next <= 'z')
          || (next >= 'A' && next <= 'Z')
          || next == '_'
          || (inside && next >= '0' && next <= '9');
    }

    private Quoted quoted() {
      var start = at;
      var value = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      if (at == text.length()) {
        throw new NotAScript();
      }
      at++;
      return new Quoted(value.toString(), start, at);
    }

    /** Lines up to one with a dot alone. */
    private Quoted lines(int start) {
      var end = text.indexOf('\n', at);
      if (end < 0) {
        throw new NotAScript();
      }
      var value = new StringBuilder();
      for (at = end + 1; at < text.length(); ) {
        var next = text.indexOf('\n', at);
        var line = text.substring(at, next < 0 ? text.length() : next).stripTrailing();
        at = next < 0 ? text.length() : next + 1;
        if (line.equals(".")) {
          return new Quoted(value.toString(), start, at);
        }
        value.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
      }
      throw new NotAScript();
    }
  }
}

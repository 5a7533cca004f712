package dev.quaestor.lab.hunting;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A piece of a query. A string literal's text is what it means, escapes resolved. */
record Token(Kind kind, String text) {

  enum Kind {
    NAME,
    STRING,
    NUMBER,
    TIMESPAN,
    DATETIME,
    SYMBOL,
    END
  }

  private static final int MAX_QUERY_CHARS = 200_000;
  private static final Pattern SPACE = Pattern.compile("(?:\\s+|//[^\\n]*)+");
  private static final Pattern DATETIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?Z)?");
  private static final Pattern TIMESPAN =
      Pattern.compile("[0-9]+(?:\\.[0-9]+)?(?:ms|d|h|m|s)(?![A-Za-z0-9_])");
  private static final Pattern NUMBER =
      Pattern.compile("[0-9]{1,18}(?:\\.[0-9]{1,9})?(?![A-Za-z0-9_])");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern SYMBOL = Pattern.compile("==|=~|!=|!~|>=|<=|[|(),<>=!~;-]");

  static List<Token> tokenize(String query) {
    if (query.length() > MAX_QUERY_CHARS) {
      throw new QueryException("The query is too long");
    }
    List<Token> tokens = new ArrayList<>();
    int position = 0;
    while (true) {
      position = skip(query, position);
      if (position >= query.length()) {
        tokens.add(new Token(Kind.END, ""));
        return tokens;
      }
      char c = query.charAt(position);
      boolean verbatim =
          c == '@' && position + 1 < query.length() && isQuote(query.charAt(position + 1));
      if (verbatim) {
        position = verbatim(query, position + 1, tokens);
      } else if (isQuote(c)) {
        position = string(query, position, tokens);
      } else {
        position = plain(query, position, tokens);
      }
    }
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private static int skip(String query, int position) {
    Matcher space = SPACE.matcher(query).region(position, query.length());
    return space.lookingAt() ? space.end() : position;
  }

  private static int plain(String query, int position, List<Token> tokens) {
    Kind[] kinds = {Kind.DATETIME, Kind.TIMESPAN, Kind.NUMBER, Kind.NAME, Kind.SYMBOL};
    Pattern[] patterns = {DATETIME, TIMESPAN, NUMBER, NAME, SYMBOL};
    for (int i = 0; i < kinds.length; i++) {
      Matcher matcher = patterns[i].matcher(query).region(position, query.length());
      if (matcher.lookingAt()) {
        tokens.add(new Token(kinds[i], matcher.group()));
        return matcher.end();
      }
    }
    throw new QueryException(
        "Syntax error: a character at position " + position + " could not be parsed");
  }

  private static int string(String query, int start, List<Token> tokens) {
    char quote = query.charAt(start);
    StringBuilder value = new StringBuilder();
    for (int i = start + 1; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c == quote) {
        tokens.add(new Token(Kind.STRING, value.toString()));
        return i + 1;
      }
      if (c == '\n' || c == '\r') {
        break;
      }
      if (c == '\\' && i + 1 < query.length()) {
        i = escape(query, i + 1, value);
      } else {
        value.append(c);
      }
    }
    throw new QueryException(
        "Syntax error: a string literal that starts at position " + start + " is not closed");
  }

  /**
   * Appends the meaning of the escape whose letter is at {@code at}; returns the index of its last
   * character.
   */
  private static int escape(String query, int at, StringBuilder value) {
    char c = query.charAt(at);
    switch (c) {
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case '\\', '"', '\'' -> value.append(c);
      case 'u' -> {
        String digits = query.substring(at + 1, Math.min(query.length(), at + 5));
        if (!digits.matches("[0-9A-Fa-f]{4}")) {
          throw new QueryException("Syntax error: a malformed escape in a string literal");
        }
        value.append((char) Integer.parseInt(digits, 16));
        return at + 4;
      }
      default -> throw new QueryException("Syntax error: an unknown escape in a string literal");
    }
    return at;
  }

  /** In a verbatim string only the quote is special, written twice. */
  private static int verbatim(String query, int start, List<Token> tokens) {
    char quote = query.charAt(start);
    StringBuilder value = new StringBuilder();
    for (int i = start + 1; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c != quote) {
        value.append(c);
      } else if (i + 1 < query.length() && query.charAt(i + 1) == quote) {
        value.append(quote);
        i++;
      } else {
        tokens.add(new Token(Kind.STRING, value.toString()));
        return i + 1;
      }
    }
    throw new QueryException("Syntax error: a verbatim string is not closed");
  }
}

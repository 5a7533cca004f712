package dev.quaestor.lab.hunting;

import java.util.List;

/** A cursor over the tokens of one query. */
final class Tokens {

  private final List<Token> tokens;
  private int position;

  Tokens(String query) {
    this.tokens = Token.tokenize(query);
  }

  Token peek() {
    return tokens.get(position);
  }

  Token next() {
    Token token = tokens.get(position);
    if (token.kind() != Token.Kind.END) {
      position++;
    }
    return token;
  }

  /** Keywords are lower case and, like symbols, taken only when they stand there. */
  boolean accept(String text) {
    Token token = peek();
    boolean here =
        (token.kind() == Token.Kind.NAME || token.kind() == Token.Kind.SYMBOL)
            && token.text().equals(text);
    if (here) {
      position++;
    }
    return here;
  }

  void expect(String text) {
    if (!accept(text)) {
      throw error("'" + text + "' expected");
    }
  }

  String name() {
    if (peek().kind() != Token.Kind.NAME) {
      throw error("a name expected");
    }
    return next().text();
  }

  boolean atEnd() {
    return peek().kind() == Token.Kind.END;
  }

  QueryException error(String what) {
    String where = atEnd() ? "the end of the query" : "token " + (position + 1);
    return new QueryException("Syntax error: " + what + " at " + where);
  }
}

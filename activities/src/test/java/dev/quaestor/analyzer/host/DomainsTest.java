package dev.quaestor.analyzer.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainsTest {

  @ParameterizedTest
  @CsvSource({
    "sdf83.r2.dev, sdf83.r2.dev",
    "a.sdf83.r2.dev, sdf83.r2.dev",
    "q7x.hopto.org, q7x.hopto.org",
    "account.myshopify.com, account.myshopify.com",
    "x1.eu.org, x1.eu.org",
    "www.shop.co.uk, shop.co.uk",
    "www.shop.com.ag, shop.com.ag",
    "b.s3.eu-west-1.amazonaws.com, b.s3.eu-west-1.amazonaws.com",
    "a.b.xn--55qx5d.cn, b.xn--55qx5d.cn",
    "www.пример.рф, пример.рф",
    "a.b.contoso.example, contoso.example",
    "contoso.example, contoso.example",
    "co.uk, co.uk",
    "localhost, localhost",
    "www.contoso.com., contoso.com",
  })
  void aSiteIsWhatSomebodyRegisteredBelowAPublicSuffix(String host, String site) {
    assertThat(Domains.registrable(host)).isEqualTo(site);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs.google.com",
        "bit.ly",
        "github.io",
        "co.uk",
        "com",
        "localhost",
        "duckdns.org",
        "www.dropbox.com",
        "microsoft.com"
      })
  void whereManyPublishAHostIsShared(String host) {
    assertThat(Domains.isShared(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "login.evil.example",
        "evil.github.io",
        "evil.duckdns.org",
        "cdn.contoso.example",
        "xn--bcher-kva.example"
      })
  void whatOnePublishesIsNotSharedThoughItsSuffixIs(String host) {
    assertThat(Domains.isShared(host)).isFalse();
  }

  @Test
  void aLabelThatNoRegistryWouldSellHidesNoSuffix() {
    assertThat(Domains.registrable("-x-.r2.dev")).isEqualTo("-x-.r2.dev");
    assertThat(Domains.registrable("y.a b.r2.dev")).isEqualTo("a b.r2.dev");
    assertThat(Domains.registrable("a.".repeat(300) + "shop.co.uk")).isEqualTo("shop.co.uk");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sdf83.r2.dev",
        "r2.dev",
        "q7x.hopto.org",
        "account.myshopify.com",
        "x1.eu.org",
        "storage.live.com",
        "x.blob.core.windows.net",
        "storage.googleapis.com",
        "forms.gle",
        "docs.google.com",
        "script.google.com",
        "contoso-my.sharepoint.com",
        "pastebin.com",
        "we.tl",
        "bit.ly",
        "mysite.wixsite.com",
        "x.weebly.com",
        "x.duckdns.org",
        "x.trycloudflare.com",
        "x.github.io",
        "raw.githubusercontent.com",
        "files.slack.com",
        "sites.google.com",
        "groups.yahoo.com",
        "share.samsungcloud.com",
        "storage.yandexcloud.net",
        "forms.zoho.com",
        "-x-.pages.dev",
      })
  void whereAnybodyMayPublishIsNotWellKnown(String host) {
    assertThat(Domains.isWellKnown(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "www.paypal.com",
        "account.live.com",
        "login.microsoftonline.com",
        "www.amazon.de",
        "www.bbc.co.uk",
        "www.wikipedia.org",
        "accounts.google.com",
        "www.netflix.com",
      })
  void aGreatSiteOfOneOwnerIs(String host) {
    assertThat(Domains.isWellKnown(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://www.google.com/url?q=https://evil.test/x",
        "https://www.google.com/url?q=https%3A%2F%2Fevil.test%2Fx",
        "https://www.google.com/url?q=https%253A%252F%252Fevil.test",
        "https://www.google.com/amp/s/https://evil.test",
        "https://www.bing.com/go?to=//evil.test/",
        "https://www.youtube.com/redirect?url=evil.test/login",
        "https://www.paypal.com@evil.test/",
        "https://paypal@www.paypal.com/",
        "javascript:location='https://www.paypal.com'",
        "https://evil.test/?u=https://www.paypal.com",
      })
  void whatOnlyPassesThroughAGreatSiteDoesNotLeadThere(String url) {
    assertThat(Domains.leadsToWellKnown(url)).isFalse();
  }

  @Test
  void aPageOfAGreatSiteDoes() {
    assertThat(Domains.leadsToWellKnown("https://www.paypal.com/de/home?locale=de_DE#top"))
        .isTrue();
    assertThat(Domains.leadsToWellKnown("https://www.amazon.de/gp/css/order-history")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "-", "a..b", "1.2.3.4", "[::1]", "%", "\ud800.com", "*"})
  void nothingInAHostBreaksIt(String host) {
    assertThatCode(
            () -> {
              Domains.registrable(host);
              Domains.isWellKnown(host);
              Domains.isHosted(host);
            })
        .doesNotThrowAnyException();
  }
}

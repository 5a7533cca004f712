package dev.quaestor.analyzer.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.analyzer.host.UrlParts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostShapeTest {

  private static int weight(String url) {
    return HostShape.judge(UrlParts.of(url)).map(f -> f.weight()).orElse(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login.bank.com.tailspin.example",
        "paypal.tailspin.example",
        "microsoft-recovery.example",
        "rnicrosoft-recovery.example",
        "woodgrove.tk",
        "accounts.woodgrove.top",
        "http://tailspin.example/one/five/fre.php"
      })
  void isSuspicious(String url) {
    assertThat(weight(url)).isBetween(40, 60);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "www.contoso.example",
        "www.paypal.com/signin",
        "google.com.ag",
        "login.fabrikam.example",
        "fabrikam.xyz",
        "security.fabrikam.example",
        "strengthsfinder.example",
        "megan.ddns.net"
      })
  void isNotSuspiciousByItsShapeAlone(String url) {
    assertThat(weight(url)).isLessThan(40);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.microsoftonline.com/",
        "https://accounts.google.com/signin",
        "https://signin.aws.amazon.com/"
      })
  void whereABrandLetsPeopleSignInIsNotAlarming(String url) {
    assertThat(weight(url)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login-evil.sharepoint.com",
        "login.microsoftonline.example",
        "verify-login.onmicrosoft.com"
      })
  void aNameBelowWhereABrandLetsAnybodyPublishIsWeighedAsAnyOther(String url) {
    assertThat(weight(url)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "kf3nqe7gl3p9, true",
    "xqzrtvbnmkl, true",
    "woodgrovebank, false",
    "contoso2026, false",
    "mp3, false"
  })
  void aNameDrawnByLotIsKnownByItsLetters(String label, boolean drawn) {
    assertThat(HostShape.isDrawnByLot(label)).isEqualTo(drawn);
  }

  @Test
  void aNameIsNeverProof() {
    assertThat(weight("http://paypal.login.com.account-verify-xk3j9f2.tk/panel/gate.php"))
        .isEqualTo(60);
  }

  @Test
  void countriesSecondLevelsAreNobodysName() {
    assertThat(Domains.registrable("www.shop.com.ag")).isEqualTo("shop.com.ag");
    assertThat(Domains.registrable("a.b.contoso.example")).isEqualTo("contoso.example");
  }
}

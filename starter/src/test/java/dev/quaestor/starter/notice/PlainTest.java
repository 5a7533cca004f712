package dev.quaestor.starter.notice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTest {
  @Test
  void nothingLeavesItsLine() {
    assertThat(Plain.line("a\r\nBcc: x@y\u2028b\u202ec\0d")).isEqualTo("a Bcc: x@y b c d");
  }

  @Test
  void addressesCanBeReadAndNotFollowed() {
    assertThat(Plain.line("see HTTPS://evil.example/a.php?x=1.2 now"))
        .isEqualTo("see hxxpS://evil[.]example/a[.]php?x=1.2 now");
    assertThat(Plain.line("www.evil.com. ftp@://e.x ms-msdt://x evil\u3002example"))
        .isEqualTo("www[.]evil[.]com. ftp@[:]//e[.]x ms-msdt[:]//x evil[\u3002]example");
    assertThat(Plain.line("http://10.0.0.1/a")).isEqualTo("hxxp://10.0.0.1/a");
    assertThat(Plain.line("h\u200bttp://a.b")).doesNotContain("http://a.b", "a.b");
  }

  @Test
  void aChatMakesNothingOfIt() {
    assertThat(Plain.chat("<!channel> <http://a|b> @all [x](y) *b* &"))
        .doesNotContain("<", ">", "@all", "](", "[x", "*b")
        .contains("&lt;", "&amp;");
  }

  @Test
  void aPageMakesNothingOfIt() {
    assertThat(Plain.html("<a href='x'>\"&")).isEqualTo("&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
  }
}

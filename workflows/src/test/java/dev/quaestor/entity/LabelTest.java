package dev.quaestor.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What people call a thing. */
class LabelTest {
  @Test
  void aMessageThatOnlyItsIdNamesIsNotSaidToHaveNoSubject() {
    assertThat(MailMessage.named(null, "<a@b.example>", "megan@contoso.example").label())
        .isEqualTo("message <a@b.example> in megan@contoso.example");
    assertThat(MailMessage.named(null, "<a@b.example>", null).label())
        .isEqualTo("message <a@b.example>");
  }
}

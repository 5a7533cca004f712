package dev.quaestor.analyzer.mail.looks;

import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.Fixtures;
import dev.quaestor.entity.MailContent;
import dev.quaestor.entity.MailContent.Markup;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailMessage.Author;
import dev.quaestor.entity.MailMessage.Link;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import java.util.ArrayList;
import java.util.List;

/** A mail to Megan, honest until something is changed about it. */
final class Letter {
  private static final String HOP =
      "received: from mail.fabrikam.example (mail.fabrikam.example [203.0.113.9]) by"
          + " mx.contoso.example with ESMTP id 4XyZaBcD12; Mon, 23 Nov 2026 08:00:05 +0000";

  private final List<String> headers = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<String> authentication = new ArrayList<>();
  private final List<Author> others = new ArrayList<>();
  private String sender = "anna@fabrikam.example";
  private String name = "Anna Ost";
  private String subject = "Minutes of Monday";
  private String text = "Dear Megan, here are the minutes. Kind regards, Anna";
  private Markup markup = plain();

  private Letter() {
    headers.add("to: Megan <megan@contoso.example>");
    headers.add("date: Mon, 23 Nov 2026 09:00:00 +0100");
    headers.add("message-id: <a.b.c@fabrikam.example>");
    headers.add("mime-version: 1.0");
    headers.add("content-type: text/plain; charset=utf-8");
    headers.add(HOP);
  }

  static Letter honest() {
    return new Letter();
  }

  /** As vendors and corpora have mails: no word of how it came. */
  Letter withoutHeaders() {
    headers.clear();
    return this;
  }

  Letter from(String name, String sender) {
    this.name = name;
    this.sender = sender;
    return this;
  }

  Letter alsoFrom(String name, String address) {
    others.add(new Author(name, address));
    return this;
  }

  Letter about(String subject) {
    this.subject = subject;
    return this;
  }

  Letter saying(String text) {
    this.text = text;
    return this;
  }

  Letter linking(String target) {
    links.add(new Link(null, target));
    return this;
  }

  Letter believed(String results) {
    authentication.add(results);
    return this;
  }

  Letter with(String header) {
    var field = header.substring(0, header.indexOf(": ") + 2);
    headers.removeIf(h -> h.startsWith(field));
    headers.add(header);
    return this;
  }

  Letter without(String name) {
    headers.removeIf(h -> h.startsWith(name + ": "));
    return this;
  }

  Letter built(Markup markup) {
    this.markup = markup;
    return this;
  }

  static Markup plain() {
    return new Markup(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 200);
  }

  static Markup page() {
    return new Markup(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 200);
  }

  MailMessage mail() {
    var all = new ArrayList<>(headers);
    all.add("from: \"%s\" <%s>".formatted(name, sender));
    all.add("subject: " + subject);
    return new MailMessage(
        null,
        "<a.b.c@fabrikam.example>",
        "megan@contoso.example",
        sender,
        name,
        sender,
        null,
        null,
        subject,
        null,
        links,
        List.of(),
        authentication,
        List.of(),
        new MailContent(text, all, markup),
        List.copyOf(others),
        List.of());
  }

  List<Finding> looks() {
    return new MailLooksAnalyzer(Fixtures.contoso())
        .analyze(Fixtures.named(mail()), Context.empty());
  }

  List<String> codes() {
    return looks().stream().map(Finding::code).toList();
  }

  int weight() {
    return looks().stream().mapToInt(Finding::weight).sum();
  }

  Verdict verdict() {
    return Fixtures.verdict(Fixtures.named(mail()), Context.empty());
  }
}

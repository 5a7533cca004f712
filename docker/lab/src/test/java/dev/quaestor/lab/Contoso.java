package dev.quaestor.lab;

/** What the seed is known to hold. */
final class Contoso {

  static final String WORKSTATION = "f980c21f678367cc05efd88ce7cf321cafa13a84";
  static final String SERVER = "164ffc9c820d1afc68f3100083311952c4fa946b";
  static final String MALICIOUS = "824b94e510d8e030d84c784ed8b886ade9bc93ae";
  static final String CLEAN = "67d6d4c996b78c337df488de69300122b0de104b";
  static final String UNKNOWN_DEVICE = "0123456789abcdef0123456789abcdef01234567";
  static final String CAMPAIGN = "7f3b1c52-8d0e-4a51-9a3e-08de2a6f1101";
  static final String INBOX_RULES =
      "/v1.0/users/megan@contoso.example/mailFolders/inbox/messageRules";

  private Contoso() {}

  static LabTenant quick() {
    return LabTenant.start(LabOptions.defaults().withPort(0));
  }
}

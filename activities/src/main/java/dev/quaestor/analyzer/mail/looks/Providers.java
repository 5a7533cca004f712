package dev.quaestor.analyzer.mail.looks;

import dev.quaestor.analyzer.host.Domains;
import java.util.Map;
import java.util.Optional;

/** Providers of mailboxes for everybody: their names are the first that forgers think of. */
final class Providers {
  /** Each domain with the domains that its servers are named by. */
  private static final Map<String, String> SERVERS =
      Map.ofEntries(
          Map.entry("hotmail.com", "hotmail.com msn.com microsoft.com outlook.com"),
          Map.entry("outlook.com", "outlook.com hotmail.com microsoft.com"),
          Map.entry("live.com", "outlook.com hotmail.com live.com microsoft.com"),
          Map.entry("msn.com", "msn.com hotmail.com microsoft.com outlook.com"),
          Map.entry("yahoo.com", "yahoo.com yahoodns.net yahoogroups.com egroups.com"),
          Map.entry("yahoo.co.uk", "yahoo.com yahoo.co.uk"),
          Map.entry("yahoo.co.jp", "yahoo.co.jp"),
          Map.entry("aol.com", "aol.com aol.net yahoo.com"),
          Map.entry("gmail.com", "google.com gmail.com"),
          Map.entry("excite.com", "excite.com"),
          Map.entry("lycos.com", "lycos.com mailcity.com"),
          Map.entry("juno.com", "juno.com untd.com"),
          Map.entry("netscape.net", "netscape.net aol.com netscape.com"),
          Map.entry("earthlink.net", "earthlink.net mindspring.com"),
          Map.entry("compuserve.com", "compuserve.com aol.com"),
          Map.entry("eudoramail.com", "eudoramail.com mailcity.com lycos.com"),
          Map.entry("mail.com", "mail.com iname.com outblaze.com gmx.com"),
          Map.entry("usa.net", "usa.net"),
          Map.entry("mail.ru", "mail.ru"),
          Map.entry("gmx.net", "gmx.net gmx.de"),
          Map.entry("gmx.de", "gmx.net gmx.de"),
          Map.entry("web.de", "web.de"),
          Map.entry("rediffmail.com", "rediffmail.com rediff.com"),
          Map.entry("163.com", "163.com netease.com"),
          Map.entry("126.com", "126.com netease.com"),
          Map.entry("qq.com", "qq.com"),
          Map.entry("btamail.net.cn", "btamail.net.cn"));

  private Providers() {}

  /** The provider that a host or mail domain belongs to. */
  static Optional<String> of(String host) {
    var site = Domains.registrable(host);
    return SERVERS.containsKey(site) ? Optional.of(site) : Optional.empty();
  }

  /** Whether a text names a server of that provider. */
  static boolean serves(String provider, String text) {
    for (var name : SERVERS.getOrDefault(provider, provider).split(" ")) {
      if (text.contains(name)) {
        return true;
      }
    }
    return false;
  }
}

package dev.quaestor.analyzer.mail.looks;

import dev.quaestor.analyzer.mail.looks.Sign.Family;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a mail is about. The families are those by which everybody sorts unasked mail; their phrases
 * are ordinary English and none was taken from a single mail. Every family alone stays below
 * Suspicious, except for bait and the advance fee, which nobody writes in earnest.
 */
final class Phrases implements Aspect {
  private static final List<Integer> THEME = List.of(8, 18, 25);

  private static final List<PhraseFamily> FAMILIES =
      List.of(
          PhraseFamily.of(
              Family.ADVANCE_FEE,
              List.of(6, 30, 45),
              "It promises a stranger a share of a fortune in return for help.",
              "next[- ]of[- ]kin|beneficiary|inherit",
              "\\blate "
                  + "(?:president|husband|father|mr|general|chief|client|head)|deceased|assassinat",
              "(?:strict|utmost|absolute|high(?:est|ly)?) "
                  + "(?:confiden|secre)\\w*|(?:strictly|highly)"
                  + " (?:confidential|secret)",
              "transfer (?:of )?(?:the |this |these |said |such )?(?:\\w+ "
                  + ")?(?:funds?|money|sum)\\b",
              "(?:million|m) ?(?:u\\.?s\\.?|united states) dollars|us\\$ ?[\\d.,]+ ?m|million"
                  + " (?:american|pounds|euros?)|[\\d.]+ ?million dollars",
              "(?:foreign|reliable|trust ?worthy|business) "
                  + "(?:partner|person|associate)|assist(?:ance)?"
                  + " (?:me|us|of you)\\b",
              "nigeria|lagos|sierra leone|abacha|ivory coast|cote d'ivoire|congo|liberia|burkina|"
                  + "barrister|zimbabwe",
              "bank account (?:number|details|particulars|where)|your (?:private )?(?:tele)?phone"
                  + " (?:and|&) fax|account into which",
              "your (?:urgent|kind|favou?rable|swift|immediate) "
                  + "(?:response|reply|assistance|attention)|"
                  + "god bless|yours (?:faithfully|truly|sincerely), (?:dr|mr|mrs|barr|engr|prince)",
              "\\d+ ?(?:%|percent|per cent) (?:of|for|will|shall|to) ",
              "lottery|winning (?:number|ticket)|claims? (?:agent|department|officer)|consignment"),
          PhraseFamily.of(
              Family.EXTORTION,
              List.of(0, 30, 45),
              "It threatens to publish something private.",
              "masturbat|your (?:web ?)?cam(?:era)?\\b|intimate|compromising|private "
                  + "(?:life|videos?|photos?)",
              "\\b(?:bitcoins?|btc|crypto ?currency|wallet address)\\b",
              "\\b(?:hacked|hacker|trojan|malware|spyware|keylogger|remote access|infected)\\b",
              "(?:send|share|publish|forward) (?:\\w+ ){0,6}(?:to )?(?:all )?(?:\\w+ "
                  + ")?(?:contacts|friends|"
                  + "relatives|family|colleagues|associates)",
              "make the payment|(?:last|final) (?:warning|chance)|pay (?:me|us)|\\d+ hours to"),
          PhraseFamily.of(
              Family.LOANS,
              THEME,
              "It offers loans, insurance or a way out of debt.",
              "mortgage|refinanc|home equity",
              "(?:interest|mortgage|loan) rates?|lowest rates?|low rates?",
              "consolidat\\w+ (?:your )?(?:\\w+ )?(?:debts?|bills|loans?)|(?:out "
                  + "of|eliminat\\w+|reduc\\w+"
                  + "|your) (?:\\w+ )?debts?\\b|debt[- ]free",
              "credit (?:repair|report|rating|history|problems?|score)|bad "
                  + "credit|(?:poor|no) credit",
              "life insurance|insurance (?:quote|rates|compan|polic)|free quotes?",
              "lenders?\\b|pre-?approv|home ?owners?\\b|cash out|(?:secured|unsecured) "
                  + "(?:loan|capital)"),
          PhraseFamily.of(
              Family.MEDICINE,
              THEME,
              "It sells medicine, or what is passed off as such.",
              "viagra|cialis|levitra|phentermine|xenical|propecia|meridia|soma\\b|vicodin|zyban",
              "online (?:pharmacy|doctor|prescription)|(?:no|without) (?:a )?(?:prior "
                  + ")?prescription|"
                  + "prescription (?:drug|med)",
              "weight[ -]loss|lose (?:weight|\\d+ (?:lbs|pounds|kg)|up to)|burn(?:s|ing)? "
                  + "(?:body )?fat|"
                  + "fat burn|diet pill",
              "\\bhgh\\b|human growth hormone|anti-?aging|wrinkle|growth hormone|look younger",
              "herbal|all[- ]natural|dietary supplement|clinically "
                  + "(?:proven|tested)|doctor[- ]approved",
              "impoten|penis|enlarge|erection|libido|sexual (?:perform|desire|stamina|health)"),
          PhraseFamily.of(
              Family.ADULT,
              THEME,
              "It offers pornography or dates with strangers.",
              "\\bxxx\\b|porn|hard ?core|uncensored|explicit",
              "adult (?:site|web|content|entertainment|video|dvd|movie)|adults? only|18 (?:years|or"
                  + " older|\\+)|over (?:18|21)\\b",
              "(?:hot|horny|sexy|naked|nude|teen|young|lonely|wild) (?:\\w+ "
                  + ")?(?:girls?|babes?|teens?|women|"
                  + "sex|housewives|singles|amateurs?|celeb)",
              "web ?cams?\\b|live sex|sex (?:site|chat|video|pics)|free "
                  + "sex|sluts?\\b|lesbian|cum\\b",
              "meet (?:\\w+ )?singles|dating (?:service|site)|find (?:a |your "
                  + ")?(?:date|soul ?mate|love)"),
          PhraseFamily.of(
              Family.INCOME,
              THEME,
              "It promises income without work.",
              "(?:extra|residual|monthly|weekly|passive|unlimited|serious|second|additional|steady|huge)"
                  + " (?:income|cash|money|profits?|earnings)|cash flow",
              "(?:work|working|earn|business|income|money|job|career)s? (?:\\w+ "
                  + "){0,2}(?:from|at) home|"
                  + "home[- ](?:based|business|work)",
              "financial(?:ly)? (?:freedom|independen|secur)|be your own boss|retire "
                  + "(?:early|in|rich)|"
                  + "quit your job|fire your boss",
              "(?:make|making|earn|earning) (?:\\w+ "
                  + "){0,3}(?:money|\\$|thousands|fortune|big|as much)|earn"
                  + "(?:ing)? (?:up to )?\\$|get(?:ting)? rich|millionaire",
              "\\$ ?[\\d,]+(?:\\.\\d\\d)? ?(?:per|a|/|every|each|in) "
                  + "?(?:day|week|month|year|hour|\\d+ days)",
              "multi[- ]?level|\\bmlm\\b|down-?line|business opportunity|home "
                  + "business|network marketing|"
                  + "(?:this|our) (?:program|system|opportunity) (?:works|is|will)|chain letter",
              "no (?:selling|experience|special skills|boss)|start (?:making|earning)|turn ?-?key"),
          PhraseFamily.of(
              Family.MAILINGS,
              THEME,
              "It sells addresses, mailings or website traffic.",
              "(?:million|thousand|\\d,000|targeted|fresh|opt-in|bulk|general) ?(?:of "
                  + ")?(?:\\w+ )?(?:e-?mail|"
                  + "e-?mail addresses|address(?:es)?|leads?|records)\\b",
              "bulk (?:e-?)?mail|mass (?:e-?)?mail|e-?mail "
                  + "(?:marketing|advertis|list|campaign|extract|blast)",
              "(?:search ?engines?|web ?site).{0,30}(?:rank|submi|traffic|promot|position|optimi)",
              "(?:increase|drive|more|generate|boost) (?:\\w+ "
                  + "){0,3}(?:traffic|sales|hits|visitors|exposure)",
              "advertis(?:e|ing) (?:your|to|on|cost|campaign)|direct mail|merchant account|accept"
                  + " (?:major )?credit cards|hosting (?:service|plan|for)|your (?:web ?site|ad|product) "),
          PhraseFamily.of(
              Family.SHARES,
              THEME,
              "It promotes shares.",
              "(?:stock|share) (?:pick|alert|price|symbol|tip|profile)|penny stock|hot "
                  + "stock|symbol:",
              "otc ?(?:bb|:)|nasdaq|nyse|pink sheets",
              "investors? (?:alert|opportunity|report|should|relations)|strong "
                  + "buy|undervalued|under-valued",
              "forward[- ]looking statements|safe harbor|securities (?:act|exchange)"),
          PhraseFamily.of(
              Family.GOODS,
              List.of(8, 16, 20),
              "It sells what is mostly sold through unsolicited mail.",
              "(?:ink|toner|printer|laser|fax).{0,15}cartridges?",
              "(?:university|college|bachelor|master|doctorate|phd|non-?accredited).{0,30}(?:diploma|degree)"
                  + "|diplomas?\\b",
              "cable (?:descrambl|filter|box)|satellite (?:tv|dish|system)|descrambler|dish "
                  + "network|directv",
              "rolex|replica|oem software|norton systemworks|copy (?:any |your "
                  + ")?(?:dvd|cd)|dvd (?:copy|burn)|"
                  + "software (?:at|for only|sale|prices)",
              "spy(?:ing)? (?:on|software|camera|cam)|find out (?:anything|the "
                  + "truth|secrets)|background"
                  + " check|(?:private|internet) (?:investigat|detective|eye)|banned cd",
              "casino|poker|sweepstakes|jackpot|gambl|sports ?book|you(?:'ve| have)? (?:just "
                  + ")?(?:won|been"
                  + " (?:selected|chosen|approved))|claim your",
              "(?:free|win|won) (?:a |an |your )?(?:\\w+ )?(?:vacation|trip|cell(?:ular)? "
                  + "?phone|gift|laptop|"
                  + "camera|pc|cruise|dvd|prize|passes)",
              "long[- ]distance|cents? (?:a|per) minute|calling card|conference call|phone "
                  + "(?:bill|service)",
              "(?:retail|regular(?:ly)?) (?:price|value)|wholesale|save (?:up to |over )?\\d+ "
                  + "?%|discount"
                  + " prices?|\\d+% off|special (?:offer|price)|lowest price|(?:our|these) (?:low )?prices"),
          PhraseFamily.of(
              Family.REMOVAL,
              List.of(14, 20, 24),
              "It explains how to be removed, in the wording of unsolicited mail.",
              "(?:to be|be|to get|wish to be|like to be|request(?:ing)? to be|you be) "
                  + "(?:removed|taken off|"
                  + "deleted|unsubscribed|excluded)",
              "(?:remove|unsubscribe|delete) (?:yourself|me|your "
                  + "(?:e-?mail|address|name))|for removal|"
                  + "removal (?:instructions|request|link)|to remove\\b",
              "(?:removed?|off|deleted?) (?:\\w+ ){0,3}(?:from|of) "
                  + "(?:our|this|the|any|all|future|my) (?:\\w+ )?"
                  + "(?:mailings?|lists?|e-?mails?|future|database|mail)",
              "(?:with|type|put|enter|word|say|send|subject).{0,25}\"?remove\"?(?: \\w+){0,3} "
                  + "(?:in|as|to|on)"
                  + "|\"remove\"|remove in (?:the )?subject|subject:? ?remove|remove@|remove as",
              "(?:no longer|don't|do not|not) (?:wish(?:ing)?|want|like) (?:to "
                  + ")?(?:receive|be contacted|get)|"
                  + "(?:never|not) (?:be )?(?:receive|hear|mail|contact)\\w* (?:\\w+ )?(?:again|from us)",
              "opt[- ]?out|(?:further|future) "
                  + "(?:e-?mails?|mailings?|offers?|promotions?|correspondence)"),
          PhraseFamily.of(
              Family.EXCUSE,
              List.of(12, 20, 24),
              "It explains that it is legal, or that the reader asked for it.",
              "(?:receiv\\w+|got|sent) this (?:\\w+ "
                  + "){0,3}(?:e-?mail|message|mailing|offer|newsletter|ad).{0,30}"
                  + "(?:because|since|as|in error|by mistake)",
              "(?:you|your (?:e-?mail|address|name)).{0,40}(?:opt(?:ed)?[- ]?in|signed "
                  + "up|requested|registered|"
                  + "agreed|given permission|subscribed).{0,60}(?:partner|affiliate|offers?|web ?site|sites)",
              "(?:not|never) (?:\\w+ ){0,3}(?:unsolicited|spam)\\b|(?:no|anti)-?spam "
                  + "(?:policy|law)|"
                  + "considered (?:as )?spam|one[- ]time (?:mailing|e-?mail|message|offer)",
              "bill (?:s\\.? ?|hr ?)\\d{3,4}|section 301|s\\.? ?1618|title iii|105th "
                  + "congress|can-?spam|"
                  + "(?:in )?compliance with|state (?:and federal )?law",
              "we (?:respect|apologi[sz]e|honou?r) (?:your|for|all)|sorry (?:for|if) "
                  + "(?:the|this|any)|our"
                  + " apologies"),
          PhraseFamily.of(
              Family.PROMISE,
              List.of(8, 16, 20),
              "It promises much, claims no risk, and urges haste.",
              "money[- ]back|satisfaction guarant|100 ?% "
                  + "(?:satisfaction|guarantee|free|risk|legal)|guaranteed",
              "(?:no|without) (?:risk|obligation|cost|hidden|questions asked|strings|credit "
                  + "check|up-?front|"
                  + "purchase)|risk[- ]free|absolutely (?:free|no)|free (?:trial|sample|info|consultation|report)",
              "act (?:now|today|fast|immediately)|order (?:now|today|yours)|call "
                  + "(?:now|today|us)|(?:don't|do"
                  + " not) (?:delay|wait|miss|hesitate)|hurry|while (?:supplies|quantities)|today only",
              "limited (?:time|offer|supply|number)|offer (?:expires|ends|good)|once in a lifetime|"
                  + "(?:special|exclusive|incredible|amazing|unbelievable|fantastic) (?:offer|deal|opportunity|"
                  + "price|new|product|bonus)",
              "(?:you will|you'll|you can) (?:\\w+ "
                  + "){0,2}(?:never|amazed|save|earn|make|receive|lose|own)|"
                  + "(?:change|improve) your life|imagine|secrets? (?:of|to|that)|as seen on|testimonial"));

  private static final int GREETS_ADDRESS = 16;

  private static final PhraseFamily GREETING =
      PhraseFamily.of(
          Family.GREETING,
          List.of(12),
          "Its greeting is impersonal.",
          "\\b(?:dear|hello|hi|attn:?|attention:?) (?:\\w+ "
              + ")?(?:friend|sir|madam|customer|client|member|valued|"
              + "homeowner|internet|user|e-?mail|business|investor|reader|candidate|subscriber|account|card"
              + " ?member|beneficiary|winner|webmaster|owner|fellow|opportunity|site owner|all\\b|student|staff)",
          "\\battention (?:all|home|e-?bay|web|business|investor)|\\bdear (?:sirs?|friend)");

  @Override
  public List<Sign> see(SeenMail mail) {
    var signs = FAMILIES.stream().map(family -> family.in(mail.words())).flatMap(Optional::stream);
    // Only at the beginning: anywhere else it is quoted.
    var start =
        mail.words().substring(0, Math.min(mail.words().length(), mail.subject().length() + 400));
    var reader = mail.mail().recipient();
    var greeting =
        reader != null && reader.indexOf('@') > 0 && start.contains(reader.toLowerCase(Locale.ROOT))
            ? Optional.of(
                new Sign(
                    Family.GREETING,
                    "SAYS_ADDRESS",
                    GREETS_ADDRESS,
                    "It addresses the reader by mail address instead of by name."))
            : GREETING.in(start);
    var bait = Bait.in(mail.words()).sign().stream();
    return Stream.of(signs, greeting.stream(), bait).flatMap(s -> s).toList();
  }
}

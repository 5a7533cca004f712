/**
 * URLs that are refused at the time of the click by what everybody's clicks pass: squid, by a list
 * of expressions, and unbound, by a response policy zone. Both read a file, so that both are one
 * thing here: a file with one line for each block, which says whose it is and when it lapses; a
 * command that has it read again; and a request that must be refused.
 *
 * <p>The traps of this room: what a URL says must never widen a line or end it; the file is not
 * ours alone, so that every line that is not ours stays as it is; and that it is written is not
 * that anything is refused. No request of this room ever leaves the organisation for a site that is
 * to be blocked: squid is asked for what it has cached only, unbound without recursion.
 *
 * @see <a href="http://www.squid-cache.org/Doc/config/acl/">squid's url_regex</a>, <a
 *     href="https://datatracker.ietf.org/doc/draft-vixie-dnsop-dns-rpz/">response policy zones</a>
 */
@NullMarked
package dev.quaestor.connector.blocklist;

import org.jspecify.annotations.NullMarked;

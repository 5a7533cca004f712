/**
 * What two vendors' event stores have in common: the device tables of advanced hunting. The queries
 * are here once, over whichever store is hunted in; every value in them is quoted, because file
 * names and URLs come from attackers. It sees the ports and {@code http}.
 *
 * @see <a href="https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-tables">Advanced
 *     hunting schema</a>
 */
@NullMarked
package dev.quaestor.connector.hunting;

import org.jspecify.annotations.NullMarked;

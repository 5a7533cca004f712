/**
 * Microsoft Defender for Endpoint, over its public API: machines, files, machine actions, live
 * response, indicators, advanced hunting. The trap of this room: a machine action that is issued
 * twice can end long after its opposite, so nothing is issued before looking for one that is under
 * way. It sees the ports, {@code http}, {@code hunting} and the vault.
 *
 * @see <a href="https://learn.microsoft.com/defender-endpoint/api/exposed-apis-list">Supported
 *     Microsoft Defender for Endpoint APIs</a>
 */
@NullMarked
package dev.quaestor.connector.defender;

import org.jspecify.annotations.NullMarked;

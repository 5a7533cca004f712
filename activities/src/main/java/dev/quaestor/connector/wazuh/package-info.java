/**
 * A Wazuh estate: its manager's API and its indexer.
 *
 * <p>The traps of this room: the manager says that an order was <em>sent</em>, and knows nothing of
 * what became of it, so that only what the agent has written, read back from the indexer, counts as
 * an answer; ids of agents are small numbers that every manager gives out; and an answer of the
 * indexer from some shards only is a success there.
 *
 * <p>Who can write such an answer is whoever is root on that very host: the manager stamps each
 * line with the agent whose key it came by, and a rule of ours takes it from one file alone. A host
 * whose root is the attacker can lie about itself. So can any agent.
 *
 * @see <a href="https://documentation.wazuh.com/current/user-manual/api/reference.html">Wazuh
 *     server API</a>
 * @see <a
 *     href="https://documentation.wazuh.com/current/user-manual/capabilities/active-response/custom-active-response-scripts.html">Custom
 *     active response scripts</a>
 */
@NullMarked
package dev.quaestor.connector.wazuh;

import org.jspecify.annotations.NullMarked;

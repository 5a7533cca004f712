/**
 * What the engine asks of a back end. A {@link dev.quaestor.connector.Connector} offers {@link
 * dev.quaestor.connector.Capability capabilities}, small ports of one power each; what it cannot do
 * it does not offer, so nobody ever calls something that answers "unsupported". A port is here
 * because something calls it. The rooms below hold one back end each and know nothing of each
 * other. This room sees nobody.
 */
@NullMarked
package dev.quaestor.connector;

import org.jspecify.annotations.NullMarked;

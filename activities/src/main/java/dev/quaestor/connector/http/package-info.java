/**
 * How connectors of JSON web APIs speak: client credentials, bounded answers, status and error code
 * turned into a {@link dev.quaestor.connector.ConnectorException.Kind}, every call counted. Nothing
 * is tried again in here except once with a fresh token: Temporal retries, and a back end's {@code
 * Retry-After} becomes its delay. It sees {@code connector} and knows no back end.
 */
@NullMarked
package dev.quaestor.connector.http;

import org.jspecify.annotations.NullMarked;

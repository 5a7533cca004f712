/**
 * The Action Center page: where people decide. HTML from the server, the same operations and view
 * records as the API's; what a page shows is put into records here, words included, so that the
 * templates hold no rules. A GET only ever shows; what changes something is a POST with the
 * session's CSRF token. This room sees the doors, the ledger, access, policy and the views, of the
 * API what people begin by hand there as well, and nobody sees it.
 */
@NullMarked
package dev.quaestor.starter.web;

import org.jspecify.annotations.NullMarked;

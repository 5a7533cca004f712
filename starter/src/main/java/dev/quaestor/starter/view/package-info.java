/**
 * What people and programs are shown of a case, an action and an indicator, and a page of them.
 * Their fields are the contract: the names in the JSON and in the OpenAPI document are these. They
 * are made of the ledger's rows and know nothing of HTTP.
 */
@NullMarked
package dev.quaestor.starter.view;

import org.jspecify.annotations.NullMarked;

package dev.quaestor.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.authority.Person;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A yes that counts, where one is not enough.
 *
 * @param by who said so; without an id where nobody vouches for them
 * @param decisionId as {@link DecisionMessage#decisionId}
 */
public record Approval(
    Person by,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String comment,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String decisionId,
    Instant at) {}

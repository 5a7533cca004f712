package dev.quaestor.execution;

import dev.quaestor.connector.capability.MailSearch.Similar;
import dev.quaestor.entity.MailCluster.Criterion;
import java.util.List;

/** The messages that share these fields, or why nobody could say. */
record SimilarMail(List<Criterion> criteria, Heard<Similar> similar) {}

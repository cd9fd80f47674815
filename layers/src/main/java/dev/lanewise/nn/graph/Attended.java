package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Var;

/**
 * What a graph attention layer computes.
 *
 * @param y the features of the targets
 * @param weights [E,H], before any is dropped: what each head gives to each edge of {@code graph}, in the order of its
 *     edges; those of a target sum to 1
 * @param graph the graph that was attended to, self-loops included
 */
public record Attended(Var y, Var weights, Graph graph) {}

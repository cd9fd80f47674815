/**
 * Layers of graphs, and the graphs: edges by target, batches of graphs, sampled neighbours. Used by models of nodes,
 * edges or whole graphs.
 */
package dev.lanewise.nn.graph;

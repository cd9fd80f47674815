/**
 * Operations on segments of rows: sums, means, maxima and softmax over the edges of a node or the nodes of a graph.
 * Used by {@link dev.lanewise.nn.graph}.
 */
package dev.lanewise.op.graph;

/**
 * Graphs as data: one graph whose nodes are classified ({@link dev.lanewise.data.graph.NodeGraph}), or many graphs that
 * are classified each ({@link dev.lanewise.data.graph.GraphSet}).
 */
package dev.lanewise.data.graph;

/**
 * Recurrent cells, the layer that runs them along a sequence, and the state that goes in and comes out. Used by models
 * of sequences.
 */
package dev.lanewise.nn.recurrent;

/**
 * Vectors of tokens and of positions: looked up, added to values, turned into them, or added to the scores of
 * attention.
 */
package dev.lanewise.nn.embed;

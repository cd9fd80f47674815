/**
 * The Transformer: layers of encoder and decoder, stacks of them, and the caches of a stack. Made of {@link
 * dev.lanewise.nn.attention} and {@link dev.lanewise.nn.norm}.
 */
package dev.lanewise.nn.transformer;

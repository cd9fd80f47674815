/**
 * Attention: multi-head and with a single score, over sets, and forms of less than quadratic cost; masks, and the cache
 * of keys and values for decoding. Used by the Transformer's layers and by models of sequences and sets.
 */
package dev.lanewise.nn.attention;

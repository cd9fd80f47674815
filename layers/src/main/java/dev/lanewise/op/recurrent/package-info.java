/**
 * A recurrent layer in one direction over a whole sequence as one operation, and what cells without such an operation
 * need. Used by {@link dev.lanewise.nn.recurrent}.
 */
package dev.lanewise.op.recurrent;

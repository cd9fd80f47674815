/** Sums and means over axes, and softmax along the innermost one. */
package dev.lanewise.op.reduce;

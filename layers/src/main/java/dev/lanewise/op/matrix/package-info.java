/** Products of matrices, batched or not, and the linear layer's, with its bias. */
package dev.lanewise.op.matrix;

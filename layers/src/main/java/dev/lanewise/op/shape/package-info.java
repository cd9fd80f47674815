/**
 * Operations that copy: permutations, slices, concatenation, expansion, padding, rows by index. Most have a name in
 * {@link dev.lanewise.op.Ops}.
 */
package dev.lanewise.op.shape;

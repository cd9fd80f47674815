/**
 * Short names for the operations that layers are made of ({@link dev.lanewise.op.Ops}). The operations themselves are
 * in packages by family, which do not know each other.
 */
package dev.lanewise.op;

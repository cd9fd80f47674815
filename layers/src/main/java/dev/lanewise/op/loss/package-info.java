/**
 * Losses in the forms that need an operation of their own, for accuracy or for targets that are ints. Used by {@link
 * dev.lanewise.loss}.
 */
package dev.lanewise.op.loss;

/**
 * Layers: what all of them are ({@link dev.lanewise.nn.Layer}, {@link dev.lanewise.nn.Unary}), the basic ones, those
 * that hold others, and the table of a model. Families have packages of their own below this one.
 *
 * <p>Used by whoever builds a model. A layer combines operations and has no gradient of its own.
 */
package dev.lanewise.nn;

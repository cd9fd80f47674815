/**
 * Tables of features and a target: {@link TabularData} reads them, {@link TabularPreparation} turns rows of text into what
 * a model takes, in training and in prediction alike.
 */
package dev.lanewise.data.tabular;

/**
 * Data by the path it lies at: the kinds there are, how each is recognised, read, and prepared again for a model that was
 * trained on it. {@link dev.lanewise.data.source.DataKinds} guesses the kind of a path.
 */
package dev.lanewise.data.source;

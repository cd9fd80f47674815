/**
 * Text as data: tokenisers fitted on the training part, running text cut into windows, one sample per line, labelled
 * text as token sequences or bags of n-grams, and sentence pairs. All files are UTF-8, plain or gzip.
 */
package dev.lanewise.data.text;

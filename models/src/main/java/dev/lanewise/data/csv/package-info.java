/**
 * Tables as text: values separated by commas, semicolons, tabs or bars, plain or gzip. {@link CsvReader} streams records,
 * {@link CsvTable} holds a whole file and knows its header.
 */
package dev.lanewise.data.csv;

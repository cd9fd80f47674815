/**
 * Time series: {@link SeriesData} reads columns of a table in the order of time, cuts them into windows and what follows
 * them, and keeps training, validation and test apart in time.
 */
package dev.lanewise.data.series;

package dev.lanewise.data.series;

import dev.lanewise.data.DataException;
import dev.lanewise.data.csv.Cells;
import dev.lanewise.data.csv.CsvTable;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The dates of a series: in order, with what is known of their spacing.
 *
 * @param column the position of their column
 * @param descending whether the file holds the latest first
 * @param seconds the usual step; 0 where it is counted in months
 * @param months the usual step in months; 0 where it is counted in seconds
 * @param note what was found, for people
 */
record Dates(int column, boolean descending, long seconds, long months, String note) {
    private static final String TIME = "[ HH:mm[:ss[.SSS]]]['T'HH:mm[:ss[.SSS]]][X]";
    private static final List<DateTimeFormatter> FORMATS = List.of(
            format("uuuu-M[-d]" + TIME),
            format("uuuu/M[/d]" + TIME),
            format("d.M.uuuu" + TIME),
            format("M/d/uuuu" + TIME),
            format("d/M/uuuu" + TIME),
            format("d-M-uuuu" + TIME),
            format("[d ]MMM uuuu" + TIME),
            format("uuuuMMdd"),
            format("uuuu"));
    private static final int NUMERIC_FORMATS = 2;
    private static final Set<String> NAMES = Set.of("date", "datetime", "time", "timestamp", "year", "day", "month");
    private static final int LOOKED_AT = 50;
    private static final String ISO = "0000-00-00 00:00:00";

    private static DateTimeFormatter format(String pattern) {
        return new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** The column whose first cells are all dates of one format; columns of numbers must be called so. */
    static OptionalInt find(CsvTable table) {
        int rows = Math.min(table.rows(), LOOKED_AT);
        for (int c = 0; c < table.columns(); c++) {
            boolean called = NAMES.contains(table.names().get(c).toLowerCase(Locale.ROOT));
            boolean number = !Double.isNaN(Cells.number(table.cell(0, c)));
            if ((!number || called) && !parsed(table, c, rows).isEmpty()) {
                return OptionalInt.of(c);
            }
        }
        return OptionalInt.empty();
    }

    /** The dates of the first rows, in the first format that fits them all; empty if none does. */
    private static List<LocalDateTime> parsed(CsvTable table, int column, int rows) {
        for (DateTimeFormatter format : formats(table, column)) {
            List<LocalDateTime> dates = new ArrayList<>(rows);
            LocalDateTime date = parse(format, table.cell(0, column));
            while (date != null) {
                dates.add(date);
                date = dates.size() < rows ? parse(format, table.cell(dates.size(), column)) : null;
            }
            if (dates.size() == rows) {
                return dates;
            }
        }
        return List.of();
    }

    private static List<DateTimeFormatter> formats(CsvTable table, int column) {
        boolean number = !Double.isNaN(Cells.number(table.cell(0, column)));
        return FORMATS.subList(number ? FORMATS.size() - NUMERIC_FORMATS : 0, FORMATS.size());
    }

    private static LocalDateTime parse(DateTimeFormatter format, String cell) {
        LocalDateTime quick = format == FORMATS.getFirst() ? iso(cell) : null;
        if (quick != null) {
            return quick;
        }
        try {
            return LocalDateTime.parse(cell, format);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** 2026-01-31 23:59:59, without the general machinery, which takes a second for a hundred thousand; null if not. */
    private static LocalDateTime iso(String cell) {
        if (cell.length() != ISO.length()) {
            return null;
        }
        for (int i = 0; i < ISO.length(); i++) {
            char c = cell.charAt(i);
            if (ISO.charAt(i) == '0' ? c < '0' || c > '9' : c != ISO.charAt(i)) {
                return null;
            }
        }
        try {
            return LocalDateTime.of(
                    Integer.parseInt(cell, 0, 4, 10),
                    Integer.parseInt(cell, 5, 7, 10),
                    Integer.parseInt(cell, 8, 10, 10),
                    Integer.parseInt(cell, 11, 13, 10),
                    Integer.parseInt(cell, 14, 16, 10),
                    Integer.parseInt(cell, 17, 19, 10));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * Reads a column of dates.
     *
     * @throws DataException naming the line, if one is no date, or they are in no order
     */
    static Dates read(CsvTable table, int column) {
        int rows = table.rows();
        List<LocalDateTime> parsed = parsed(table, column, rows);
        if (parsed.isEmpty()) {
            throw noDate(table, column);
        }
        LocalDateTime[] dates = parsed.toArray(LocalDateTime[]::new);
        boolean descending = rows > 1 && dates[rows - 1].isBefore(dates[0]);
        for (int row = 1; row < rows; row++) {
            if (descending ? dates[row].isAfter(dates[row - 1]) : dates[row].isBefore(dates[row - 1])) {
                throw new DataException(table.where(row) + ": " + table.cell(row, column) + " follows "
                        + table.cell(row - 1, column) + ", expected rows in the order of time");
            }
        }
        return spaced(table, column, descending, dates);
    }

    private static DataException noDate(CsvTable table, int column) {
        int row = 0;
        for (DateTimeFormatter format : formats(table, column)) {
            int fitting = 0;
            while (fitting < table.rows() && parse(format, table.cell(fitting, column)) != null) {
                fitting++;
            }
            row = Math.max(row, fitting);
        }
        return new DataException(table.where(row) + ": column " + table.names().get(column) + " is "
                + table.cell(row, column) + ", expected a date"
                + (row == 0 ? " (2026-01-31 12:00:00, 2026-01, 31.1.2026, 1/31/2026 ...)" : " as in the rows before"));
    }

    private static Dates spaced(CsvTable table, int column, boolean descending, LocalDateTime[] dates) {
        int rows = dates.length;
        long[] seconds = new long[rows - 1];
        long[] months = new long[rows - 1];
        boolean sameDay = true;
        for (int i = 0; i < rows - 1; i++) {
            LocalDateTime from = dates[descending ? i + 1 : i];
            LocalDateTime to = dates[descending ? i : i + 1];
            seconds[i] = to.toEpochSecond(ZoneOffset.UTC) - from.toEpochSecond(ZoneOffset.UTC);
            months[i] = (to.getYear() - from.getYear()) * 12L + to.getMonthValue() - from.getMonthValue();
            sameDay &= from.getDayOfMonth() == to.getDayOfMonth()
                    && from.toLocalTime().equals(to.toLocalTime());
        }
        long usualMonths = usual(months);
        boolean monthly = sameDay && usualMonths > 0;
        long[] steps = monthly ? months : seconds;
        long step = monthly ? usualMonths : usual(seconds);
        int irregular = 0;
        int first = -1;
        for (int i = 0; i < steps.length; i++) {
            if (steps[i] != step) {
                irregular++;
                first = first < 0 ? i : first;
            }
        }
        String name = table.names().get(column);
        String note = "dates in column " + name + ", from " + table.cell(descending ? rows - 1 : 0, column) + " to "
                + table.cell(descending ? 0 : rows - 1, column) + ", "
                + (rows < 2 ? "one" : "a step is " + (monthly ? months(step) : duration(step)));
        if (irregular > 0) {
            note += "; " + irregular + " of " + steps.length + " steps are of another length, first from "
                    + table.cell(first, column) + " to " + table.cell(first + 1, column) + " (line "
                    + table.line(first + 1) + ")";
        }
        return new Dates(column, descending, monthly ? 0 : step, monthly ? step : 0, note);
    }

    private static long usual(long[] steps) {
        Map<Long, Integer> counts = new HashMap<>();
        long usual = 0;
        int most = 0;
        for (long step : steps) {
            int count = counts.merge(step, 1, Integer::sum);
            if (count > most) {
                most = count;
                usual = step;
            }
        }
        return usual;
    }

    private static String months(long months) {
        return months % 12 == 0 ? count(months / 12, "year") : count(months, "month");
    }

    private static String duration(long seconds) {
        if (seconds == 0) {
            return "nothing";
        }
        return seconds % 86400 == 0
                ? count(seconds / 86400, "day")
                : seconds % 3600 == 0
                        ? count(seconds / 3600, "hour")
                        : seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
    }

    private static String count(long n, String unit) {
        return n + " " + unit + (n == 1 ? "" : "s");
    }
}

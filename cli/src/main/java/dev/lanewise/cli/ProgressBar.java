package dev.lanewise.cli;

import dev.lanewise.train.TrainingEvent;

/** Progress for a person: one line that is rewritten several times a second, and a fixed line for each epoch. */
final class ProgressBar implements Progress {
    private static final long EVERY_NANOS = 200_000_000L;
    // Means over a little longer than that, or the figures flicker.
    private static final int SHOWS_PER_MEAN = 5;
    private static final int DEFAULT_COLUMNS = 80;
    private static final int WIDEST = 30;
    private static final int NARROWEST = 4;

    private final Shell shell;
    private final int columns;
    private final char full;
    private final char empty;
    private final Meter meter = new Meter();
    private long shown;
    private int shows;
    private int length;
    // Grows no more once the figures have needed the room, or its end would move to and fro.
    private int bar = WIDEST;

    ProgressBar(Shell shell) {
        this.shell = shell;
        this.columns = columns();
        boolean blocks = shell.err().charset().newEncoder().canEncode('━');
        this.full = blocks ? '━' : '#';
        this.empty = blocks ? '─' : '-';
    }

    private static int columns() {
        String columns = System.getenv("COLUMNS");
        try {
            return columns == null ? DEFAULT_COLUMNS : Math.max(1, Integer.parseInt(columns));
        } catch (NumberFormatException _) {
            return DEFAULT_COLUMNS;
        }
    }

    @Override
    public void accept(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.Started started -> meter.started(started);
            case TrainingEvent.Stepped stepped -> {
                long now = meter.stepped(stepped);
                if (shown == 0 || now - shown >= EVERY_NANOS) {
                    show();
                    shown = now;
                }
            }
            case TrainingEvent.Probed _ -> {}
            case TrainingEvent.EpochEnded ended -> {
                rewrite(meter.epoch(ended.epoch()) + "  " + meter.figures(ended), 0, 0);
                shell.err().println();
                length = 0;
                meter.reset();
            }
        }
    }

    private void show() {
        String epoch = meter.epoch(meter.last().epoch());
        String figures = meter.figures();
        // One column stays free: in the last one, some terminals begin a new line.
        bar = Math.min(bar, columns - 1 - epoch.length() - 3 - figures.length());
        if (bar < NARROWEST) {
            String line = epoch + "  " + figures;
            rewrite(line.substring(0, Math.min(line.length(), columns - 1)), 0, 0);
        } else {
            int done = (int) Math.round(meter.share() * bar);
            String cells =
                    String.valueOf(full).repeat(done) + String.valueOf(empty).repeat(bar - done);
            rewrite(epoch + " " + cells + "  " + figures, epoch.length() + 1, done);
        }
        if (++shows % SHOWS_PER_MEAN == 0) {
            meter.reset();
        }
    }

    /** Puts a line over the last one, some of it in green. */
    private void rewrite(String line, int greenFrom, int green) {
        StringBuilder text = new StringBuilder("\r").append(line);
        text.repeat(' ', Math.max(0, length - line.length()));
        if (green > 0 && shell.errColours()) {
            text.insert(1 + greenFrom + green, "\033[0m").insert(1 + greenFrom, "\033[32m");
        }
        shell.err().print(text);
        shell.err().flush();
        length = line.length();
    }

    @Override
    public void end() {
        if (length > 0) {
            shell.err().println();
            length = 0;
        }
    }
}

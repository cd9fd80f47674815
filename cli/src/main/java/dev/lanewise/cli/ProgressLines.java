package dev.lanewise.cli;

import dev.lanewise.train.TrainingEvent;

/** Progress for a log: a line after the first step, then one every few seconds and one for each epoch. */
final class ProgressLines implements Progress {
    private static final long EVERY_NANOS = 5_000_000_000L;

    private final Shell shell;
    private final Meter meter = new Meter();
    private long shown;
    private boolean first = true;

    ProgressLines(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void accept(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.Started started -> meter.started(started);
            case TrainingEvent.Stepped stepped -> {
                long now = meter.stepped(stepped);
                if (first || now - shown >= EVERY_NANOS) {
                    show(meter.epoch(stepped.epoch()) + "  " + meter.step(stepped.step()) + "  " + meter.figures());
                    first = false;
                }
            }
            case TrainingEvent.Probed _ -> {}
            case TrainingEvent.EpochEnded ended ->
                show(meter.epoch(ended.epoch()) + "  " + meter.step(ended.step()) + "  " + meter.figures(ended));
        }
    }

    private void show(String line) {
        shell.err().println(line);
        meter.reset();
        shown = System.nanoTime();
    }
}

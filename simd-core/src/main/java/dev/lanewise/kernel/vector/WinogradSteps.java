package dev.lanewise.kernel.vector;

/** The transforms of {@link WinogradConv} with tiles of 4x4 or 2x2: {@link WinogradLoops} or {@link SmallWinogradLoops}. */
final class WinogradSteps {
    private WinogradSteps() {}

    static void input(int size, float[] d, int at, int ld, int next, float[] t, int to, int ldt, int nextT) {
        if (size == 4) {
            WinogradLoops.input(d, at, ld, next, t, to, ldt, nextT);
        } else {
            SmallWinogradLoops.input(d, at, ld, next, t, to, ldt, nextT);
        }
    }

    static void output(int size, float[] m, int at, int ld, float[] to, int toAt, int ldTo, int count) {
        if (size == 4) {
            WinogradLoops.output(m, at, ld, to, toAt, ldTo, count);
        } else {
            SmallWinogradLoops.output(m, at, ld, to, toAt, ldTo, count);
        }
    }

    static void split(int size, float[] row, int at, int tiles, float[] s, int to, int to2, int lds) {
        if (size == 4) {
            WinogradLoops.split(row, at, tiles, s, to, to2, lds);
        } else {
            SmallWinogradLoops.split(row, at, tiles, s, to, to2, lds);
        }
    }

    static void weave(int size, float[] s, int at, int lds, float[] to, int toAt, int width, boolean biased, float b) {
        if (size == 4) {
            WinogradLoops.weave(s, at, lds, to, toAt, width, biased, b);
        } else {
            SmallWinogradLoops.weave(s, at, lds, to, toAt, width, biased, b);
        }
    }
}

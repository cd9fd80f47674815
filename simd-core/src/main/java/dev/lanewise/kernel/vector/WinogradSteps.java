package dev.lanewise.kernel.vector;

/** The transforms of {@link WinogradConv} with tiles of 4x4 or 2x2: {@link WinogradLoops} or {@link SmallWinogradLoops}. */
final class WinogradSteps {
    private WinogradSteps() {}

    static void split(int size, float[] row, int at, int tiles, float[] s, int to, int to2) {
        if (size == 4) {
            WinogradLoops.split(row, at, tiles, s, to, to2);
        } else {
            SmallWinogradLoops.split(row, at, tiles, s, to, to2);
        }
    }

    /** Both steps of the input of a vector; t is scratch. */
    static void input(int size, float[] s, int at, float[] t, float[] v, int to, int ldv) {
        if (size == 4) {
            WinogradLoops.inputDown(s, at, t);
            WinogradLoops.inputAcross(t, v, to, ldv);
        } else {
            SmallWinogradLoops.inputDown(s, at, t);
            SmallWinogradLoops.inputAcross(t, v, to, ldv);
        }
    }

    static void output(int size, float[] m, int at, int ld, float[] to, int toAt, int ldTo, int count) {
        if (size == 4) {
            WinogradLoops.output(m, at, ld, to, toAt, ldTo, count);
        } else {
            SmallWinogradLoops.output(m, at, ld, to, toAt, ldTo, count);
        }
    }

    static void outputAcross(int size, float[] t, int at, int width, float[] z, int to, int ldOutput, int ldz) {
        if (size == 4) {
            WinogradLoops.outputAcross(t, at, width, z, to, ldOutput, ldz);
        } else {
            SmallWinogradLoops.outputAcross(t, at, width, z, to, ldOutput, ldz);
        }
    }

    static void weave(int size, float[] s, int at, int lds, float[] to, int toAt, int width, float bias) {
        if (size == 4) {
            WinogradLoops.weave(s, at, lds, to, toAt, width, bias);
        } else {
            SmallWinogradLoops.weave(s, at, lds, to, toAt, width, bias);
        }
    }
}

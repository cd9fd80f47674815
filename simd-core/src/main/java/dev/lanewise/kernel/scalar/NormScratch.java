package dev.lanewise.kernel.scalar;

/** The small arrays of a thread that normalises. */
final class NormScratch {
    private static final ThreadLocal<NormScratch> OWN = ThreadLocal.withInitial(NormScratch::new);

    /** Two sums. */
    final double[] pair = new double[2];

    /** Two sums of each column of a tile. */
    final double[] sums = new double[2 * NormLoops.TILE];

    /** The same of a block of rows. */
    final float[] block = new float[2 * NormLoops.TILE];

    /** Up to six factors of each column of a tile, or those of some rows. */
    final float[] factors = new float[6 * NormLoops.TILE];

    private NormScratch() {}

    static NormScratch own() {
        return OWN.get();
    }
}

package dev.lanewise.kernel.vector;

/** The register tiles of this width whose operands are packed. */
final class TilePanels {
    private TilePanels() {}

    /** The tile of a height that {@link MatrixProduct} asks for. */
    static void run(
            int height,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int ldc,
            int rows,
            boolean load,
            float[] bias,
            int biasAt) {
        if (Lanes.L == 16) {
            switch (height) {
                case 12 -> GemmTile512.run12(depth, a, aAt, b, bAt, c, cAt, ldc, rows, load, bias, biasAt);
                case 8 -> GemmTile512.run8(depth, a, aAt, b, bAt, c, cAt, ldc, rows, load, bias, biasAt);
                default -> GemmStrip512.run4(depth, a, aAt, b, bAt, c, cAt, ldc, rows, load, bias, biasAt);
            }
        } else if (Lanes.L == 8) {
            GemmTile256.run4(depth, a, aAt, b, bAt, c, cAt, ldc, rows, load, bias, biasAt);
        } else {
            GemmTile128.run4(depth, a, aAt, b, bAt, c, cAt, ldc, rows, load, bias, biasAt);
        }
    }
}

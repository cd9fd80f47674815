package dev.lanewise.kernel.vector;

/** The register tiles of this width whose operands lie in rows of any length. */
final class TileRows {
    private TileRows() {}

    /** The height of the tile for the next rows: the smallest that has them all, or the tallest. */
    static int height(int rows) {
        if (Lanes.L == 16 && rows > 12 && rows <= 16) {
            // Two of 8 have more chains in flight than one of 12 and one of 4.
            return 8;
        }
        if (rows == 1) {
            return 1;
        }
        if (Lanes.L == 16) {
            return rows > 8 ? 12 : rows > 4 ? 8 : 4;
        }
        return 4;
    }

    /** The tile of such a height. */
    static void run(
            int height,
            int depth,
            float[] a,
            int aAt,
            int lda,
            float[] b,
            int bAt,
            int ldb,
            float[] c,
            int cAt,
            int ldc,
            int rows,
            boolean load,
            float[] bias,
            int biasAt) {
        if (Lanes.L == 16) {
            switch (height) {
                case 12 -> RowTile512.run12(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load, bias, biasAt);
                case 8 -> RowTile512.run8(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load, bias, biasAt);
                case 4 -> RowStrip512.run4(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load, bias, biasAt);
                default -> RowStrip512.run1(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load, bias, biasAt);
            }
        } else if (Lanes.L == 8) {
            if (height == 4) {
                RowTile256.run4(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load, bias, biasAt);
            } else {
                RowTile256.run1(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load, bias, biasAt);
            }
        } else if (height == 4) {
            RowTile128.run4(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load, bias, biasAt);
        } else {
            RowTile128.run1(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load, bias, biasAt);
        }
    }
}

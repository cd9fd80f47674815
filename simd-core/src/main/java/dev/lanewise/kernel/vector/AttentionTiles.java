package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.L;

/**
 * Products of small row-major matrices that are not packed, by the register tile of this width. Every element is one
 * chain of fused multiply-adds in the order of the depth.
 */
final class AttentionTiles {
    /** Rows of a tile. */
    static final int ROWS = L == 16 ? PanelTile512.ROWS : PanelTile256.ROWS;

    /** Columns of a tile. */
    static final int COLUMNS = 2 * L;

    /** The floats of scratch that a product needs whose columns are no multiple of {@link #COLUMNS}. */
    static int scratch(int depth) {
        return (depth + ROWS) * COLUMNS;
    }

    private AttentionTiles() {}

    /**
     * {@code C = A B}, or {@code C += A B}: a:[m,depth], b:[depth,n], c:[m,n].
     *
     * @param lda from a row to the next; ldb and ldc likewise
     * @param scratch of at least {@link #scratch} floats; not touched if n is a multiple of {@link #COLUMNS}
     */
    static void multiply(
            int m,
            int n,
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
            boolean add,
            float[] scratch) {
        for (int j = 0; j < n; j += COLUMNS) {
            int columns = Math.min(COLUMNS, n - j);
            if (columns < COLUMNS) {
                Panels.columns(b, bAt + j, ldb, depth, columns, scratch, 0, COLUMNS);
            }
            for (int i = 0; i < m; i += ROWS) {
                int rows = Math.min(ROWS, m - i);
                int at = cAt + i * ldc + j;
                if (columns == COLUMNS) {
                    rowTile(depth, a, aAt + i * lda, lda, b, bAt + j, ldb, c, at, ldc, rows, add);
                } else {
                    int tile = depth * COLUMNS;
                    borrow(c, at, ldc, rows, columns, add, scratch, tile);
                    rowTile(depth, a, aAt + i * lda, lda, scratch, 0, COLUMNS, scratch, tile, COLUMNS, rows, add);
                    giveBack(scratch, tile, c, at, ldc, rows, columns);
                }
            }
        }
    }

    /**
     * {@code C = A^T B}, or {@code C += A^T B}: a:[depth,m], b:[depth,n], c:[m,n]. A is read up to the next multiple of
     * {@link #ROWS} beyond m.
     *
     * @param factors what the rows of C are multiplied with first, from factorsAt, read as A is; null for nothing
     */
    static void multiplyTransposed(
            int m,
            int n,
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
            boolean add,
            float[] factors,
            int factorsAt,
            float[] scratch) {
        for (int j = 0; j < n; j += COLUMNS) {
            int columns = Math.min(COLUMNS, n - j);
            if (columns < COLUMNS) {
                Panels.columns(b, bAt + j, ldb, depth, columns, scratch, 0, COLUMNS);
            }
            for (int i = 0; i < m; i += ROWS) {
                int rows = Math.min(ROWS, m - i);
                int at = cAt + i * ldc + j;
                if (columns == COLUMNS) {
                    columnTile(depth, a, aAt + i, lda, b, bAt + j, ldb, c, at, ldc, rows, add, factors, factorsAt + i);
                } else {
                    int tile = depth * COLUMNS;
                    borrow(c, at, ldc, rows, columns, add, scratch, tile);
                    columnTile(
                            depth,
                            a,
                            aAt + i,
                            lda,
                            scratch,
                            0,
                            COLUMNS,
                            scratch,
                            tile,
                            COLUMNS,
                            rows,
                            add,
                            factors,
                            factorsAt + i);
                    giveBack(scratch, tile, c, at, ldc, rows, columns);
                }
            }
        }
    }

    /** A tile that reaches over the right edge of C runs in scratch. */
    private static void borrow(
            float[] c, int at, int ldc, int rows, int columns, boolean read, float[] scratch, int tile) {
        if (read) {
            Panels.columns(c, at, ldc, rows, columns, scratch, tile, COLUMNS);
        }
    }

    private static void giveBack(float[] scratch, int tile, float[] c, int at, int ldc, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(scratch, tile + r * COLUMNS, c, at + r * ldc, columns);
        }
    }

    private static void rowTile(
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
            boolean load) {
        if (ldb == COLUMNS) {
            panelRows(depth, a, aAt, lda, b, bAt, c, cAt, ldc, rows, load);
        } else if (L == 16) {
            StridedTile512.alongRows(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load);
        } else if (L == 8) {
            StridedTile256.alongRows(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load);
        } else {
            StridedTile128.alongRows(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load);
        }
    }

    private static void panelRows(
            int depth,
            float[] a,
            int aAt,
            int lda,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int ldc,
            int rows,
            boolean load) {
        if (L == 16) {
            PanelTile512.alongRows(depth, a, aAt, lda, b, bAt, c, cAt, ldc, rows, load);
        } else if (L == 8) {
            PanelTile256.alongRows(depth, a, aAt, lda, b, bAt, c, cAt, ldc, rows, load);
        } else {
            PanelTile128.alongRows(depth, a, aAt, lda, b, bAt, c, cAt, ldc, rows, load);
        }
    }

    private static void columnTile(
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
            float[] factors,
            int factorsAt) {
        if (lda == COLUMNS) {
            panelColumns(depth, a, aAt, b, bAt, ldb, c, cAt, ldc, rows, load, factors, factorsAt);
        } else if (L == 16) {
            StridedTile512.alongColumns(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load, factors, factorsAt);
        } else if (L == 8) {
            StridedTile256.alongColumns(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load, factors, factorsAt);
        } else {
            StridedTile128.alongColumns(depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, rows, load, factors, factorsAt);
        }
    }

    private static void panelColumns(
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            int ldb,
            float[] c,
            int cAt,
            int ldc,
            int rows,
            boolean load,
            float[] factors,
            int factorsAt) {
        if (L == 16) {
            PanelTile512.alongColumns(depth, a, aAt, b, bAt, ldb, c, cAt, ldc, rows, load, factors, factorsAt);
        } else if (L == 8) {
            PanelTile256.alongColumns(depth, a, aAt, b, bAt, ldb, c, cAt, ldc, rows, load, factors, factorsAt);
        } else {
            PanelTile128.alongColumns(depth, a, aAt, b, bAt, ldb, c, cAt, ldc, rows, load, factors, factorsAt);
        }
    }
}

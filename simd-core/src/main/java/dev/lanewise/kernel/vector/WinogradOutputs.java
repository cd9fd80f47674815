package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.L;
import static dev.lanewise.kernel.vector.WinogradGroups.FEW;

import dev.lanewise.tensor.Tensor;

/**
 * The output transforms of {@link WinogradConv}. The tiles of a group are collected first, as
 * {@code [output][row of the tile][column][tile]}; then their columns become rows of y.
 */
final class WinogradOutputs {
    private int size;
    private int edge;
    private Tensor y;
    private Tensor bias;
    private int across;
    private int down;
    private int ldTiles;

    /**
     * Sets the problem.
     *
     * @param tile side of the output tiles
     * @param added to each output; null for none
     * @param columns tiles of a row
     * @param rows rows of tiles of an image
     * @param tiles from one column of a tile to the next: those of a group, and a register more
     */
    void describe(int tile, Tensor to, Tensor added, int columns, int rows, int tiles) {
        size = tile;
        edge = tile + 2;
        y = to;
        bias = added;
        across = columns;
        down = rows;
        ldTiles = tiles;
    }

    void forget() {
        y = null;
        bias = null;
    }

    /** The floats that the tiles of so many outputs take. */
    int tiles(int outputs) {
        return outputs * size * size * ldTiles + L;
    }

    /**
     * The output tiles of a register tile of sums.
     *
     * @param m {@code [position][output][tile]}, of few tiles {@code [position][tile][output]}
     * @param width tiles of an output
     * @param first of the outputs, in z
     * @param q the first tile, in z
     * @param t scratch
     */
    void unit(float[] m, int mAt, int width, int first, int q, float[] t, float[] z) {
        int unit = WinogradGroups.unit(width);
        int row = edge * unit;
        WinogradSteps.output(size, m, mAt, row, t, 0, row, row);
        if (width < L) {
            few(unit, q, t, z);
            return;
        }
        int ofOutput = size * size * ldTiles;
        for (int i = 0; i < size; i++) {
            int to = first * ofOutput + i * size * ldTiles + q;
            WinogradSteps.outputAcross(size, t, row * i, width, z, to, ofOutput, ldTiles);
        }
    }

    /** Few tiles, of a whole panel: the second step is along outputs too, then tiles become neighbours. */
    private void few(int unit, int q, float[] t, float[] z) {
        int panel = WinogradFilters.PANEL;
        for (int i = 0; i < size; i++) {
            int row = edge * i * unit;
            WinogradSteps.output(size, t, row, unit, t, row, unit, unit);
            for (int o = 0; o < panel; o++) {
                for (int j = 0; j < size; j++) {
                    int to = ((o * size + i) * size + j) * ldTiles + q;
                    for (int r = 0; r < FEW; r++) {
                        z[to + r] = t[row + j * unit + r * panel + o];
                    }
                }
            }
        }
    }

    /**
     * Writes the tiles [begin, end) of an output channel.
     *
     * @param o the output, in z
     * @param channel the output, in y
     * @param line scratch of a row
     */
    void weave(float[] z, int o, int channel, int begin, int end, float[] line) {
        int h = y.dim(2);
        int width = y.dim(3);
        int outputs = y.dim(1);
        // Adding -0 changes nothing.
        float b = bias != null ? bias.array()[bias.offset() + channel] : -0f;
        for (int from = begin, to; from < end; from = to) {
            int row = from / across;
            to = Math.min(end, (row + 1) * across);
            int top = row % down * size;
            int left = (from - row * across) * size;
            int columns = Math.min(width, left + (to - from) * size) - left;
            int yAt = y.offset() + ((row / down * outputs + channel) * h + top) * width + left;
            int zAt = o * size * size * ldTiles + from - begin;
            // How many whole rows of this plane are still to be written here: a vector may reach into them.
            int rows = columns < width ? 0 : Math.min(h - top, size * (end / across - row));
            for (int i = 0; i < Math.min(size, h - top); i++, rows--) {
                int at = zAt + size * i * ldTiles;
                // One call for both: C2 inlines a seldom one in part only, and what it leaves out boxes.
                boolean inside = (rows - 1) * width >= L;
                float[] target = inside ? y.array() : line;
                WinogradSteps.weave(size, z, at, ldTiles, target, inside ? yAt + i * width : 0, columns, b);
                if (!inside) {
                    System.arraycopy(line, 0, y.array(), yAt + i * width, columns);
                }
            }
        }
    }
}

package dev.lanewise.op.recurrent;

import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Workspace;
import java.util.ArrayList;
import java.util.List;

/** Room for the weights of a sequence, packed once for all of its steps; kept in a workspace, one for each use and shape. */
final class PackedWeights {
    static final int INPUT = 0;
    static final int FORWARD = 1;
    static final int BACKWARD = 2;

    private static final int USES = 3;

    private final List<List<PackedMatrix>> kept = new ArrayList<>();

    private PackedWeights() {
        for (int use = 0; use < USES; use++) {
            kept.add(new ArrayList<>());
        }
    }

    /** A matrix of this shape; what it holds lasts until the next sequence. */
    static PackedMatrix of(Workspace work, int use, int depth, int columns) {
        List<PackedMatrix> kept =
                work.kept(PackedWeights.class, PackedWeights::new).kept.get(use);
        for (int i = 0; i < kept.size(); i++) {
            PackedMatrix found = kept.get(i);
            if (found.depth() == depth && found.columns() == columns) {
                return found;
            }
        }
        PackedMatrix made = PackedMatrix.of(depth, columns);
        kept.add(made);
        return made;
    }
}

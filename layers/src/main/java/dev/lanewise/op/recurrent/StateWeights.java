package dev.lanewise.op.recurrent;

import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Workspace;
import java.util.ArrayList;
import java.util.List;

/** Room for the weights of states, packed once for all steps of a sequence; kept in a workspace, one for every shape. */
final class StateWeights {
    private final List<PackedMatrix> kept = new ArrayList<>();

    private StateWeights() {}

    /** A matrix of this shape; what it holds lasts until the next sequence. */
    static PackedMatrix of(Workspace work, int depth, int columns) {
        List<PackedMatrix> kept = work.kept(StateWeights.class, StateWeights::new).kept;
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

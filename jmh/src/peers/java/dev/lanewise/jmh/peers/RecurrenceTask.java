package dev.lanewise.jmh.peers;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.recurrent.Cell;
import dev.lanewise.nn.recurrent.GruCell;
import dev.lanewise.nn.recurrent.LstmCell;
import dev.lanewise.nn.recurrent.Recurrent;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Our side of {@link RecurrenceWork.Recurrence}; with gradients, the result is those of x and of the weights of states. */
final class RecurrenceTask implements Task {
    private final boolean backward;
    private final Tape tape;
    private final Recurrent layer;
    private final Parameter hidden;
    private final Tensor x;
    private final Tensor dy;
    private Var input;
    private Var y;
    private Gradients gradients;
    private long step;

    RecurrenceTask(RecurrenceWork.Recurrence r) {
        backward = r.backward();
        tape = backward ? Tape.training(1) : Tape.inference();
        Parameter w = new Parameter(r.inputWeight());
        hidden = new Parameter(r.hiddenWeight());
        Parameter b = new Parameter(r.bias(4));
        Parameter c = new Parameter(r.bias(5));
        Cell cell = r.lstm() ? new LstmCell(w, hidden, b, c) : new GruCell(true, w, hidden, b, c);
        layer = new Recurrent(List.of(cell), List.of(), 0f, false);
        x = r.x();
        dy = r.dy();
    }

    @Override
    public void run() {
        tape.begin(step++);
        input = backward ? tape.input(x) : tape.constant(x);
        y = layer.forward(input).y();
        if (backward) {
            gradients = tape.backward(y, dy);
        }
    }

    @Override
    public float[] result() {
        return backward
                ? joined(gradients.of(input).toArray(), gradients.of(hidden).toArray())
                : y.tensor().toArray();
    }

    static float[] joined(float[] a, float[] b) {
        float[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}

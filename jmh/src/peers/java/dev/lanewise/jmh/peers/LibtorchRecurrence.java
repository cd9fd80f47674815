package dev.lanewise.jmh.peers;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** libtorch's side of {@link RecurrenceWork.Recurrence}; gradients replace those of the run before. */
final class LibtorchRecurrence implements Task {
    private final RecurrenceWork.Recurrence work;
    private final Tensor x;
    private final Tensor[] weights;
    private final TensorOptional dy;
    private final Tensor zero;

    LibtorchRecurrence(RecurrenceWork.Recurrence r) {
        work = r;
        x = LibtorchPeer.tensor(r.x());
        weights = new Tensor[] {
            LibtorchPeer.tensor(r.inputWeight()),
            LibtorchPeer.tensor(r.hiddenWeight()),
            LibtorchPeer.tensor(r.bias(4)),
            LibtorchPeer.tensor(r.bias(5))
        };
        dy = new TensorOptional(LibtorchPeer.tensor(r.dy()));
        zero = torch.zeros(1, r.batch(), r.hidden());
    }

    private Tensor forward() {
        TensorVector all = new TensorVector(weights);
        boolean train = work.backward();
        return work.lstm()
                ? torch.lstm(x, new TensorVector(zero, zero), all, true, 1, 0.0, train, false, false)
                        .get0()
                : torch.gru(x, zero, all, true, 1, 0.0, train, false, false).get0();
    }

    @Override
    public void run() {
        try (PointerScope _ = new PointerScope();
                AutoGradMode _ = new AutoGradMode(work.backward())) {
            if (work.backward()) {
                Tensor[] inputs = {x, weights[0], weights[1], weights[2], weights[3]};
                for (Tensor t : inputs) {
                    t.set_requires_grad(true);
                    t.mutable_grad().reset();
                }
                forward()._backward(new TensorVector(inputs), dy, new BoolOptional(), false);
            } else {
                Tensor _ = forward();
            }
        }
    }

    @Override
    public float[] result() {
        try (AutoGradMode _ = new AutoGradMode(false)) {
            return work.backward()
                    ? RecurrenceTask.joined(
                            LibtorchPeer.values(x.grad()), LibtorchPeer.values(weights[1].grad()))
                    : LibtorchPeer.values(forward());
        }
    }
}

package dev.lanewise.insight;

import dev.lanewise.autograd.Tape;
import dev.lanewise.data.Batches;
import dev.lanewise.data.Dataset;
import dev.lanewise.data.Field;
import dev.lanewise.nn.Network;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a model's last layer sees of samples: the features that it tells them apart by. */
public final class Features {
    private Features() {}

    /**
     * The input of the last linear layer for the first samples of a set.
     *
     * @param most samples
     * @return [samples, features]; empty if the last operation with parameters takes no [N, features]
     */
    public static Optional<Tensor> of(Network model, Dataset data, int most) {
        int count = Math.min(most, data.size());
        Look look = new Look(model, false);
        Batches batches = Batches.inOrder(count, Math.min(count, 64));
        Tensor features = null;
        for (int b = 0; b < batches.count(); b++) {
            Value[] values = new Value[data.fields().size()];
            for (int i = 0; i < values.length; i++) {
                Field field = data.fields().get(i);
                values[i] = field.allocate(batches.size(b));
            }
            data.read(batches.order(), batches.from(b), batches.to(b), values);
            look.at(Arrays.copyOf(values, values.length - 1));
            List<Tape.Recorded> layers = look.withParameter("weight");
            if (layers.isEmpty()) {
                return Optional.empty();
            }
            Tape.Recorded last = layers.getLast();
            if (!last.op().name().equals("linear") || last.inputs().getFirst().rank() != 2) {
                return Optional.empty();
            }
            Tensor seen = look.tape().operand(last, 0).tensor();
            if (features == null) {
                features = Tensor.zeros(count, seen.dim(1));
            }
            features.outer(batches.from(b), batches.to(b)).copyFrom(seen);
        }
        return Optional.ofNullable(features);
    }
}

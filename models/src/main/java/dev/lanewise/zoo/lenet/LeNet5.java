package dev.lanewise.zoo.lenet;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Flatten;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.conv.Conv2d;
import dev.lanewise.nn.conv.MaxPool2d;

/**
 * LeNet-5 (LeCun et al., 1998) with ReLU and max pooling: two convolutions, three dense layers.
 *
 * @param conv1 1 to 6 channels, 5x5, padding 2: [N,6,28,28]
 * @param conv2 6 to 16 channels, 5x5: [N,16,10,10]
 * @param fc1 400 to 120
 * @param fc2 120 to 84
 * @param fc3 84 to the classes
 */
public record LeNet5(Conv2d conv1, Conv2d conv2, Linear fc1, Linear fc2, Linear fc3) implements Unary {
    private static final MaxPool2d HALVE = new MaxPool2d(Pool2dShape.of(2));
    private static final Activation RELU = Activation.RELU;

    static LeNet5 of(int classes, Draws draws) {
        return new LeNet5(
                Conv2d.of(1, 6, 5, Conv2dShape.of(1, 2), draws),
                Conv2d.of(6, 16, 5, Conv2dShape.of(1, 0), draws),
                Linear.of(400, 120, draws),
                Linear.of(120, 84, draws),
                Linear.of(84, classes, draws));
    }

    @Override
    public Var forward(Var x) {
        Var y = HALVE.forward(RELU.forward(conv1.forward(x)));
        y = HALVE.forward(RELU.forward(conv2.forward(y)));
        y = new Flatten().forward(y);
        y = RELU.forward(fc1.forward(y));
        y = RELU.forward(fc2.forward(y));
        return fc3.forward(y);
    }
}

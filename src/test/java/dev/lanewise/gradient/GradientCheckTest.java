package dev.lanewise.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.op.math.Mul;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The check itself: it passes a right operation and names what is wrong with a wrong one. */
class GradientCheckTest {
    private static final Shape SHAPE = Shape.of(2, 3);

    /** Ways to get a product of two operands wrong, and what the check must say. */
    enum Fault {
        WRONG_FACTOR("derivative along a random direction of b: backward gives"),
        WRONG_ELEMENT("derivative"),
        SWAPPED("derivative along a random direction of a: backward gives"),
        OUTPUT_UNWRITTEN("forward leaves an element of its output unwritten: output 0 at [1, 2]"),
        NOT_OVERWRITTEN("backward does not overwrite the gradient of a"),
        BETA_IGNORED("gradients of two branches do not add up: a"),
        OPERAND_CHANGED("changes operand b"),
        WRITES_BEYOND("changes operand a or the array around it"),
        OUTPUT_CHANGED("backward changes its output: output 0 at [0, 0]"),
        DY_CHANGED("backward changes the gradient of output 0"),
        DEPENDS_ON_WANTS("the gradient of a differs when no other is asked for"),
        WRONG_SHAPE("expected shapes [[2, 3]]");

        private final String message;

        Fault(String message) {
            this.message = message;
        }
    }

    /** A product of two operands with a fault. */
    record Faulty(Fault fault) implements DifferentiableOp {
        @Override
        public void infer(Infer infer) {
            infer.output(fault == Fault.WRONG_SHAPE ? Shape.of(infer.shape(0).size()) : infer.shape(0));
            if (fault == Fault.BETA_IGNORED) {
                infer.accumulates(0);
            }
        }

        @Override
        public void forward(Frame frame) {
            int size = frame.y(0).size() - (fault == Fault.OUTPUT_UNWRITTEN ? 1 : 0);
            for (int i = 0; i < size; i++) {
                set(frame.y(0), i, Elements.at(frame.x(0), i) * Elements.at(frame.x(1), i));
            }
        }

        @Override
        public void backward(Frame frame) {
            Tensor dy = frame.dy(0);
            for (int operand = 0; operand < 2; operand++) {
                if (frame.wants(operand)) {
                    Tensor other = frame.x(fault == Fault.SWAPPED ? operand : 1 - operand);
                    for (int i = 0; i < dy.size(); i++) {
                        float gradient = Elements.at(dy, i) * Elements.at(other, i) * factor(frame, operand, i);
                        boolean adds = fault == Fault.NOT_OVERWRITTEN && operand == 0;
                        set(frame.dx(operand), i, adds ? gradient + Elements.at(frame.dx(operand), i) : gradient);
                    }
                }
            }
            sideEffects(frame);
        }

        private float factor(Frame frame, int operand, int element) {
            return switch (fault) {
                case WRONG_FACTOR -> operand == 1 ? 1.01f : 1f;
                case WRONG_ELEMENT -> element == 4 ? 0.9f : 1f;
                case DEPENDS_ON_WANTS -> frame.wants(1) ? 1f : 1.0001f;
                default -> 1f;
            };
        }

        private void sideEffects(Frame frame) {
            switch (fault) {
                case OPERAND_CHANGED -> set(frame.x(1), 1, Math.nextUp(Elements.at(frame.x(1), 1)));
                case WRITES_BEYOND -> set(frame.x(0), frame.x(0).size(), 0f);
                case OUTPUT_CHANGED -> set(frame.y(0), 0, 0f);
                case DY_CHANGED -> set(frame.dy(0), 0, 0f);
                default -> {}
            }
        }

        private static void set(Tensor tensor, int flat, float value) {
            tensor.array()[tensor.offset() + flat] = value;
        }
    }

    @ParameterizedTest
    @EnumSource
    void fault_isFoundAndNamed(Fault fault) {
        GradientCheck check = product(new Faulty(fault));
        AssertionError error = assertThrows(AssertionError.class, check::check);
        assertTrue(error.getMessage().contains(fault.message), error.getMessage());
        assertTrue(error.getMessage().startsWith("Faulty[fault=" + fault + "]: "), error.getMessage());
    }

    @Test
    void rightOperation_passes_andEveryElementWasCompared() {
        GradientCheck.Result result = product(new Mul()).check();
        int perOperand = 2 + SHAPE.size();
        assertEquals(2 * perOperand, result.comparisons());
    }

    @Test
    void operands_areAsBefore_afterTheCheck() {
        Tensor a = new Inputs(1).floats(SHAPE);
        int[] before = Elements.bits(a.array());
        GradientCheck.of(new Mul()).input("a", a).input("b", a.copy()).check();
        assertArrayEquals(before, Elements.bits(a.array()));
    }

    private static GradientCheck product(DifferentiableOp op) {
        Inputs in = new Inputs(5);
        return GradientCheck.of(op)
                .input("a", in.floats(SHAPE))
                .input("b", in.floats(SHAPE))
                .output(SHAPE)
                .seed(7);
    }
}

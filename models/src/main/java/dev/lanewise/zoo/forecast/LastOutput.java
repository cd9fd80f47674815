package dev.lanewise.zoo.forecast;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.recurrent.Recurrent;

/**
 * The last output of recurrent cells: x:[N,T,I] y:[N,H].
 *
 * @param cells samples first
 */
public record LastOutput(Recurrent cells) implements Unary {
    @Override
    public Var forward(Var x) {
        return cells.forward(x).last();
    }
}

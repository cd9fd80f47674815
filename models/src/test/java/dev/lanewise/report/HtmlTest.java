package dev.lanewise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void coordinate_hasAtMostTwoDecimals() {
        assertEquals("0", Html.coordinate(-0.001));
        assertEquals("1.5", Html.coordinate(1.5));
        assertEquals("-0.05", Html.coordinate(-0.05));
        assertEquals("12.35", Html.coordinate(12.3456));
        assertEquals("-3", Html.coordinate(-3));
        assertThrows(IllegalArgumentException.class, () -> Html.coordinate(Double.NaN));
    }

    @Test
    void element_escapesTextAndAttributes_leavesOutNull() {
        Html out = new Html();
        out.element("b", "1 < 2 & 'x'", "title", "\"q\"", "class", null, "x", 2.5);
        assertEquals("<b title=\"&quot;q&quot;\" x=\"2.5\">1 &lt; 2 &amp; &#39;x&#39;</b>\n", out.page());
    }

    @Test
    void misuse_isRefused() {
        assertThrows(IllegalStateException.class, () -> new Html().close());
        assertThrows(IllegalStateException.class, () -> new Html().open("b").page());
        assertThrows(IllegalArgumentException.class, () -> new Html().open("b", "class"));
        assertThrows(IllegalArgumentException.class, () -> new Html().style("</style>"));
    }
}

package dev.lanewise.report;

/** The style sheet of a report: light, dark, phone and print. */
final class Style {
    /**
     * Colours c0 to c7 keep at least 3:1 to their background and differ in lightness, so that they stay apart without
     * colour vision. Sizes inside a chart follow the chart's own width (a container query), not the screen's: it may be
     * half a page or a phone.
     */
    static final String CSS = """
        :root {
          color-scheme: light;
          --page: #fdfdfc; --ink: #1b2026; --soft: #59626e; --rule: #dde0e4; --grid: #e8eaed; --panel: #f3f4f6;
          --c0: #1f63b0; --c1: #bd4a08; --c2: #00806a; --c3: #8a4aa3; --c4: #8f6b00; --c5: #b8306c;
          --c6: #0a7f9e; --c7: #5a6470;
          --on-strong: #ffffff; --on-middling: #1b2026; --raw: 0.26;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            color-scheme: dark;
            --page: #14171b; --ink: #e5e8ec; --soft: #9da7b3; --rule: #2d333a; --grid: #262c33; --panel: #1c2026;
            --c0: #6cb2f7; --c1: #ff9a52; --c2: #45cba7; --c3: #cda0f0; --c4: #e2c24c; --c5: #f78cbc;
            --c6: #5ed0ea; --c7: #a9b3bf;
            --on-strong: #0d1117; --on-middling: #0d1117; --raw: 0.30;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
        @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
        body {
          margin: 0 auto; padding: 2.4rem 1.5rem 3rem; max-width: 72rem;
          background: var(--page); color: var(--ink);
          font: 400 0.95rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto,
                "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
          font-variant-numeric: tabular-nums;
        }
        h1 { margin: 0; font-size: 1.9rem; font-weight: 650; letter-spacing: -0.015em; line-height: 1.2; }
        h1 .run {
          font-size: 1.05rem; font-weight: 400; letter-spacing: 0; color: var(--soft);
          overflow-wrap: anywhere; margin-left: 0.4rem;
        }
        h2 { margin: 0 0 0.7rem; font-size: 1.15rem; font-weight: 600; letter-spacing: -0.005em; }
        p { margin: 0 0 0.8rem; }
        dl, dd, ul, figure { margin: 0; padding: 0; }
        .facts {
          display: flex; flex-wrap: wrap; gap: 0.1rem 1.5rem; margin-top: 0.45rem; color: var(--soft);
          font-size: 0.88rem;
        }
        .facts dt, .facts dd { display: inline; }
        .facts dd { color: var(--ink); overflow-wrap: anywhere; }
        .headlines {
          display: grid; grid-template-columns: repeat(auto-fit, minmax(8.6rem, 1fr)); gap: 1.1rem 1.6rem;
          margin-top: 1.5rem; padding: 1.15rem 0 1.05rem; border-top: 2px solid var(--ink);
          border-bottom: 1px solid var(--rule);
        }
        .headlines dt { color: var(--soft); font-size: 0.85rem; }
        .headlines .value {
          font-size: 1.75rem; font-weight: 600; letter-spacing: -0.02em; line-height: 1.25;
          white-space: nowrap;
        }
        .headlines div:first-child .value { color: var(--c0); }
        .headlines .note { color: var(--soft); font-size: 0.82rem; }
        nav { display: flex; flex-wrap: wrap; gap: 0.2rem 1.3rem; margin-top: 0.9rem; font-size: 0.88rem; }
        nav a { color: var(--soft); text-decoration: none; padding: 0.15rem 0; }
        nav a:hover, nav a:focus-visible {
          color: var(--ink); text-decoration: underline; text-underline-offset: 0.25em;
        }
        main {
          display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 2.8rem 3rem;
          margin-top: 2rem;
        }
        section { min-width: 0; scroll-margin-top: 1rem; }
        section.full { grid-column: 1 / -1; }
        .explain, caption { color: var(--soft); font-size: 0.88rem; max-width: 54rem; }
        .none {
          color: var(--soft); padding: 1.1rem; border: 1px dashed var(--rule); border-radius: 6px;
          text-align: center;
        }
        .scroll { overflow-x: auto; }
        footer {
          margin-top: 3rem; padding-top: 0.8rem; border-top: 1px solid var(--rule); color: var(--soft);
          font-size: 0.82rem;
        }

        .c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); } .c3 { --c: var(--c3); }
        .c4 { --c: var(--c4); } .c5 { --c: var(--c5); } .c6 { --c: var(--c6); } .c7 { --c: var(--c7); }
        .only { --c: var(--soft); }
        .charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.8rem 3rem; }
        .chart { container-type: inline-size; min-width: 0; }
        .chart figcaption { font-size: 0.95rem; }
        .chart figcaption span { color: var(--soft); font-size: 0.85rem; margin-left: 0.35rem; }
        strong { font-weight: 600; }
        .legend {
          display: flex; flex-wrap: wrap; gap: 0 1.2rem; list-style: none; font-size: 0.85rem;
          color: var(--soft); min-height: 1.4rem;
        }
        .legend svg { vertical-align: 0; }
        .legend b { color: var(--ink); font-weight: 600; }
        svg { display: inline-block; font-size: 12px; overflow: visible; }
        .chart > svg, .matrix { display: block; width: 100%; height: auto; }
        svg text { fill: var(--soft); }
        .grid { stroke: var(--grid); stroke-width: 1; }
        .base { stroke: var(--soft); stroke-width: 1; }
        .line { fill: none; stroke: var(--c); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .dashed { stroke-dasharray: 6 4; }
        .raw { fill: none; stroke: var(--c); stroke-width: 1; stroke-linejoin: round; opacity: var(--raw); }
        .mark { fill: var(--c); stroke: var(--page); stroke-width: 1.2; }
        .readouts rect { fill: transparent; }
        .readouts path { stroke: var(--soft); stroke-width: 1; }
        .readouts circle { fill: var(--c); stroke: var(--page); stroke-width: 1.5; }
        .readouts tspan { fill: var(--c); font-weight: 600; }
        .readouts path, .readouts circle, .readouts text { opacity: 0; pointer-events: none; }
        .readouts g:hover path { opacity: 0.5; }
        .readouts g:hover circle, .readouts g:hover text { opacity: 1; }
        @container (max-width: 430px) {
          .chart svg text { font-size: 15px; }
          .line { stroke-width: 2.6; }
        }

        .right { --c: var(--c0); } .wrong { --c: var(--c1); }
        p .right, p .wrong, b.wrong { color: var(--c); font-weight: 600; }
        .matrix text { font-size: 13px; }
        .matrix .right rect, .matrix .wrong rect { fill: var(--c); }
        .matrix .right text, .matrix .wrong text { fill: var(--ink); font-size: inherit; pointer-events: none; }
        .matrix .middling text { fill: var(--on-middling); }
        .matrix .strong text { fill: var(--on-strong); }
        .matrix .outline { fill: none; stroke: var(--rule); pointer-events: none; }
        .matrix g g:hover rect { stroke: var(--ink); stroke-width: 1.5; }
        .pairs-list { margin-top: 0.9rem; font-size: 0.88rem; color: var(--soft); }
        .chip {
          display: inline-block; color: var(--ink); background: var(--panel); border-radius: 4px;
          padding: 0.05rem 0.5rem; margin: 0 0.25rem 0.3rem 0;
        }
        .chip b { color: var(--c1); font-weight: 600; }

        .gallery { display: grid; grid-template-columns: repeat(8, minmax(0, 1fr)); gap: 1.2rem 1.1rem; }
        .gallery.little { grid-template-columns: repeat(auto-fill, minmax(3.6rem, 4.6rem)); gap: 0.8rem 0.7rem; }
        .gallery img {
          display: block; width: 100%; height: auto; border-radius: 3px; outline: 1px solid var(--rule);
          outline-offset: -1px;
        }
        .dot { fill: var(--c); fill-opacity: 0.75; stroke: var(--page); stroke-width: 0.6; }
        .maps { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 1.2rem 1.1rem; }
        .maps figure { margin: 0; }
        .maps figcaption { color: var(--soft); font-size: 0.85rem; padding-bottom: 0.3rem; }
        .map { display: block; width: 100%; height: auto; }
        .map text { font-size: 11px; fill: var(--ink); }
        .map .outline { fill: none; stroke: var(--rule); }
        .passage { padding: 0.5rem 0; border-top: 1px solid var(--grid); line-height: 1.75; max-width: 54rem; }
        .passage .verdict { color: var(--soft); font-size: 0.85rem; line-height: 1.4; }
        .passage { --s: 0%; }
        .passage .piece {
          color: inherit; font-weight: inherit; background: color-mix(in srgb, var(--c) var(--s), transparent); border-radius: 3px; padding: 0.1rem 0.15rem;
        }
        .pixels { image-rendering: pixelated; }
        .gallery figcaption {
          margin-top: 0.3rem; font-size: 0.9rem; line-height: 1.35; color: var(--soft);
          overflow-wrap: anywhere;
        }
        .verdict { display: block; color: var(--ink); }
        .detail {
          display: flex; white-space: nowrap; justify-content: space-between; gap: 0 0.4rem;
          font-size: 0.78rem;
        }
        .bar { display: flex; align-items: center; gap: 0.5rem; font-size: 0.82rem; color: var(--soft); }
        .bar img { width: 10rem; height: 0.6rem; border-radius: 2px; }

        table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
        caption { text-align: left; padding-bottom: 0.6rem; }
        th, td { padding: 0.32rem 0.9rem 0.32rem 0; text-align: left; font-weight: 400; vertical-align: top; }
        thead th {
          color: var(--soft); font-size: 0.85rem; border-bottom: 1px solid var(--soft);
          white-space: nowrap;
        }
        tbody tr + tr th, tbody tr + tr td { border-top: 1px solid var(--grid); }
        tfoot th, tfoot td { border-top: 1px solid var(--soft); font-weight: 600; }
        .n { text-align: right; padding: 0.32rem 0 0.32rem 0.9rem; white-space: nowrap; }
        .pairs th { color: var(--soft); width: 38%; }
        .pairs td { overflow-wrap: anywhere; padding-right: 0; }
        .command {
          margin: 0 0 0.6rem; padding: 0.8rem 1rem; background: var(--panel); border-radius: 6px;
          font: 0.88rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
          white-space: pre-wrap; overflow-wrap: anywhere; user-select: all;
        }
        .command code { font: inherit; }

        @media screen and (max-width: 860px) {
          main, .charts { grid-template-columns: minmax(0, 1fr); }
          .gallery { grid-template-columns: repeat(6, minmax(0, 1fr)); }
        }
        @media screen and (max-width: 560px) {
          body { padding: 1.4rem 1rem 2rem; }
          h1 .run { display: block; margin: 0.15rem 0 0; font-size: 0.95rem; }
          .facts { display: block; }
          .headlines { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .headlines .value { font-size: 1.5rem; }
          main { gap: 2.2rem; }
          .gallery { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 0.9rem 0.7rem; }
          .gallery.little { grid-template-columns: repeat(5, minmax(0, 1fr)); }
          .detail { display: block; }
          .detail span { display: block; }
          .n { padding-left: 0.5rem; }
        }
        @media print {
          @page { margin: 14mm; }
          body { max-width: none; padding: 0; font-size: 9.5pt; background: none; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          nav, .readouts { display: none; }
          main { gap: 1.6rem 2rem; }
          .scroll { overflow: visible; }
          .headlines { grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 0.6rem 0.8rem; }
          .headlines .value { font-size: 1.3rem; }
          table { font-size: 8.5pt; }
          th, td { padding: 0.2rem 0.5rem 0.2rem 0; }
          .n { padding: 0.2rem 0 0.2rem 0.3rem; }
          section.half { break-inside: avoid; }
          .detail, .detail span { display: block; }
          h2 { break-after: avoid; }
          figure, tr, .matrix, .command, .headlines { break-inside: avoid; }
          .gallery { grid-template-columns: repeat(8, minmax(0, 1fr)); }
        }
        """;

    private Style() {}
}

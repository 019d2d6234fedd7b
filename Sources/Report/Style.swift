/// The look of every page.
enum Style {
  static let sheet: HTML = """

    \(charts)\
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 62rem; background: var(--paper);
      color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; letter-spacing: -0.01em; }
    h2 { font-size: 1.15rem; margin: 0 0 0.25rem; }
    header p, .note { color: var(--soft); margin: 0.25rem 0 0; }
    .note { font-size: 0.9rem; margin-bottom: 1rem; }
    section {
      background: var(--card); border: 1px solid var(--line); border-radius: 10px;
      padding: 1.25rem 1.4rem; margin-top: 1.25rem;
    }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    th, td { padding: 0.4rem 0.7rem; text-align: right; border-bottom: 1px solid var(--line); }
    th { color: var(--soft); font-weight: 600; font-size: 0.85rem; }
    th:first-child, td:first-child { text-align: start; padding-inline-start: 0; }
    tr:last-child td { border-bottom: 0; }
    td small { color: var(--soft); margin-inline-start: 0.35rem; }
    td strong { font-weight: 650; }
    .signatures { margin-top: 0.75rem; color: var(--soft); }
    code { font: 0.8rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
    .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem 1.5rem; }
    .pair h3 { font-size: 0.95rem; margin: 0 0 0.25rem; }
    .advice { margin: 0; padding-inline-start: 1.2rem; } .advice li { margin: 0.3rem 0; }
    .legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.2rem; font-size: 0.9rem; margin: 0.4rem 0; }
    .legend i { display: inline-block; width: 0.75em; height: 0.75em; border-radius: 2px; margin-inline-end: 0.4em; }
    .sentence { border-top: 1px solid var(--line); padding: 0.9rem 0; display: grid;
      grid-template-columns: minmax(5rem, 11rem) 1fr; gap: 0.3rem 1rem; }
    .sentence:last-child { padding-bottom: 0; }
    .sentence h3 { grid-column: 1 / -1; font-size: 0.9rem; margin: 0; font-weight: 600; }
    .sentence h3 span { color: var(--soft); font-weight: 400; margin-inline-start: 0.6rem; }
    .sentence .name { color: var(--soft); font-size: 0.85rem; overflow-wrap: anywhere; }
    .sentence p { margin: 0; text-align: start; overflow-wrap: anywhere; }
    ins, del { text-decoration: none; border-radius: 3px; padding: 0.05em 0.15em;
      box-decoration-break: clone; -webkit-box-decoration-break: clone; }
    ins { background: var(--gain); color: var(--gain-ink); }
    del { background: var(--loss); color: var(--loss-ink); }
    @media (max-width: 40rem) { .sentence, .pair { grid-template-columns: 1fr; } }
    @media print { body { max-width: none; padding: 0; } section { break-inside: avoid; } }

    """

  /// Colours, and the look of charts: of pages, and of pictures that stand by themselves.
  static let charts: HTML = """
    :root {
      color-scheme: light dark;
      --paper: #fbfaf7; --card: #ffffff; --ink: #1d2126; --soft: #636b75; --line: #e3e1da;
      --gain: #d9f0df; --gain-ink: #14552a; --loss: #fbe0dd; --loss-ink: #8a1f14;
      --series-1: #2f6f9f; --series-2: #d98032; --series-3: #4d9a5b; --series-4: #a0508f;
      --series-5: #8a7a3b; --series-6: #6a6f7a;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #15181c; --card: #1d2126; --ink: #e6e4de; --soft: #9aa2ad; --line: #333941;
        --gain: #1c3d28; --gain-ink: #a6e0b8; --loss: #4a2320; --loss-ink: #ffb9b0;
        --series-1: #6aaede; --series-2: #eda25c; --series-3: #7cc78a; --series-4: #cf86bf;
        --series-5: #c7b56a; --series-6: #a3a9b5;
      }
    }
    svg { display: block; width: 100%; height: auto; overflow: visible; }
    svg text { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
    svg .title { fill: var(--ink); font-size: 15px; font-weight: 600; }
    svg .grid { stroke: var(--line); stroke-width: 1; }
    svg .whisker { stroke: var(--ink); stroke-width: 1.25; opacity: 0.6; }
    svg .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
    .line-1 { stroke: var(--series-1); } .line-2 { stroke: var(--series-2); }
    .line-3 { stroke: var(--series-3); } .line-4 { stroke: var(--series-4); }
    .line-5 { stroke: var(--series-5); } .line-6 { stroke: var(--series-6); }
    .series-1 { fill: var(--series-1); background: var(--series-1); }
    .series-2 { fill: var(--series-2); background: var(--series-2); }
    .series-3 { fill: var(--series-3); background: var(--series-3); }
    .series-4 { fill: var(--series-4); background: var(--series-4); }
    .series-5 { fill: var(--series-5); background: var(--series-5); }
    .series-6 { fill: var(--series-6); background: var(--series-6); }

    """
}

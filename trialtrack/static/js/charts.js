/* Draws the figures of a page with plotly (global `Plotly`, served from the installed package).

   A figure is a plain dict in a <script type="application/json">. Colours are token names
   ("token:accent", "token:accent/0.4"), so that one figure serves both schemes and paper. */
(() => {
  "use strict";

  const NARROW_PX = 480;
  // A figure that brings its own narrow one is drawn for this much or more.
  const WITH_OWN_NARROW_PX = 720;

  // Nothing leaves the page: no cloud button, no server to send to.
  const CONFIG = {
    displaylogo: false,
    showSendToCloud: false,
    plotlyServerURL: "",
    responsive: true,
    displayModeBar: "hover",
    modeBarButtons: [["zoom2d", "pan2d", "resetScale2d", "toImage"]],
    doubleClick: "reset",
  };

  // A finger on a chart scrolls the page; to zoom, it chooses so in the chart's own bar.
  const isFinger = () => matchMedia("(pointer: coarse)").matches;

  const isPlain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  /* `over` on top of `under`; neither is changed. */
  const merge = (under, over) => {
    const merged = { ...under };
    for (const [key, value] of Object.entries(over)) {
      merged[key] = isPlain(value) && isPlain(merged[key]) ? merge(merged[key], value) : value;
    }
    return merged;
  };

  const colour = (name, styles) => {
    const [token, alpha] = name.slice("token:".length).split("/");
    const value = styles.getPropertyValue(`--${token}`).trim();
    if (!alpha || !/^#[0-9a-f]{6}$/i.test(value)) return value || "currentColor";
    const parts = [1, 3, 5].map((at) => parseInt(value.slice(at, at + 2), 16));
    return `rgba(${parts.join(",")},${Number(alpha)})`;
  };

  /* The figure with every token replaced by the colour that it has at this moment. */
  const painted = (value, styles) => {
    if (typeof value === "string") return value.startsWith("token:") ? colour(value, styles) : value;
    if (Array.isArray(value)) return value.map((each) => painted(each, styles));
    if (!isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, painted(each, styles)]));
  };

  const axis = {
    gridcolor: "token:line", zeroline: false, automargin: true,
    tickfont: { color: "token:ink-2" }, title: { font: { color: "token:ink-2" } },
  };
  const BASE = {
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    colorway: ["token:site-1", "token:site-2", "token:site-3", "token:site-4"],
    font: { size: 13, color: "token:ink-2" },
    margin: { l: 44, r: 16, t: 32, b: 40 },
    hovermode: "x", dragmode: "zoom", uirevision: "keep",
    hoverlabel: { bgcolor: "token:paper", bordercolor: "token:edge", font: { color: "token:ink" } },
    legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", font: { color: "token:ink-2" } },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: "token:ink-3", activecolor: "token:accent" },
    xaxis: { ...axis, showgrid: false }, yaxis: axis,
  };
  // A finger has to scroll the page, not zoom the chart.
  const NARROW = { margin: { l: 34, r: 8 }, dragmode: false, font: { size: 12 }, xaxis: { nticks: 6 } };

  // On paper the charts stand in two columns of half the width of A4, drawn as for a phone. What
  // would not fit on one sheet of A4 or Letter is drawn larger than printed: trial_print.css scales it.
  const PAPER = { height: 860, title: 46, width: 332, least: 0.5 };
  const onPaper = () => "printing" in document.documentElement.dataset;
  const ownHeight = ({ box, figure }) =>
    ((figure.narrow || figure).layout || {}).height || Number(box.dataset.height);

  /* By how much charts are smaller on paper than drawn, so that all stand on one sheet. */
  const paperScale = (charts) => {
    const heights = charts.map(ownHeight);
    const column = heights.reduce((sum, each) => sum + each, 0) / 2 + Math.max(...heights) / 4;
    const room = PAPER.height - (PAPER.title * charts.length) / 2;
    return Math.min(1, Math.max(PAPER.least, room / column));
  };

  const isNarrow = ({ box, figure }) =>
    onPaper() ||
    box.clientWidth < (Number(box.dataset.narrowBelow) || (figure.narrow ? WITH_OWN_NARROW_PX : NARROW_PX));

  const layoutFor = ({ box, figure, narrow }) => {
    const own = (narrow && figure.narrow ? figure.narrow : figure).layout || {};
    const styles = getComputedStyle(document.documentElement);
    let layout = merge(BASE, own);
    for (const key of Object.keys(own).filter((each) => /^[xy]axis\d+$/.test(each))) {
      layout[key] = merge(BASE[key.slice(0, 5)], own[key]);
    }
    if (narrow && !figure.narrow) layout = merge(merge(layout, NARROW), (own.meta || {}).narrow || {});
    if (isFinger() && layout.dragmode === "zoom") layout.dragmode = false;
    layout.height = own.height || Number(box.dataset.height);
    layout.autosize = !onPaper();
    if (onPaper()) {
      const scale = document.documentElement.style.getPropertyValue("--paper-scale");
      layout.width = Math.floor(PAPER.width / Number(scale));
    }
    layout.font = { ...layout.font, family: getComputedStyle(document.body).fontFamily };
    return painted(layout, styles);
  };

  /* The narrow figure names, trace by trace, only what it has otherwise; days stand once. */
  const dataOf = ({ figure, narrow }) => {
    const { data, changed } = (narrow && figure.narrow) || figure;
    const traces = changed ? changed.map((each, n) => ({ ...figure.data[n], ...each })) : data;
    return traces.map((trace) => (trace.x === "x" ? { ...trace, x: figure.x } : trace));
  };

  const painting = () => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });

  /* A picture is named by what it shows, and not by whom: "low-back-average-pain-a-day". */
  const fileName = (box) => {
    const title = box.closest("figure").querySelector(".chart-title").textContent;
    return title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  };

  const draw = (chart) => {
    const { box, figure } = chart;
    const styles = getComputedStyle(document.documentElement);
    chart.narrow = isNarrow(chart);
    const config = { ...CONFIG, displayModeBar: chart.narrow ? false : isFinger() || "hover" };
    config.toImageButtonOptions = { filename: fileName(box) };
    return window.Plotly.react(box, painted(dataOf(chart), styles), layoutFor(chart), config);
  };

  const failed = (box) => {
    box.classList.add("chart-failed");
    box.textContent = box.dataset.failed;
    const numbers = box.closest("figure").querySelector("details");
    if (numbers) numbers.open = true;
  };

  /* What a relayout says about x, as an update for another chart; null when it says nothing. */
  const xChange = (change) => {
    if ("xaxis.range[0]" in change) {
      return { "xaxis.range": [change["xaxis.range[0]"], change["xaxis.range[1]"]] };
    }
    if ("xaxis.range" in change) return { "xaxis.range": change["xaxis.range"] };
    return change["xaxis.autorange"] ? { "xaxis.autorange": true } : null;
  };

  const link = (charts) => {
    let mirroring = false;
    for (const { box } of charts) {
      const others = charts.map((each) => each.box).filter((each) => each !== box);
      box.on("plotly_relayout", async (change) => {
        const same = xChange(change);
        if (!same || mirroring) return;
        mirroring = true;
        try {
          await Promise.all(others.map((other) => window.Plotly.relayout(other, same)));
        } finally {
          mirroring = false;
        }
      });
      box.on("plotly_hover", ({ points }) => {
        const at = points[0].xaxis.d2c(points[0].x);
        others.forEach((other) => window.Plotly.Fx.hover(other, { xval: at }, "xy"));
      });
      box.on("plotly_unhover", () => others.forEach((other) => window.Plotly.Fx.unhover(other)));
    }
  };

  const start = async () => {
    const charts = [];
    for (const box of document.querySelectorAll(".chart-plot")) {
      try {
        const figure = JSON.parse(box.closest("figure").querySelector(".figure-data").textContent);
        const chart = { box, figure };
        await draw(chart);
        box.dataset.drawn = "1";
        // Where there is no room beside it, the open table would push the next chart away.
        if (chart.narrow) box.closest("figure").querySelector("details").open = false;
        charts.push(chart);
        // On an old phone a chart takes a second: each is seen before the next is begun.
        await painting();
      } catch (fault) {
        console.error(fault);
        failed(box);
      }
    }
    const groups = new Set(charts.map(({ box }) => box.dataset.axisGroup).filter(Boolean));
    for (const group of groups) link(charts.filter(({ box }) => box.dataset.axisGroup === group));

    const redraw = () => charts.forEach(draw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    window.addEventListener("resize", () => {
      charts.filter((chart) => chart.narrow !== isNarrow(chart)).forEach(draw);
    });
    // Paper is light, whatever the screen, and as wide as it is.
    window.addEventListener("beforeprint", () => {
      const root = document.documentElement;
      root.dataset.scheme = "light";
      root.dataset.printing = "";
      const printed = charts.filter(({ box }) => box.offsetParent);
      if (printed.length) root.style.setProperty("--paper-scale", paperScale(printed).toFixed(3));
      printed.forEach(draw);
    });
    window.addEventListener("afterprint", () => {
      document.documentElement.dataset.scheme = "";
      delete document.documentElement.dataset.printing;
      redraw();
    });
  };

  start();
})();

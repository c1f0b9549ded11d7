// Draws what was seen over time; the figures come from the archive itself.
const week = (least, most) => [least - 302400, most + 302400];
const whole = Array.from({ length: 24 }, (_, at) => [1, 2, 5][at % 3] * 10 ** Math.floor(at / 3));
const asked = {};
for (const box of document.querySelectorAll("[data-growth]")) {
  asked[box.dataset.growth] ??= fetch(box.dataset.growth).then((answer) => answer.json());
  asked[box.dataset.growth].then((told) => {
    if (!told.days.length) return;
    const colours = { new: "#2f7d4f", edited: "#b07800", retitled: "#7a5a00", removed: "#a3201a", moved: "#2d6ca8", restored: "#57a373" };
    const labels = JSON.parse(box.dataset.labels);
    const kinds = box.dataset.kinds.split(" ");
    const days = told.days.map((day) => Date.parse(day + "T00:00:00Z") / 1000);
    const plot = new uPlot({
      width: box.clientWidth, height: 220, legend: { live: true },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      // uPlot makes years of a single day before it asks for a range.
      scales: { x: { time: true, range: (_, least, most) => days.length === 1 ? week(days[0], days[0]) : most - least < 604800 ? week(least, most) : [least, most] }, y: { range: (_, least, most) => [0, Math.max(most, 1) * 1.1] } },
      axes: [{ values: (_, ticks) => ticks.map((tick) => new Date(tick * 1000).toISOString().slice(0, 10)) , space: 90 }, { size: 64, incrs: whole }],
      series: [{ label: labels.day, value: (_, at) => at === null ? "–" : new Date(at * 1000).toISOString().slice(0, 10) },
        ...kinds.map((kind) => ({ label: labels[kind], stroke: colours[kind], width: 2, points: { show: days.length < 60 } }))],
    }, [days, ...kinds.map((kind) => told[kind])], box);
    addEventListener("resize", () => plot.setSize({ width: box.clientWidth, height: 220 }));
  });
}

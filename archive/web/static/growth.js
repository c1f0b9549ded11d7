// Draws what was seen over time; the figures come from the archive itself.
for (const box of document.querySelectorAll("[data-growth]")) {
  fetch(box.dataset.growth).then((answer) => answer.json()).then((told) => {
    if (!told.days.length) return;
    const colours = { new: "#2f7d4f", edited: "#b07800", retitled: "#7a5a00", removed: "#a3201a", moved: "#2d6ca8", restored: "#57a373" };
    const labels = JSON.parse(box.dataset.labels);
    const kinds = box.dataset.kinds.split(" ");
    const days = told.days.map((day) => Date.parse(day + "T00:00:00Z") / 1000);
    const plot = new uPlot({
      width: box.clientWidth, height: 220, legend: { live: true },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      scales: { x: { time: true, range: (_, least, most) => most - least < 604800 ? [least - 302400, most + 302400] : [least, most] }, y: { range: (_, least, most) => [0, Math.max(most, 1) * 1.1] } },
      axes: [{ values: (_, ticks) => ticks.map((tick) => new Date(tick * 1000).toISOString().slice(0, 10)) , space: 90 }, { size: 50 }],
      series: [{ label: labels.day, value: (_, at) => at === null ? "–" : new Date(at * 1000).toISOString().slice(0, 10) },
        ...kinds.map((kind) => ({ label: labels[kind], stroke: colours[kind], width: 2, points: { show: days.length < 60 } }))],
    }, [days, ...kinds.map((kind) => told[kind])], box);
    addEventListener("resize", () => plot.setSize({ width: box.clientWidth, height: 220 }));
  });
}

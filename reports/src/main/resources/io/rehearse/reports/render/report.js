(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("series").textContent);
  var out = document.getElementById("readout");
  if (out) {
    var quiet = "Point at the charts, or focus them and use the arrow keys, to read the values of one moment.";
    out.textContent = quiet;
    out.hidden = false;
    document.querySelectorAll(".time").forEach(function (chart) {
      var svg = chart.querySelector("svg"), at = svg.dataset, cross = svg.querySelector(".xh");
      var left = +at.l, right = +at.r, second = -1, step = 0;
      function clock(t) {
        var s = Math.floor(t % 60), m = Math.floor(t / 60) % 60, h = Math.floor(t / 3600);
        return (h ? h + ":" + ("0" + m).slice(-2) : m) + ":" + ("0" + s).slice(-2);
      }
      function times(s) {
        return data.sides.map(function (side, i) {
          var w = s.sides[i][Math.min(Math.floor(second / data.window), s.sides[i].length - 1)];
          return (data.sides.length > 1 ? side + " " : "") + (w ? w.join(" / ") : "–");
        }).join(", ");
      }
      function show() {
        if (second < 0) {
          cross.setAttribute("d", "");
          out.textContent = quiet;
          return;
        }
        var x = left + (right - left) * second / data.end;
        cross.setAttribute("d", "M" + x.toFixed(1) + " " + at.first + "V" + at.bottom);
        var phase = data.phases.filter(function (p) { return second >= p[0] && second < p[1]; })[0];
        var m = data.moments[Math.min(Math.floor(second / data.moment), data.moments.length - 1)];
        var few = data.steps.length <= 4;
        var text = clock(second) + (phase ? " " + phase[2] : "") + ": " + m[0] + "/s started, " + m[1] + " errors, " + m[2]
          + " users at work, start delay " + m[3] + " ms\n";
        text += "p50 / p95 / p99 ms: " + (few ? data.steps : data.steps.slice(step, step + 1)).map(function (s) {
          return s.name + " " + times(s);
        }).join("; ");
        out.textContent = text;
      }
      chart.addEventListener("pointermove", function (e) {
        var box = svg.getBoundingClientRect(), scale = +at.w / box.width;
        var share = ((e.clientX - box.left) * scale - left) / (right - left);
        var lane = Math.floor(((e.clientY - box.top) * scale - at.first - at.large) / at.lane);
        step = Math.max(0, Math.min(data.steps.length - 1, lane));
        second = share < 0 || share > 1 ? -1 : Math.min(share * data.end, data.end * 0.9999);
        show();
      });
      chart.addEventListener("pointerleave", function () { second = -1; show(); });
      chart.addEventListener("keydown", function (e) {
        if (e.key === "ArrowRight") second = Math.min(Math.max(second, 0) + data.window, data.end * 0.9999);
        else if (e.key === "ArrowLeft") second = Math.max(second - data.window, 0);
        else if (e.key === "ArrowDown" && second >= 0) step = Math.min(step + 1, data.steps.length - 1);
        else if (e.key === "ArrowUp" && second >= 0) step = Math.max(step - 1, 0);
        else if (e.key === "Escape") second = -1;
        else return;
        e.preventDefault();
        show();
      });
    });
  }
  addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (d) { d.open = true; });
  });
})();

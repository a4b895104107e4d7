"use strict";
(() => {
  const controls = [...document.querySelectorAll(".filters [data-field]")];
  const questions = [...document.querySelectorAll(".question")];
  const count = document.getElementById("shown");
  const show = () => {
    let shown = 0;
    for (const question of questions) {
      const fits = controls.every((control) => {
        const wanted = control.value.trim().toLowerCase();
        if (!wanted) return true;
        if (control.dataset.field === "text") return question.textContent.toLowerCase().includes(wanted);
        return question.dataset[control.dataset.field] === control.value;
      });
      question.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    count.textContent = `显示 ${shown} / ${questions.length} 题`;
  };
  for (const control of controls) control.addEventListener("input", show);
  show();
})();

// The editor of the SQL page; what Datasette's own inline script does.
addEventListener("load", () => {
  const format = document.querySelector("button#sql-format");
  const shown = document.querySelector("pre#sql-query");
  const typed = document.querySelector("textarea#sql-editor");
  if (format && !shown) format.hidden = false;
  if (typed) {
    const editor = CodeMirror.fromTextArea(typed, { lineNumbers: true, mode: "text/x-sql", lineWrapping: true });
    editor.setOption("extraKeys", { "Shift-Enter": () => document.getElementsByClassName("sql")[0].submit(), Tab: false });
    format?.addEventListener("click", () => editor.setValue(sqlFormatter.format(editor.getValue())));
    cmResize(editor, { resizableWidth: false });
  }
  if (format && shown) {
    const formatted = sqlFormatter.format(shown.textContent);
    if (formatted !== shown.textContent) {
      format.hidden = false;
      format.addEventListener("click", () => { shown.textContent = formatted; });
    }
  }
});
